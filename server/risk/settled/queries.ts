/** Somebody else did it meanwhile: takes the transaction back, so that nothing done leaves no change behind. */
class Settled extends Error {
  constructor() {
    super("Somebody else looked meanwhile");
  }
}

/** Within a change: refuses to go on when nothing is left to write. */
export function unlessSettled<T>(steps: readonly T[]): readonly T[] {
  if (steps.length === 0) throw new Settled();
  return steps;
}

/** What the change gave, or the answer where nothing was left to write. */
export async function orSettled<T>(write: Promise<T>, nothing: T): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Settled) return nothing;
    throw error;
  }
}
