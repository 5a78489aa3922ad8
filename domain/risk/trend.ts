import { counted, countWord, sentence, verb } from "../shared/sentence";

/** What the open risks came to at an instant. `expected` in minor units, of those that state probability and loss. */
export type TrendPoint = { at: Date; open: number; red: number; expected: number };

/** From the first month in which a risk was open; an organisation without one has no trend. */
export const fromFirst = (points: readonly TrendPoint[]): TrendPoint[] => {
  const first = points.findIndex(({ open }) => open > 0);
  return first < 0 ? [] : points.slice(first);
};

/** From what to what: the expected loss, and how many are red. `day` names the day of an instant. */
export function trendSentence(
  points: readonly TrendPoint[],
  { money, day }: { money: (minor: number) => string; day: (at: Date) => string },
): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return "No month has ended since the first risk was recorded.";
  const [from, to] = [money(first.expected), money(last.expected)];
  const course =
    from === to ? `stayed at ${to}` : `${last.expected > first.expected ? "rose" : "fell"} from ${from} to ${to}`;
  const then = last.red === first.red ? "as then" : `${first.red === 0 ? "none" : countWord(first.red)} then`;
  return sentence(
    `since ${day(first.at)} the expected loss ${course}; ${counted(last.red, "risk")} ${verb(last.red, "is", "are")} red, ${then}`,
  );
}
