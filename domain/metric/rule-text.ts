import type { DIRECTIONS, RuleLimits } from "@/domain/metric/rule";
import { MINUS, withUnit } from "../shared/number";
import { counted } from "../shared/sentence";

/** A limit as it is printed: at most six significant digits, true minus, narrow space before the unit. */
export function limitText(value: number, unit?: string | null): string {
  return withUnit(String(Number(value.toPrecision(6))).replace("-", MINUS), unit);
}

const SIDE: Record<(typeof DIRECTIONS)[number], string> = { high: "or more", low: "or less" };

/** When a window is judged; null where that is at once. */
export const delayText = (labelDelayDays: number): string | null =>
  labelDelayDays === 0 ? null : `judged ${counted(labelDelayDays, "day")} later, when outcomes are known`;

export type RuleText = { critical: string | null; warning: string | null; noData: string | null };

/**
 * A rule in words, one sentence for each thing it watches:
 * "Recall 0.78 or less, two windows, 30 cases or more".
 */
export function ruleText(rule: RuleLimits, measure: string, unit?: string | null): RuleText {
  const cases = rule.minimumCases > 0 ? `, ${counted(rule.minimumCases, "case")} or more` : "";
  const sentence = (limit: number | null, consecutive: number): string | null =>
    limit === null
      ? null
      : `${measure} ${limitText(limit, unit)} ${SIDE[rule.direction]}, ${counted(consecutive, "window")}${cases}`;
  return {
    critical: sentence(rule.critical, rule.singleShot ? 1 : rule.consecutive),
    warning: sentence(rule.warning, rule.consecutive),
    noData: rule.noDataAfter === null ? null : `${measure}: no data for ${counted(rule.noDataAfter, "window")}`,
  };
}
