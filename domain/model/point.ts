import type { AlertLevel } from "../metric/episode";
import { spokenPointDay } from "../metric/point-date";
import { limitText } from "../metric/rule-text";
import { sentence } from "../shared/sentence";
import { figureWords, type Measure, meaningClause } from "./meaning";

type When = { asOf: Date; timeZone: string };

type Held = Measure & { direction: "high" | "low" | null; warning: number | null; critical: number | null };

/** What one point means and on which side of its limits it lies. */
export function pointSentence(point: { value: number }, measure: Held): string {
  const { value } = point;
  if (Number.isNaN(value)) return "The platform sent no number for this instant; it counts as nothing arrived.";
  const clause = meaningClause(measure, value) ?? `${measure.label} is ${figureWords(value, measure.unit)}`;
  const past = (limit: number | null): boolean =>
    limit !== null && measure.direction !== null && (measure.direction === "low" ? value <= limit : value >= limit);
  const side = measure.direction === "low" ? "below" : "above";
  if (past(measure.critical))
    return sentence(
      `${clause}; that is ${side} the critical limit of ${limitText(measure.critical ?? 0, measure.unit)}`,
    );
  if (past(measure.warning))
    return sentence(`${clause}; that is ${side} the warning limit of ${limitText(measure.warning ?? 0, measure.unit)}`);
  return sentence(measure.direction === null ? clause : `${clause}; that is inside its limits`);
}

type Rule = {
  seriesId: string;
  active: boolean;
  fired: readonly { level: AlertLevel; openedAt: Date; closedAt: Date | null }[];
};

const LEVEL_WORDS: Record<AlertLevel, string> = { critical: "critical", warning: "warning", no_data: "no data" };

/** What the rules on its measure say at the instant of a point. */
export function pointStateWords(rules: readonly Rule[], seriesId: string, at: Date, { asOf, timeZone }: When): string {
  const mine = rules.filter((rule) => rule.seriesId === seriesId);
  if (!mine.some(({ active }) => active)) return "no rule watches it";
  const rank: Record<AlertLevel, number> = { critical: 0, warning: 1, no_data: 2 };
  const [worst] = mine
    .flatMap(({ fired }) => fired)
    .filter(({ openedAt, closedAt }) => openedAt <= at && (closedAt === null || closedAt > at))
    .sort((a, b) => rank[a.level] - rank[b.level]);
  if (!worst) return "inside; no rule fired";
  const since = spokenPointDay(worst.openedAt, asOf, timeZone);
  return `${LEVEL_WORDS[worst.level]}; its rule fired on ${since}${worst.closedAt ? "" : " and fires still"}`;
}
