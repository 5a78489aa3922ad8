/** SQLSTATE of runner.guard(): another worker leads. */
const SUPERSEDED = "PR001";
const CONFLICTS = new Set(["40001", "40P01"]); // serialization failure, deadlock
const TRIES = 5;

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

export const isSuperseded = (error: unknown): boolean => codeOf(error) === SUPERSEDED;

/** Repeats what failed for want of the database, not of the statement: a conflict, or a connection that broke. */
export async function persist<T>(write: () => Promise<T>, wait: (ms: number) => Promise<void>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const code = codeOf(error);
      const isPassing = typeof code === "string" && (CONFLICTS.has(code) || /^(CONNECTION|ECONN|08|57P0)/.test(code));
      if (!isPassing || attempt === TRIES) throw error;
      await wait(50 * 2 ** attempt);
    }
  }
}
