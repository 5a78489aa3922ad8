import { decimalsFor } from "../metric/decimals";
import { limitText } from "../metric/rule-text";
import { formatMeasure, formatNumber } from "../shared/figure";
import { countWord } from "../shared/sentence";

/** What is known of a measure when its value is said in plain words. */
export type Measure = {
  metric: string;
  label: string;
  unit: string | null;
  dims: Readonly<Record<string, string>>;
};

export type Kind = "found" | "right" | "cleared" | "ranked" | "inputs" | "scores" | "wait" | "volume" | "other";

const KINDS: readonly [Kind, RegExp][] = [
  ["found", /(^|[_.])(recall|sensitivity|tpr|hit_rate)([_.]|$)/],
  ["right", /(^|[_.])(precision|ppv)([_.]|$)/],
  ["cleared", /(^|[_.])(specificity|tnr)([_.]|$)/],
  ["ranked", /(^|[_.])(auc|auroc|roc_auc)([_.]|$)/],
  ["scores", /(^|[_.])(score|prediction)s?[_.](psi|drift)([_.]|$)/],
  ["inputs", /(^|[_.])psi([_.]|$)/],
  ["wait", /(^|[_.])(latency|duration|response_time)([_.]|$)/],
  ["volume", /(^|[_.])(predictions|volume|scored)([_.]|$)/],
];

/** What a measure is about, by its name; a share that is none (above 1) is said as a bare figure. */
export function kindOf({ metric }: Pick<Measure, "metric">): Kind {
  const name = metric.toLowerCase();
  return KINDS.find(([, words]) => words.test(name))?.[0] ?? "other";
}

const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** A share as people count: "66 of 100", with one decimal where whole ones would say 100 or 0 wrongly. */
export function ofHundred(share: number): string {
  const hundredths = share * 100;
  const whole = Math.round(hundredths);
  const isEdge = (whole === 100 && share < 1) || (whole === 0 && share > 0);
  return `${formatNumber(hundredths, isEdge ? 1 : 0)} of 100`;
}

const PARTS: readonly [part: number, whole: number][] = [
  [1, 2],
  [1, 3],
  [2, 3],
  [1, 4],
  [3, 4],
  [1, 5],
  [2, 5],
  [3, 5],
  [4, 5],
  [9, 10],
];
/** A share this near a simple part may be called "about" that part. */
const NEAR = 0.0125;

/** "about two of three" where the share is near a simple part, else "71 of 100". */
export function shareWords(share: number): string {
  const found = PARTS.find(([part, whole]) => Math.abs(part / whole - share) <= NEAR);
  return found ? `about ${countWord(found[0])} of ${countWord(found[1])}` : ofHundred(share);
}

/** A figure with the decimals its size deserves, at least those of the limits it is compared with. */
export const figureWords = (value: number, unit: string | null): string =>
  formatMeasure(value, unit, Number.isInteger(value) && Math.abs(value) >= 10 ? 0 : decimalsFor(value));

/** Share of scores within a percentile, from a label such as quantile="0.95"; null when it names none. */
function within(dims: Measure["dims"]): number | null {
  const quantile = Number(dims.quantile);
  return quantile > 0 && quantile < 1 ? quantile : null;
}

const DAY_DIMS = new Set(["1d", "24h", "day"]);

/** Population stability index: from these on a distribution counts as moved, and as another one. Siddiqi, Credit Risk Scorecards (2006), ch. 12 */
const MOVED = 0.1;
const ANOTHER = 0.25;

const moved = (value: number, what: string): string =>
  value >= ANOTHER
    ? `${what} no longer look like those of the reference`
    : value >= MOVED
      ? `${what} have moved away from the reference`
      : `${what} look like those of the reference`;

/**
 * What a value of a measure means, as a clause without an end: "of 100 true cases it finds 66". Null when nothing is
 * known of the measure but its name.
 */
export function meaningClause(measure: Measure, value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const share = (words: (hundred: string) => string): string | null =>
    isShare(value) ? words(ofHundred(value).replace(" of 100", "")) : null;
  switch (kindOf(measure)) {
    case "found":
      return share((n) => `of 100 true cases it finds ${n}`);
    case "right":
      return share((n) => `of 100 alerts ${n} are right`);
    case "cleared":
      return share((n) => `of 100 cases without the condition it clears ${n}`);
    case "ranked":
      return share((n) => `it ranks a true case above a false one ${n} times in 100`);
    case "inputs":
      return value < 0 ? null : moved(value, "its inputs");
    case "scores":
      return value < 0 ? null : moved(value, "its scores");
    case "wait": {
      const share95 = within(measure.dims);
      const time = figureWords(value, measure.unit);
      return share95 === null ? null : `${ofHundred(share95)} scores are ready within ${time}`;
    }
    case "volume":
      return DAY_DIMS.has(measure.dims.window ?? "")
        ? `it scores ${formatNumber(value)} ${value === 1 ? "case" : "cases"} a day`
        : null;
    case "other":
      return null;
  }
}

/** The same value as the subject of a headline: "version 7 finds about two of three true cases". */
export function headlineClause(measure: Measure, value: number, subject: string): string | null {
  if (!Number.isFinite(value)) return null;
  const kind = kindOf(measure);
  const isRate = kind === "found" || kind === "right" || kind === "cleared";
  if (isRate && !isShare(value)) return null;
  switch (kind) {
    case "found":
      return `${subject} finds ${shareWords(value)} true cases`;
    case "right":
      return `${shareWords(value)} alerts of ${subject} are right`;
    case "cleared":
      return `${subject} clears ${shareWords(value)} cases without the condition`;
    case "inputs":
      return value < 0 ? null : moved(value, `the inputs of ${subject}`);
    case "scores":
      return value < 0 ? null : moved(value, `the scores of ${subject}`);
    default:
      return null;
  }
}

/** A clause about a distribution names no figure: it follows in brackets, "(PSI 0.21)". */
export function withFigure(measure: Measure, value: number, clause: string): string {
  const kind = kindOf(measure);
  if (kind !== "inputs" && kind !== "scores") return clause;
  const name = /psi/i.test(measure.metric) ? "PSI\u00a0" : "";
  return `${clause} (${name}${figureWords(value, measure.unit)})`;
}

/** A limit in the terms of the sentence: "78 of 100" for a share, else the figure. */
export function limitWords(measure: Measure, limit: number): string {
  const kind = kindOf(measure);
  if (kind === "ranked" && isShare(limit)) return `${ofHundred(limit).replace(" of 100", "")} times in 100`;
  const isRate = kind === "found" || kind === "right" || kind === "cleared";
  return isRate && isShare(limit) ? ofHundred(limit) : limitText(limit, measure.unit);
}
