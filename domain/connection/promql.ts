/** What the server says a metric is. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "unknown";

const BARE = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{[^}]*\})?\s*$/;

/** The metric a query only selects, without doing anything with it; null for any other query. */
export const selectedMetric = (query: string): string | null => BARE.exec(query)?.[1] ?? null;

/** The name under which the server describes a metric: parts of a histogram share one description. */
export const familyOf = (name: string): string => name.replace(/_(bucket|count|sum)$/, "");

/** The type of a metric; servers that do not describe it leave its name to speak. */
export function typeOf(name: string, told: string | undefined): MetricType {
  if (name.endsWith("_bucket")) return "histogram";
  if (told === "histogram" || told === "summary") return /_(count|sum)$/.test(name) ? "counter" : told;
  if (told === "counter" || told === "gauge") return told;
  return name.endsWith("_total") ? "counter" : "unknown";
}

const lengthOf = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`);
const SHORTEST_RATE_SECONDS = 300;

type About = { name: string; type: MetricType; labels: readonly string[] };
type Mapping = { modelLabel: string; versionLabel: string; dropLabels: readonly string[]; stepSeconds: number };

/** A name as PromQL takes it: names outside its alphabet stand quoted within braces (Prometheus 3). */
const selector = (name: string): string => (/^[a-zA-Z_:][\w:]*$/.test(name) ? name : `{${JSON.stringify(name)}}`);

/** A first query for a metric: the rate of what only grows, the 95th percentile of a histogram, else the value. */
export function suggestQuery({ name, type, labels }: About, mapping: Mapping): string {
  const kept = labels.filter((label) => label !== "le" && label !== "__name__" && !mapping.dropLabels.includes(label));
  const range = `[${lengthOf(Math.max(SHORTEST_RATE_SECONDS, mapping.stepSeconds))}]`;
  const by = (extra: readonly string[]) => {
    const all = [...extra, ...kept];
    return all.length > 0 ? `sum by (${all.join(", ")}) ` : "sum ";
  };
  if (name.endsWith("_bucket")) return `histogram_quantile(0.95, ${by(["le"])}(rate(${selector(name)}${range})))`;
  if (type === "counter") return `${by([])}(rate(${selector(name)}${range}))`;
  return labels.some((label) => mapping.dropLabels.includes(label))
    ? `avg by (${kept.join(", ")}) (${selector(name)})`
    : selector(name);
}

/** A name for the measure of a suggested query. */
export function suggestMeasure({ name, type }: Pick<About, "name" | "type">): string {
  if (name.endsWith("_bucket")) return `${familyOf(name)}_p95`;
  return type === "counter" ? `${name.replace(/_total$/, "")}_rate` : name;
}

/** What is wrong with reading a counter as it is; null when nothing is. */
export function counterHint(query: string, told: ReadonlyMap<string, string>): string | null {
  const name = selectedMetric(query);
  if (name === null || typeOf(name, told.get(familyOf(name)) ?? told.get(name)) !== "counter") return null;
  return `${name} is a counter, which only grows until it starts anew: read rate(${name}[5m]) or increase(${name}[1d])`;
}
