import { spokenPointDay } from "../metric/point-date";
import { daysBetween, formatMeasure, formatNumber } from "../shared/figure";
import { counted, countWord, listOf, partOf, sentence, shorten, verb } from "../shared/sentence";
import { limitsClause, type ModelTotals } from "./sentence";
import type { ModelState } from "./standing";

const NAME_LENGTH = 42;
const named = (names: readonly string[]): string =>
  listOf(
    names.map((name) => shorten(name, NAME_LENGTH)),
    2,
  );

/** The names of the models outside, worst first, when they fit into a headline. */
export function modelsHeadline(totals: ModelTotals, outsideNames: readonly string[]): string {
  const names = totals.outside > 0 ? `: ${named(outsideNames)}` : "";
  return sentence(`${limitsClause(totals)}${names}`);
}

export function modelsStandfirst(totals: ModelTotals & { readonly all: number; readonly openAlerts: number }): string {
  if (totals.all === 0) return "Models appear here as soon as a connection finds them.";
  const live = `${partOf(totals.live, totals.all, "model")} ${totals.live > 1 ? "are" : "is"} live`;
  const alerts =
    totals.openAlerts === 0
      ? "no alert is open"
      : `${counted(totals.openAlerts, "alert")} ${verb(totals.openAlerts, "is", "are")} open`;
  const data =
    totals.noData === 0 ? "" : `; ${countWord(totals.noData)} ${verb(totals.noData, "sends", "send")} no data`;
  return sentence(`${live}, ${alerts}${data}`);
}

export function alertsConclusion(
  alerts: readonly { level: "warning" | "critical" | "no_data"; openedAt: Date }[],
  asOf: Date,
): string {
  if (alerts.length === 0) return "No alert is open.";
  const critical = alerts.filter(({ level }) => level === "critical").length;
  const oldest = Math.max(...alerts.map(({ openedAt }) => daysBetween(openedAt, asOf)));
  const age = oldest === 0 ? "all opened within a day" : `the oldest for ${counted(oldest, "day")}`;
  return sentence(
    critical === 0
      ? `none is critical, ${age}`
      : `${countWord(critical)} ${verb(critical, "is", "are")} critical, ${age}`,
  );
}

/** A change of a model's state since the earlier date. */
export function modelChangesConclusion(changes: readonly { from: ModelState; to: ModelState }[]): string {
  if (changes.length === 0) return "No model changed its state.";
  const rank: Record<ModelState, number> = { inside: 0, not_measured: 1, no_data: 2, warning: 3, critical: 4 };
  const worse = changes.filter(({ from, to }) => rank[to] > rank[from]).length;
  const better = changes.length - worse;
  if (better === 0) return sentence(`${counted(worse, "model")} got worse, none better`);
  if (worse === 0) return sentence(`${counted(better, "model")} got better, none worse`);
  return sentence(`${counted(worse, "model")} got worse, ${countWord(better)} better`);
}

type Reading = {
  readonly state: ModelState;
  readonly measure: string;
  readonly now: number | null;
  readonly unit: string | null;
  readonly decimals: number;
  readonly direction: "high" | "low" | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly since: Date | null;
  readonly asOf: Date;
  readonly timeZone: string;
};

/** What the curve above means: against which limit, and since when. */
export function modelMeaning(reading: Reading): string {
  const { state, measure, direction, decimals, unit } = reading;
  const since = reading.since ? ` since ${spokenPointDay(reading.since, reading.asOf, reading.timeZone)}` : "";
  const limitOf = (limit: number | null): string =>
    limit === null ? "its limit" : formatMeasure(limit, unit, decimals);
  const side = direction === "low" ? "below" : "above";
  switch (state) {
    case "critical":
      return sentence(
        `${measure} ${side} its critical limit of ${limitOf(reading.critical ?? reading.warning)}${since}`,
      );
    case "warning":
      return sentence(
        `${measure} ${side} its warning limit of ${limitOf(reading.warning ?? reading.critical)}${since}`,
      );
    case "no_data":
      return sentence(`no ${measure} arrived${since}; the last state is not known to hold`);
    case "not_measured":
      return "No rule watches this measure yet.";
    case "inside": {
      const nearest = reading.warning ?? reading.critical;
      if (reading.now === null || nearest === null || !Number.isFinite(reading.now)) return "Inside its limits.";
      const room = formatNumber(Math.abs(reading.now - nearest), decimals);
      return sentence(
        `inside, ${unit ? `${room}\u202f${unit}` : room} ${direction === "low" ? "above" : "below"} the nearest limit`,
      );
    }
  }
}

/** The headline of the last page: what the pack rests on. */
export const definitionsHeadline = (records: number, sources: number): string =>
  sentence(
    `every figure is computed from ${formatNumber(records)} records in ${counted(sources, "source")}; none is typed`,
  );
