import type { RuleData } from "@/components/model/shape";
import { formatNumber } from "@/components/ui/format";
import type { DIRECTIONS } from "@/domain/metric/rule";
import { counted } from "@/domain/shared/sentence";

/** What the form of a rule holds: text as typed. */
export type RuleValues = {
  seriesId: string;
  direction: (typeof DIRECTIONS)[number];
  warning: string;
  critical: string;
  breaches: string;
  clears: string;
  noDataAfter: string;
  windowSeconds: string;
  minimumCases: string;
  casesSeriesId: string;
  labelDelayDays: string;
  note: string;
  active: boolean;
};

/** How the form and a conflict name the fields of a rule. */
export const RULE_LABELS = {
  ...{ direction: "What is bad", warning: "Warning limit", critical: "Critical limit" },
  ...{ clearWarning: "Warning clears at", clearCritical: "Critical clears at", singleShot: "Stays until cleared" },
  ...{ windowSeconds: "A window is", breaches: "Fires after", clears: "Clears after", noDataAfter: "No data" },
  ...{ minimumCases: "Fewest cases", casesSeriesId: "Counted by", labelDelayDays: "Outcomes are known after" },
  ...{ note: "Note", active: "Active" },
} as const;
export const ruleFieldLabel = (field: string): string => (RULE_LABELS as Record<string, string>)[field] ?? field;
type Named = { id: string; label: string };

export const DIRECTION_LABELS: Record<RuleValues["direction"], string> = {
  low: "Low values: a floor",
  high: "High values: a ceiling",
};

/** A value of a rule as a person reads it. `measures`: those of its model. */
export function ruleValueWords(field: string, value: unknown, measures: readonly Named[]): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field === "direction") return DIRECTION_LABELS[value as RuleValues["direction"]];
  if (field === "windowSeconds") return windowWords(Number(value)).replace(/^of /, "");
  if (field === "casesSeriesId") return measures.find(({ id }) => id === value)?.label ?? "another measure";
  if (field === "minimumCases") return counted(Number(value), "case");
  if (field === "labelDelayDays") return counted(Number(value), "day");
  if (["breaches", "clears", "noDataAfter"].includes(field)) return counted(Number(value), "window");
  return typeof value === "number" ? formatNumber(value, { digits: [0, 6] }) : String(value);
}

const DAY_SECONDS = 86_400;
export const WINDOWS = [
  { seconds: 3600, label: "an hour" },
  { seconds: DAY_SECONDS, label: "a day" },
  { seconds: 7 * DAY_SECONDS, label: "a week" },
  { seconds: 31 * DAY_SECONDS, label: "a calendar month" },
] as const;

/** "of a day", after "two windows". */
export function windowWords(windowSeconds: number): string {
  const known = WINDOWS.find(({ seconds }) => seconds === windowSeconds)?.label;
  const days = windowSeconds / DAY_SECONDS;
  const isMonth = days >= 28 && days <= 31; // from 28 days on a window is a calendar month
  return `of ${known ?? (isMonth ? "a calendar month" : `${windowSeconds} seconds`)}`;
}

/** A new rule's window: as long as its measure's points lie apart, at least an hour. */
export function windowFor(intervalSeconds: number | null): string {
  const fits = WINDOWS.findLast(({ seconds }) => seconds <= (intervalSeconds ?? DAY_SECONDS)) ?? WINDOWS[1];
  return String(fits.seconds);
}

/** `intervalSeconds`: how far its points lie apart. `countId`: the measure of its model that counts cases, if any. */
type Watchable = { id: string; intervalSeconds: number | null; countId?: string | undefined };

export function ruleValuesOf(held: RuleData | undefined, watched: Watchable): RuleValues {
  const text = (value: number | null): string => (value === null ? "" : String(value));
  const some = (value: number): string => (value === 0 ? "" : String(value));
  if (!held)
    return {
      ...{ seriesId: watched.id, direction: "low", warning: "", critical: "", breaches: "2", clears: "2" },
      ...{ noDataAfter: "2", windowSeconds: windowFor(watched.intervalSeconds), note: "", active: true },
      ...{ minimumCases: "", casesSeriesId: watched.countId ?? "", labelDelayDays: "" },
    };
  return {
    ...{ seriesId: held.seriesId, direction: held.direction, warning: text(held.warning) },
    ...{ critical: text(held.critical), breaches: String(held.breaches), clears: String(held.clears) },
    ...{ noDataAfter: String(held.noDataAfter), windowSeconds: String(held.windowSeconds) },
    ...{ minimumCases: some(held.minimumCases), labelDelayDays: some(held.labelDelayDays) },
    ...{ casesSeriesId: held.casesSeriesId ?? watched.countId ?? "", note: held.note ?? "", active: held.active },
  };
}

/** Empty text is no limit; anything that is no number stays one that is refused. */
const limit = (text: string): number | null => (text.trim() === "" ? null : Number(text.trim().replace(",", ".")));

/** What is previewed and saved. Clearing limits a form does not show are kept. */
export function ruleInputOf(
  values: RuleValues,
  held?: Pick<RuleData, "clearWarning" | "clearCritical" | "singleShot">,
) {
  const [warning, critical] = [limit(values.warning), limit(values.critical)];
  const [minimumCases, labelDelayDays] = [limit(values.minimumCases) ?? 0, limit(values.labelDelayDays) ?? 0];
  return {
    ...{ seriesId: values.seriesId, direction: values.direction, warning, critical },
    clearWarning: warning === null ? null : (held?.clearWarning ?? null),
    clearCritical: critical === null ? null : (held?.clearCritical ?? null),
    singleShot: held?.singleShot ?? false,
    ...{ breaches: Number(values.breaches), clears: Number(values.clears), noDataAfter: Number(values.noDataAfter) },
    ...{ windowSeconds: Number(values.windowSeconds), note: values.note.trim() || null },
    ...{ minimumCases, labelDelayDays, casesSeriesId: minimumCases === 0 ? null : values.casesSeriesId || null },
  };
}
