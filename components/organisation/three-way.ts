/**
 * Brings together two edits of one record. A field only one side changed takes that side's value; a field both changed
 * to different values is a conflict, in which `merged` holds theirs until somebody chooses.
 */
export function threeWay<T extends object, K extends keyof T>(
  keys: readonly K[],
  base: T,
  yours: T,
  theirs: T,
): { merged: T; conflicts: K[] } {
  const merged = { ...theirs };
  const conflicts: K[] = [];
  for (const key of keys) {
    if (yours[key] === base[key] || yours[key] === theirs[key]) continue;
    if (theirs[key] === base[key]) merged[key] = yours[key];
    else conflicts.push(key);
  }
  return { merged, conflicts };
}
