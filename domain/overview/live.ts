import { decimalsFor } from "../metric/decimals";
import type { ModelHealth } from "../metric/health";
import { spokenPointDay } from "../metric/point-date";
import { formatMeasure } from "../shared/figure";
import { counted, sentence, verb } from "../shared/sentence";

/** The mark of a model's health: the five shapes of the look. */
export const healthStatus = (health: ModelHealth): "bad" | "watch" | "stale" | "good" | "none" =>
  (({ critical: "bad", warning: "watch", no_data: "stale", inside: "good", not_measured: "none" }) as const)[health];

export type LiveModel = {
  readonly name: string;
  readonly health: ModelHealth;
  readonly since: Date | null;
  readonly measure: string | null;
  readonly unit: string | null;
  readonly now: number | null;
  readonly nowAt: Date | null;
  readonly warning: number | null;
  readonly critical: number | null;
  /** On which side of its limits the main measure is bad. */
  readonly direction?: "low" | "high" | null;
};

/** The main measure is well although the model is not: another measure is out, or it has recovered and the alert still stands. */
const isInside = (now: number, limit: number, direction: LiveModel["direction"]): boolean =>
  direction === "low" ? now > limit : direction === "high" ? now < limit : false;

/** What the worst of the listed models does, with its figure and limit; rows come worst first. */
export function liveModelsSentence(models: readonly LiveModel[], timeZone: string): string {
  const [worst] = models;
  if (!worst) return "No model is live yet.";
  const since = worst.since && worst.nowAt ? ` since ${spokenPointDay(worst.since, worst.nowAt, timeZone)}` : "";
  if (worst.health === "critical" || worst.health === "warning") {
    const limit = worst.health === "critical" ? worst.critical : worst.warning;
    const health = worst.health === "critical" ? "been critical" : "been in warning";
    const figure =
      worst.now !== null && Number.isFinite(worst.now)
        ? ` at ${formatMeasure(worst.now, worst.unit, decimalsFor(worst.now))}`
        : "";
    const held = limit === null ? "" : `, its limit is ${formatMeasure(limit, worst.unit, decimalsFor(limit))}`;
    const what = worst.measure ? ` ${worst.measure.charAt(0).toLowerCase()}${worst.measure.slice(1)}` : "";
    if (worst.now !== null && limit !== null && isInside(worst.now, limit, worst.direction)) {
      const bound = formatMeasure(limit, worst.unit, decimalsFor(limit));
      return `${worst.name} has ${health}${since}, though its${what} stands${figure}, inside the limit of ${bound}.`;
    }
    return `${worst.name} has ${health}${since}:${what} stands${figure}${held}.`;
  }
  if (worst.health === "no_data") return `${worst.name} has sent no data${since}.`;
  if (worst.health === "not_measured")
    return sentence(`${counted(models.length, "live model")} ${verb(models.length, "is", "are")} not yet measured`);
  return "Every measured model is inside its limits.";
}
