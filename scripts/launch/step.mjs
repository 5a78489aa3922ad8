/** Progress on the terminal, and errors that name the step, the cause and the cure. */

/** A failure a person can act on. */
export class StepError extends Error {
  /**
   * @param {string} cause what went wrong, in one sentence
   * @param {string} cure what to do about it
   * @param {string} [detail] last lines of a log, if they help
   */
  constructor(cause, cure, detail) {
    super(cause);
    this.name = "StepError";
    this.cure = cure;
    this.detail = detail;
    /** @type {string | undefined} */
    this.step = undefined;
  }
}

/** @typedef {{ line(text?: string): void, done(name: string, ms: number, note?: string): void }} Reporter */

/** @type {Reporter} */
export const terminal = {
  line: (text = "") => void process.stdout.write(`${text}\n`),
  done: (name, ms, note) =>
    void process.stdout.write(`  ${name.padEnd(26)} ${duration(ms).padStart(8)}${note ? `   ${note}` : ""}\n`),
};

/** @type {Reporter} */
export const silent = { line: () => undefined, done: () => undefined };

/** @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/**
 * Runs one named step, reports its time and gives its name to whatever fails in it.
 *
 * @template T
 * @param {Reporter} reporter
 * @param {string} name
 * @param {() => Promise<{ value: T, note?: string | undefined }> | { value: T, note?: string | undefined }} run
 * @returns {Promise<T>}
 */
export async function step(reporter, name, run) {
  const from = performance.now();
  try {
    const { value, note } = await run();
    reporter.done(name, performance.now() - from, note);
    return value;
  } catch (error) {
    throw named(error, name);
  }
}

/**
 * @param {unknown} error
 * @param {string} name
 */
function named(error, name) {
  const readable = error instanceof StepError ? error : translate(error);
  readable.step ??= name;
  return readable;
}

/** @param {unknown} error anything thrown by Node or a tool */
export function translate(error) {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const path = error instanceof Error && "path" in error ? String(error.path) : "the project's folder";
  if (code === "ENOSPC" || /no space left on device/i.test(text)) {
    return new StepError(
      "The disk is full.",
      "Free some space and start again; nothing that was stored is lost.",
      text,
    );
  }
  if (code === "EACCES" || code === "EPERM") {
    return new StepError(
      `This user may not write ${path}.`,
      `Give it the right (chown or chmod), or run as its owner.`,
      text,
    );
  }
  if (code === "EROFS")
    return new StepError(`${path} is on a read-only disk.`, "Set PORTOLAN_HOME to a writable folder.", text);
  const detail = error instanceof Error ? error.stack : text;
  return new StepError(text, "The lines below say where it happened.", detail);
}

/** @param {unknown} error */
export function printFailure(error) {
  const failure = error instanceof StepError ? error : translate(error);
  const lines = [
    "",
    `Stopped at: ${failure.step ?? "start"}`,
    `Cause:      ${failure.message}`,
    `Cure:       ${failure.cure}`,
  ];
  if (failure.detail)
    lines.push(
      "",
      ...failure.detail
        .trimEnd()
        .split("\n")
        .map((text) => `    ${text}`),
    );
  process.stderr.write(`${lines.join("\n")}\n`);
}
