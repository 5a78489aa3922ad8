import type { PrometheusConfig, PrometheusQuery } from "@/domain/connection/prometheus";
import { guessKind, humanise, type SeriesRef, seriesKeyText } from "@/domain/metric/series";
import {
  ConnectorError,
  type ConnectorPoint,
  type ExternalModel,
  type ExternalVersion,
  type SeriesPoints,
} from "@/server/connector/contract";

export type Result = { metric: Record<string, string>; values: readonly unknown[] };

/** One query with all its answers, in the order of time. */
export type Answered = { query: PrometheusQuery; results: readonly Result[] };

const SPECIAL: Record<string, number> = {
  NaN: Number.NaN,
  "+Inf": Number.POSITIVE_INFINITY,
  Inf: Number.POSITIVE_INFINITY,
  "-Inf": Number.NEGATIVE_INFINITY,
};

/** `[seconds, "text"]`. Where a series has gone stale it has no value at all, so none of them is a marker. */
function pointOf(value: unknown, measure: string): ConnectorPoint {
  const [seconds, text] = Array.isArray(value) ? (value as unknown[]) : [];
  const number = typeof text === "string" ? (SPECIAL[text] ?? (text.trim() === "" ? Number.NaN : Number(text))) : null;
  const isNumber = number !== null && (!Number.isNaN(number) || text === "NaN");
  if (typeof seconds !== "number" || !isNumber || !(seconds >= 0 && seconds < 4_133_894_400))
    throw new ConnectorError(
      "contract",
      `${measure}: a value is not [seconds, "number"]: ${(JSON.stringify(value) ?? "nothing").slice(0, 80)}`,
    );
  return { at: new Date(Math.round(seconds * 1000)), value: number };
}

/** The points of one series under one version. */
type Part = { version: string; labels: Record<string, string>; points: ConnectorPoint[] };
type Group = { ref: SeriesRef; parts: Map<string, Part> };

const span = ({ points }: Part): [first: number, last: number] => [
  points[0]?.at.getTime() ?? 0,
  points.at(-1)?.at.getTime() ?? 0,
];

/** Of two versions measured at one instant the later counts: the one seen last, else the one that began later. */
function laterLast(a: Part, b: Part): number {
  const [[firstA, lastA], [firstB, lastB]] = [span(a), span(b)];
  return lastA - lastB || firstA - firstB || a.version.localeCompare(b.version, "en", { numeric: true });
}

function merged(parts: Iterable<Part>): ConnectorPoint[] {
  const byTime = new Map<number, ConnectorPoint>();
  for (const { points } of [...parts].sort(laterLast))
    for (const point of points) byTime.set(point.at.getTime(), point);
  return [...byTime.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function refOf(labels: Record<string, string>, modelRef: string, query: PrometheusQuery, config: PrometheusConfig) {
  const { modelLabel, versionLabel, splitByVersion, dropLabels, stepSeconds } = config;
  const own = new Set(["__name__", modelLabel, ...(splitByVersion ? [] : [versionLabel]), ...dropLabels]);
  return {
    modelRef,
    metric: query.measure,
    label: humanise(query.measure),
    kind: guessKind(query.measure),
    unit: query.unit,
    dims: Object.fromEntries(Object.entries(labels).filter(([name]) => !own.has(name))),
    intervalSeconds: stepSeconds,
  };
}

/** The labels in which two results of one query differ. */
function difference(a: Record<string, string>, b: Record<string, string>): string {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => a[name] !== b[name]).join(", ");
}

const sameLabels = (a: Record<string, string>, b: Record<string, string>): boolean => difference(a, b) === "";

function assertOne(part: Part, labels: Record<string, string>, measure: string): void {
  if (sameLabels(part.labels, labels)) return;
  const names = difference(part.labels, labels);
  throw new ConnectorError(
    "config",
    `${measure}: two results differ only in labels that are left out (${names}); ` +
      `combine them in the query, for example avg without (${names}) (…), or keep the label`,
  );
}

function add(models: Map<string, Map<string, ExternalVersion>>, modelRef: string, part: Part): void {
  const versions = models.get(modelRef) ?? new Map<string, ExternalVersion>();
  models.set(modelRef, versions);
  const { version, points } = part;
  const first = points[0]?.at ?? null;
  if (version === "" || first === null) return;
  const known = versions.get(version)?.liveFrom ?? null;
  const liveFrom = known !== null && known < first ? known : first;
  versions.set(version, { ref: version, label: version, aliases: [], liveFrom });
}

/** Models, versions and series of what the queries answered; what names no model is left out. */
export function toPull(
  answered: readonly Answered[],
  config: PrometheusConfig,
): { models: ExternalModel[]; series: SeriesPoints[] } {
  const groups = new Map<string, Group>();
  for (const { query, results } of answered) {
    for (const { metric: labels, values } of results) {
      const modelRef = labels[config.modelLabel] || config.model;
      if (!modelRef || values.length === 0) continue;
      const ref = refOf(labels, modelRef, query, config);
      const key = seriesKeyText("", ref);
      const group = groups.get(key) ?? { ref, parts: new Map<string, Part>() };
      groups.set(key, group);
      const version = labels[config.versionLabel] ?? "";
      const part = group.parts.get(version) ?? { version, labels, points: [] };
      group.parts.set(version, part);
      assertOne(part, labels, query.measure);
      for (const value of values) part.points.push(pointOf(value, query.measure));
    }
  }
  const models = new Map<string, Map<string, ExternalVersion>>();
  for (const { ref, parts } of groups.values()) for (const part of parts.values()) add(models, ref.modelRef, part);
  return {
    models: [...models].map(([ref, versions]) => ({ ref, name: ref, purpose: null, versions: [...versions.values()] })),
    series: [...groups.values()].map(({ ref, parts }) => ({ ref, points: merged(parts.values()) })),
  };
}
