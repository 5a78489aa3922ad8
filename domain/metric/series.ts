/** What a measure is about; decides where a page shows it. */
export const METRIC_KINDS = ["performance", "drift", "data_quality", "service", "volume", "other"] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** A measure of one model on one platform. `dims` are its remaining labels, e.g. a segment or a quantile. */
export type SeriesRef = {
  modelRef: string;
  metric: string;
  label: string;
  kind: MetricKind;
  unit: string | null;
  dims: Record<string, string>;
  /** Expected distance of two points; null when the platform does not say. */
  intervalSeconds: number | null;
};

/** The text whose SHA-256 names a series: the same for the same labels in any order. */
export function seriesKeyText(connectionId: string, ref: Pick<SeriesRef, "modelRef" | "metric" | "dims">): string {
  const dims = Object.entries(ref.dims).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([connectionId, ref.modelRef, ref.metric, dims]);
}

const KIND_WORDS: readonly [MetricKind, RegExp][] = [
  ["drift", /(^|[_.])(psi|drift|ks|jsd|wasserstein|shift)([_.]|$)/],
  ["data_quality", /(^|[_.])(null|missing|out_of_range|invalid|duplicate)/],
  ["service", /(^|[_.])(latency|duration|response_time|errors?|availability|uptime|cpu|memory)([_.]|$)/],
  ["volume", /(^|[_.])(volume|predictions?|requests?|rows|cases|alerts)([_.]|$)/],
  [
    "performance",
    /(^|[_.])(recall|precision|accuracy|auc|auroc|auprc|f1|brier|log_?loss|rmse|mae|r2|ece|calibration|sensitivity|specificity)([_.]|$)/,
  ],
];

/** The kind of a measure guessed from its name; a person may change it. */
export function guessKind(metric: string): MetricKind {
  const name = metric.toLowerCase();
  return KIND_WORDS.find(([, words]) => words.test(name))?.[0] ?? "other";
}

const SHORT = new Map([
  ["auc", "AUC"],
  ["auroc", "AUROC"],
  ["psi", "PSI"],
  ["ks", "KS"],
  ["f1", "F1"],
  ["rmse", "RMSE"],
  ["mae", "MAE"],
  ["p95", "p95"],
]);

/** A name as a person reads it: "input_psi" becomes "Input PSI". */
export function humanise(metric: string): string {
  const words = metric.split(/[_.\s]+/).filter(Boolean);
  const text = words.map((word) => SHORT.get(word.toLowerCase()) ?? word.toLowerCase()).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a length such as "15m", "1d" or "1w"; null when it is none. */
export function parseLength(text: string): number | null {
  const found = /^(\d{1,6})([smhdw])$/.exec(text);
  const unit = SECONDS[found?.[2] ?? ""];
  return found?.[1] && unit ? Number(found[1]) * unit : null;
}
