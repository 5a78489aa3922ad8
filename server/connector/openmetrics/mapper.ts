import type { OpenmetricsConfig } from "@/domain/connection/input";
import { guessKind, humanise, parseLength, type SeriesRef, seriesKeyText } from "@/domain/metric/series";
import {
  ConnectorError,
  type ConnectorPoint,
  type ExternalModel,
  type ExternalVersion,
  type SeriesPoints,
} from "@/server/connector/contract";
import type { ExpositionSample, Family } from "@/server/connector/openmetrics/exposition";

/** Names of parts of a histogram or summary stay in the measure's name; those of units and counters are dropped. */
function metricOf({ name, family }: ExpositionSample, prefix: string): string {
  const bare = name.slice(prefix.length);
  if (family.type === "counter" && bare.endsWith("_total")) return withoutUnit(bare.slice(0, -"_total".length), family);
  return withoutUnit(bare, family);
}

function withoutUnit(name: string, { unit }: Family): string {
  return unit && name.endsWith(`_${unit}`) && name.length > unit.length + 1 ? name.slice(0, -unit.length - 1) : name;
}

/** A short help text is the label: what stands before the first colon or full stop. */
function labelOf(metric: string, { help }: Family): string {
  const first = help?.split(/[:.\n]/)[0]?.trim() ?? "";
  return first.length > 0 && first.length <= 60 ? first : humanise(metric);
}

const UNITS: Record<string, string | null> = { ratio: null, seconds: "s", bytes: "B", percent: "%" };

function refOf(sample: ExpositionSample, modelRef: string, config: OpenmetricsConfig): SeriesRef {
  const metric = metricOf(sample, config.prefix);
  const own = new Set([config.modelLabel, ...(config.splitByVersion ? [] : [config.versionLabel])]);
  const { unit } = sample.family;
  return {
    modelRef,
    metric,
    label: labelOf(metric, sample.family),
    kind: guessKind(metric),
    unit: unit === null ? null : (UNITS[unit] ?? (unit in UNITS ? null : unit)),
    dims: Object.fromEntries([...sample.labels].filter(([name]) => !own.has(name))),
    intervalSeconds: parseLength(sample.labels.get(config.windowLabel) ?? ""),
  };
}

/** Version at which a value of a series was measured, by instant: two versions at one instant cannot be one series. */
class Versions {
  readonly #at = new Map<string, string>();

  claim(key: string, at: Date, version: string, sample: ExpositionSample): void {
    const place = `${key} ${at.getTime()}`;
    const before = this.#at.get(place);
    if (before !== undefined && before !== version)
      throw new ConnectorError(
        "config",
        `Line ${sample.line}: ${sample.name} has two versions (${before}, ${version}) at one instant; ` +
          "set this connection to keep versions apart",
      );
    this.#at.set(place, version);
  }
}

/** Median distance of dated points in seconds; null for fewer than three. */
function usualDistance(points: readonly ConnectorPoint[]): number | null {
  const times = points.map(({ at }) => at.getTime()).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, place) => time - (times[place] ?? 0));
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return gaps.length < 2 || middle === undefined || middle < 1000 ? null : Math.round(middle / 1000);
}

/** Models, versions and series of one scrape. Values without a timestamp are dated `now`. */
export function toPull(
  samples: readonly ExpositionSample[],
  config: OpenmetricsConfig,
  now: Date,
): { models: ExternalModel[]; series: SeriesPoints[] } {
  const models = new Map<string, Map<string, ExternalVersion>>();
  const series = new Map<string, SeriesPoints>();
  const claimed = new Versions();
  const followed = new Set(config.measures);
  for (const sample of samples) {
    if (!sample.name.startsWith(config.prefix) || sample.name.endsWith("_created")) continue;
    const modelRef = sample.labels.get(config.modelLabel) ?? config.model;
    if (!modelRef) continue;
    const at = sample.at ?? now;
    const version = sample.labels.get(config.versionLabel) ?? "";
    const versions = models.get(modelRef) ?? new Map<string, ExternalVersion>();
    models.set(modelRef, versions);
    if (version) versions.set(version, seen(versions.get(version), version, sample.at));
    const ref = refOf(sample, modelRef, config);
    if (followed.size > 0 && !followed.has(ref.metric)) continue;
    const key = seriesKeyText("", ref);
    claimed.claim(key, at, version, sample);
    const known = series.get(key) ?? { ref, points: [] };
    series.set(key, known);
    known.points.push({ at, value: sample.value });
  }
  return {
    models: [...models].map(([ref, versions]) => ({ ref, name: ref, purpose: null, versions: [...versions.values()] })),
    series: [...series.values()].map(({ ref, points }) => ({
      ref: { ...ref, intervalSeconds: usualDistance(points) ?? ref.intervalSeconds },
      points,
    })),
  };
}

function seen(known: ExternalVersion | undefined, label: string, at: Date | null): ExternalVersion {
  const earlier = known?.liveFrom && (at === null || known.liveFrom < at) ? known.liveFrom : at;
  return { ref: label, label, aliases: [], liveFrom: earlier };
}
