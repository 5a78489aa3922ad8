import { guessKind, humanise, type SeriesRef } from "@/domain/metric/series";
import type { ExternalModel, PullRequest, SeriesPoints } from "@/server/connector/contract";
import type { Metric, RegisteredModel, Version } from "@/server/connector/mlflow/shape";

export type HistoryOfRun = { key: string; points: Metric[] };

export function toModel(model: RegisteredModel, versions: readonly Version[]): ExternalModel {
  return {
    ref: model.name,
    name: model.name,
    purpose: model.description || null,
    versions: versions.map(({ version, creation_timestamp, aliases }) => ({
      ref: version,
      label: `v${version}`,
      aliases: [...new Set([...aliases, ...model.aliases.filter((a) => a.version === version).map((a) => a.alias)])],
      liveFrom: creation_timestamp === undefined ? null : new Date(creation_timestamp),
    })),
  };
}

/** MLflow's own measures of the machine are not measures of the model. */
export const isOfTheMachine = (key: string): boolean => key.startsWith("system/");

/**
 * One series for each measure over all runs of a model. Where runs give several values for one instant, the one logged
 * with the highest step of the run read last counts.
 */
export function toSeries(
  modelRef: string,
  histories: readonly HistoryOfRun[],
  since: PullRequest["since"],
): SeriesPoints[] {
  const byMetric = new Map<string, Map<number, Metric>>();
  for (const { key, points } of histories) {
    const from = since({ modelRef, metric: key, dims: {} })?.getTime() ?? Number.NEGATIVE_INFINITY;
    const kept = byMetric.get(key) ?? new Map<number, Metric>();
    byMetric.set(key, kept);
    for (const point of [...points].sort((a, b) => a.step - b.step)) {
      if (point.timestamp >= from) kept.set(point.timestamp, point);
    }
  }
  return [...byMetric].map(([metric, kept]) => {
    const ref: SeriesRef = {
      modelRef,
      metric,
      label: humanise(metric.replaceAll("/", " ")),
      kind: guessKind(metric),
      unit: null,
      dims: {},
      intervalSeconds: null,
    };
    const points = [...kept.values()].sort((a, b) => a.timestamp - b.timestamp);
    return { ref, points: points.map(({ timestamp, value }) => ({ at: new Date(timestamp), value })) };
  });
}
