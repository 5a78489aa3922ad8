import { counted, sentence, verb } from "../shared/sentence";

/** What the open risks came to at an instant. `expected` in minor units, of those that state probability and loss. */
export type TrendPoint = { at: Date; open: number; red: number; expected: number };

/** From the first month in which a risk was open; an organisation without one has no trend. */
export const fromFirst = (points: readonly TrendPoint[]): TrendPoint[] => {
  const first = points.findIndex(({ open }) => open > 0);
  return first < 0 ? [] : points.slice(first);
};

/** From what to what: the expected loss, and how many are red. `points` are the month ends and now, the oldest first. */
export function trendSentence(points: readonly TrendPoint[], money: (minor: number) => string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return "No month has ended since the first risk was recorded.";
  const months = points.length - 1;
  const span = months === 1 ? "Since the end of last month" : `Over ${counted(months, "month end")}`;
  const [from, to] = [money(first.expected), money(last.expected)];
  const course =
    first.expected === last.expected || from === to
      ? `the expected loss stayed at ${to}`
      : `the expected loss ${last.expected > first.expected ? "rose" : "fell"} from ${from} to ${to}`;
  const red =
    last.red === first.red
      ? `${counted(last.red, "risk")} ${verb(last.red, "is", "are")} red, as then`
      : `${counted(last.red, "risk")} ${verb(last.red, "is", "are")} red, ${first.red === 0 ? "none" : first.red} then`;
  return sentence(`${span} ${course}; ${red}`);
}
