import type { ModelHealth } from "../metric/health";
import { limitText } from "../metric/rule-text";
import { formatSpokenDay } from "../shared/figure";
import { counted, countWord, joinClauses, sentence, verb } from "../shared/sentence";

export type MeasureNow = {
  label: string;
  unit: string | null;
  /** Last value; null when there is none, NaN when the platform sent that. */
  value: number | null;
  direction: "high" | "low" | null;
  warning: number | null;
  critical: number | null;
  level: "warning" | "critical" | "no_data" | null;
  since: Date | null;
};

type When = { asOf: Date; timeZone: string };

const printed = (value: number, unit: string | null): string => limitText(Number(value.toPrecision(3)), unit);

/** "Recall is 0.66, past its critical limit of 0.78 since 3 November". */
export function measureClause(now: MeasureNow, { asOf, timeZone }: When): string {
  const { label, unit, value, direction, level, since } = now;
  const day = since ? ` since ${formatSpokenDay(since, asOf, timeZone)}` : "";
  if (level === "no_data") return `${label} has sent no data${day}`;
  if (value === null) return `${label} has no value yet`;
  if (Number.isNaN(value)) return `${label} came as no number`;
  const is = `${label} is ${printed(value, unit)}`;
  const limit = level === null ? null : now[level];
  if (level !== null && limit !== null) return `${is}, past its ${level} limit of ${limitText(limit, unit)}${day}`;
  const nearest = now.warning ?? now.critical;
  if (direction === null || nearest === null) return `${is}; no rule watches it`;
  return `${is}, ${direction === "low" ? "above" : "below"} its limit of ${limitText(nearest, unit)}`;
}

/** The headline of a model's page: its worst measure in words, or that everything is as approved. */
export function modelHeadline(health: ModelHealth, measures: readonly MeasureNow[], when: When): string {
  const [first] = measures;
  if (!first) return "Nothing is measured of this model yet.";
  const rank = { critical: 0, warning: 1, no_data: 2 };
  const open = measures.filter(({ level }) => level !== null);
  open.sort((a, b) => rank[a.level ?? "no_data"] - rank[b.level ?? "no_data"]);
  const [worst] = open;
  if (health === "not_measured" && first.direction === null)
    return sentence(`${measureClause(first, when)}, so nobody is told when it fails`);
  return sentence(measureClause(worst ?? first, when));
}

/** "Of its seven measures one is critical and one carries a warning." */
export function measuresSentence(measures: readonly Pick<MeasureNow, "level">[]): string {
  const all = measures.length;
  const count = (level: MeasureNow["level"]): number => measures.filter((one) => one.level === level).length;
  const [critical, warning, silent] = [count("critical"), count("warning"), count("no_data")];
  if (all === 0) return "It has no measure yet.";
  if (critical + warning + silent === 0)
    return all === 1
      ? "Its one measure is inside its limits."
      : `All its ${counted(all, "measure")} are inside their limits.`;
  const clause = (n: number, one: string, many: string): string | null =>
    n === 0 ? null : `${countWord(n)} ${verb(n, one, many)}`;
  const clauses = joinClauses([
    clause(critical, "is critical", "are critical"),
    clause(warning, "carries a warning", "carry a warning"),
    clause(silent, "sends no data", "send no data"),
  ]);
  return sentence(`of its ${counted(all, "measure")} ${clauses}`);
}
