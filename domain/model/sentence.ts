import type { ModelHealth } from "../metric/health";
import { spokenPointDay } from "../metric/point-date";
import { limitText } from "../metric/rule-text";
import { counted, countWord, joinClauses, sentence, verb } from "../shared/sentence";
import { figureWords, headlineClause, limitWords, type Measure, meaningClause, withFigure } from "./meaning";

export type MeasureNow = Measure & {
  /** Last value; null when there is none, NaN when the platform sent that. */
  value: number | null;
  direction: "high" | "low" | null;
  warning: number | null;
  critical: number | null;
  level: "warning" | "critical" | "no_data" | null;
  since: Date | null;
  /** How far its points lie apart; null when the platform does not say. */
  intervalSeconds?: number | null;
};

type When = { asOf: Date; timeZone: string };

const printed = (value: number, unit: string | null): string => limitText(Number(value.toPrecision(3)), unit);

type Held = Pick<MeasureNow, "direction" | "warning" | "critical" | "level" | "value">;

/** The limit that matters now, and whether the value has reached it; null without one. */
function limitNow({ direction, warning, critical, level, value }: Held): { limit: number; isPast: boolean } | null {
  if (direction === null || value === null) return null;
  const past = (limit: number | null): boolean =>
    limit !== null && (direction === "low" ? value <= limit : value >= limit);
  const open = level === "critical" ? critical : level === "warning" ? warning : null;
  const limit = open ?? (past(critical) ? critical : (warning ?? critical));
  return limit === null ? null : { limit, isPast: past(limit) };
}

/** "Recall is 0.66, past its critical limit of 0.78 since 3 November". */
export function measureClause(now: MeasureNow, { asOf, timeZone }: When): string {
  const { label, unit, value, direction, level, since, intervalSeconds } = now;
  const day = since ? ` since ${spokenPointDay(since, asOf, timeZone, intervalSeconds)}` : "";
  if (level === "no_data") return `${label} has sent no data${day}`;
  if (value === null) return `${label} has no value yet`;
  if (Number.isNaN(value)) return `${label} came as no number`;
  const is = `${label} is ${printed(value, unit)}`;
  const held = limitNow(now);
  if (held === null) return `${is}; no rule watches it`;
  const limit = limitText(held.limit, unit);
  if (level !== null)
    return held.isPast
      ? `${is}, past its ${level} limit of ${limit}${day}`
      : `${is}, back inside its ${level} limit of ${limit}; the alert${day} is not cleared yet`;
  if (held.isPast) return `${is}, past its limit of ${limit}, not long enough for an alert`;
  return `${is}, ${direction === "low" ? "above" : "below"} its limit of ${limit}`;
}

/** The gravest open one, of equals the one that lasts longest; else the first. */
function worstOf(measures: readonly MeasureNow[]): MeasureNow | undefined {
  const rank = { critical: 0, warning: 1, no_data: 2 };
  const open = measures.filter(({ level }) => level !== null);
  const since = (one: MeasureNow): number => one.since?.getTime() ?? Number.POSITIVE_INFINITY;
  open.sort((a, b) => rank[a.level ?? "no_data"] - rank[b.level ?? "no_data"] || since(a) - since(b));
  return open[0] ?? measures[0];
}

/** "its critical limit is 78 of 100", "above its limit of 78 of 100"; null without a limit. */
function heldTo(now: MeasureNow): string | null {
  const held = limitNow(now);
  if (held === null) return null;
  const limit = limitWords(now, held.limit);
  if (now.level === "critical" || now.level === "warning") return `its ${now.level} limit is ${limit}`;
  if (held.isPast) return `past its limit of ${limit}, not long enough for an alert`;
  return `${now.direction === "low" ? "above" : "below"} its limit of ${limit}`;
}

/**
 * The headline of a model's page: its worst measure in plain words against its limit, or that it is as approved.
 * `version` is the label of the live one.
 */
export function modelHeadline(
  { health, version }: { health: ModelHealth; version: string | null },
  measures: readonly MeasureNow[],
  when: When,
): string {
  const worst = worstOf(measures);
  if (!worst) return "Nothing is measured of this model yet.";
  if (health === "not_measured") return sentence(`${measureClause(worst, when)}, so nobody is told when it fails`);
  const subject = version ? `version ${version}` : "this model";
  const since = worst.since
    ? ` since ${spokenPointDay(worst.since, when.asOf, when.timeZone, worst.intervalSeconds)}`
    : "";
  if (worst.level === "no_data") {
    const silent = measures.filter(({ level }) => level === "no_data").length;
    const what = silent > 1 ? `${countWord(silent)} measures of ${subject} have` : `${worst.label} of ${subject} has`;
    return sentence(`${what} sent no data${since}; the last state is not known to hold`);
  }
  const clause = worst.value === null ? null : headlineClause(worst, worst.value, subject);
  const held = heldTo(worst);
  if (clause && held && worst.value !== null) {
    const said = withFigure(worst, worst.value, clause);
    return sentence(worst.level === null ? `${said}, ${held}` : `${said}; ${held}`);
  }
  return sentence(measureClause(worst, when));
}

/** The conclusion over a measure's chart: what its value means and what it is held to, in the same terms. */
export function mainSentence(now: MeasureNow, when: When): string {
  if (now.level === "no_data" || now.value === null) return sentence(measureClause(now, when));
  const clause = meaningClause(now, now.value);
  const held = heldTo(now);
  if (!clause) return sentence(measureClause(now, when));
  const said = withFigure(now, now.value, clause);
  return sentence(held ? `${said}; ${now.level === null ? `that is ${held}` : held}` : `${said}; no rule watches it`);
}

/** A change in a value this small is not worth saying: a twentieth of what it was. */
const WORTH_SAYING = 0.05;

/** Under a small chart: what the value means, and what it was when the chart begins if that was another. */
export function smallSentence(now: MeasureNow, first: { at: Date; value: number } | null, when: When): string {
  if (now.level === "no_data" || now.value === null || Number.isNaN(now.value))
    return sentence(measureClause(now, when));
  const clause = meaningClause(now, now.value) ?? `${now.label} is ${printed(now.value, now.unit)}`;
  const isOther =
    first !== null &&
    Number.isFinite(first.value) &&
    Math.abs(now.value - first.value) > WORTH_SAYING * Math.abs(first.value);
  const before = isOther
    ? `on ${spokenPointDay(first.at, when.asOf, when.timeZone, now.intervalSeconds)} it was ${figureWords(first.value, now.unit)}`
    : null;
  return sentence([clause, before].filter(Boolean).join("; "));
}

/** "Of its seven measures one is critical and one carries a warning." What no rule watches never counts as inside. */
export function measuresSentence(measures: readonly Pick<MeasureNow, "level" | "direction">[]): string {
  const all = measures.length;
  if (all === 0) return "It has no measure yet.";
  const count = (level: MeasureNow["level"]): number => measures.filter((one) => one.level === level).length;
  const [critical, warning, silent] = [count("critical"), count("warning"), count("no_data")];
  const unwatched = measures.filter(({ direction, level }) => direction === null && level === null).length;
  const watched = all - unwatched;
  const of = `of its ${counted(all, "measure")}`;
  if (watched === 0) return all === 1 ? "No rule watches its one measure." : sentence(`no rule watches any ${of}`);
  if (critical + warning + silent === 0 && unwatched === 0)
    return all === 1
      ? "Its one measure is inside its limits."
      : `All its ${counted(all, "measure")} are inside their limits.`;
  if (critical + warning + silent === 0) {
    const inside = `${countWord(watched)} ${verb(watched, "is inside its", "are inside their")} limits`;
    return sentence(`${of} ${inside}, ${countWord(unwatched)} ${verb(unwatched, "has", "have")} no rule`);
  }
  const clause = (n: number, one: string, many: string): string | null =>
    n === 0 ? null : `${countWord(n)} ${verb(n, one, many)}`;
  const clauses = joinClauses([
    clause(critical, "is critical", "are critical"),
    clause(warning, "carries a warning", "carry a warning"),
    clause(silent, "sends no data", "send no data"),
  ]);
  return sentence(`${of} ${clauses}`);
}
