import type { ChartEvent, ChartLimit, ChartPoint } from "@/components/chart/limit-series";
import { usualDistance } from "@/components/chart/point-date";
import type { StatusKind } from "@/components/ui/status";
import { decimalsFor } from "@/domain/metric/decimals";
import { MODEL_HEALTH_TEXT, type ModelHealth } from "@/domain/metric/health";
import { limitText } from "@/domain/metric/rule-text";
import { healthStatus } from "@/domain/overview/live";

type Line = readonly { at: number; value: number }[];
type Correction = { at: Date; before: number };

/** Longer than so many usual distances, a gap is drawn as one. */
const GAP = 1.6;

/** A lowest value under this share of the highest is near zero. */
const NEAR_ZERO = 0.4;

/** Points as a chart takes them: what never arrived is a gap in the line, what was corrected says so. */
export function chartPoints(points: Line, corrected: readonly Correction[] = []): ChartPoint[] {
  const usual = usualDistance(points);
  return points.flatMap(({ at, value }, index) => {
    const before = points[index - 1];
    const isGap = before !== undefined && usual > 0 && at - before.at > GAP * usual;
    // `corrected` comes newest first: the last one for an instant is what it was told at first.
    const first = corrected.findLast((one) => one.at.getTime() === at);
    const point: ChartPoint = { at, value };
    if (first) point.note = `corrected, first ${limitText(Number(first.before.toPrecision(3)))}`;
    return isGap ? [{ at: before.at + usual, value: null }, point] : [point];
  });
}

/** Marks of versions that went to work after the course begins; the one at work then is no event. */
export function versionMarks(
  versions: readonly { label: string; liveFrom: Date | null }[],
  points: Line,
  from: Date,
): ChartEvent[] {
  const start = points[0]?.at ?? from.getTime();
  return versions.flatMap(({ label, liveFrom }) =>
    liveFrom && liveFrom.getTime() > start
      ? [{ at: liveFrom.getTime(), label: `version ${label}`, kind: "version" as const }]
      : [],
  );
}

type Held = { direction: "high" | "low" | null; warning: number | null; critical: number | null; unit?: string | null };

/** The lines a measure is held to. */
export function chartLimits({ direction, warning, critical, unit }: Held): ChartLimit[] {
  if (direction === null) return [];
  const side = direction === "low" ? ("below" as const) : ("above" as const);
  const limit = (severity: "warning" | "critical", value: number | null): ChartLimit[] =>
    value === null
      ? []
      : [{ value, side, severity, label: `${severity === "warning" ? "warn" : "critical"} ${limitText(value, unit)}` }];
  return [...limit("warning", warning), ...limit("critical", critical)];
}

/** What is said of one measure: its worst open alert; without a rule nobody says anything. */
export function measureHealth(measure: Held & { level: "warning" | "critical" | "no_data" | null }): ModelHealth {
  if (measure.level !== null) return measure.level;
  return measure.direction === null ? "not_measured" : "inside";
}

export function measureState(measure: Parameters<typeof measureHealth>[0]): { status: StatusKind; words: string } {
  const health = measureHealth(measure);
  return { status: healthStatus(health), words: health === "not_measured" ? "no rule" : MODEL_HEALTH_TEXT[health] };
}

/** A course near zero is drawn from zero: an axis below it would promise values that cannot be. */
export function startsAtZero(points: Line): boolean {
  const finite = points.map(({ value }) => value).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return low >= 0 && low <= NEAR_ZERO * high;
}

/** Decimals of a measure's values: those its largest shown value needs, so that a column of them lines up. */
export function measureDigits(points: Line): number {
  const finite = points.map(({ value }) => value).filter(Number.isFinite);
  const largest = Math.max(0, ...finite.map(Math.abs));
  return finite.every(Number.isInteger) && largest >= 10 ? 0 : decimalsFor(largest);
}
