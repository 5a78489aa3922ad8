/** A recorded change, and the one it took back. */
export type Taken = { id: string; undoes: string | null };

/**
 * The changes that cancel each other out: one that was taken back, and the one that took it back. An undo that was itself
 * taken back counts no more.
 */
export function cancelled(latestFirst: readonly Taken[]): Set<string> {
  const known = new Set(latestFirst.map(({ id }) => id));
  const gone = new Set<string>();
  for (const { id, undoes } of latestFirst) {
    if (gone.has(id) || undoes === null || !known.has(undoes)) continue;
    gone.add(id).add(undoes);
  }
  return gone;
}

/** The last change that still stands: what an undo takes back next. Null when nothing is left. */
export function lastStanding(latestFirst: readonly Taken[]): string | null {
  const gone = cancelled(latestFirst);
  return latestFirst.find(({ id }) => !gone.has(id))?.id ?? null;
}
