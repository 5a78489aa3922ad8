/** Reading a curve of chances: apart from its shape, so that a page can read one before the drawing is loaded. */

/** Chances of more than evenly spaced amounts, from 0 to 1. */
export type ExceedanceLine = { from: number; to: number; chances: readonly number[] };

/** The amount of a point, by its place. */
export const amountAt = ({ from, to, chances }: ExceedanceLine, at: number): number =>
  from + ((to - from) * at) / Math.max(1, chances.length - 1);

/** The drawn chance of more than an amount; certain before the line begins, its last value after it ends. */
export function chanceAt(line: ExceedanceLine, amount: number): number {
  const { from, to, chances } = line;
  const place = to === from ? 0 : ((amount - from) / (to - from)) * (chances.length - 1);
  if (place < 0) return 1;
  const [left, share] = [Math.floor(place), place - Math.floor(place)];
  const [here = 0, next = here] = [chances[Math.min(left, chances.length - 1)], chances[left + 1]];
  return here + (next - here) * share;
}

/** The amount at which the line first falls to a chance. */
export function amountAtChance(line: ExceedanceLine, chance: number): number {
  const at = line.chances.findIndex((each) => each <= chance);
  if (at <= 0) return at === 0 ? line.from : line.to;
  const [before = 1, after = 0] = [line.chances[at - 1], line.chances[at]];
  const share = before === after ? 1 : (before - chance) / (before - after);
  return amountAt(line, at - 1 + share);
}
