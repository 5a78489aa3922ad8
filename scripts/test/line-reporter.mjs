/**
 * A Vitest reporter that writes one line per finished file to REPORT_FILE, so that a run that never ends still tells what
 * passed, and which file it hangs in.
 */
import { appendFileSync } from "node:fs";

/** @typedef {{ file: string, event: "began" }} Began */
/** @typedef {{ file: string, event: "ended", ms: number, passed: number, skipped: number, failures: string[], retried: string[] }} Ended */

const LONGEST_CAUSE = 300;

/** @param {Began | Ended} line */
function write(line) {
  const file = process.env.REPORT_FILE;
  if (!file) throw new Error("REPORT_FILE is not set");
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Its name and the first line of what went wrong. @param {import("vitest/node").TestCase} test */
function withCause(test) {
  const [line = ""] = (test.result().errors?.[0]?.message ?? "").split("\n");
  return line ? `${test.fullName}: ${line.slice(0, LONGEST_CAUSE)}` : test.fullName;
}

export default class LineReporter {
  /** @param {import("vitest/node").TestModule} module */
  onTestModuleQueued(module) {
    write({ file: module.moduleId, event: "began" });
  }

  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    const tests = [...module.children.allTests()];
    const states = tests.map((test) => test.result().state);
    const failures = tests.filter((test) => test.result().state === "failed").map(withCause);
    // A file that cannot even be loaded has no tests to fail, and must not pass for it.
    if (module.state() === "failed" && failures.length === 0) {
      failures.push(module.errors()[0]?.message ?? "it could not be run");
    }
    write({
      file: module.moduleId,
      event: "ended",
      ms: module.diagnostic().duration,
      passed: states.filter((state) => state === "passed").length,
      skipped: states.filter((state) => state === "skipped" || state === "pending").length,
      failures,
      retried: tests.filter((test) => test.diagnostic()?.flaky).map(withCause),
    });
  }
}
