import { prometheusConfig } from "@/domain/connection/prometheus";
import { familyOf, typeOf } from "@/domain/connection/promql";
import type { Browsed, BrowsedMetric, BrowsedSeries, Connector } from "@/server/connector/contract";
import { type Described, type PrometheusApi, prometheusApi } from "@/server/connector/prometheus/api";

/** A measure that waits for its labels, such as recall, has its newest value days ago. */
const WINDOW_SECONDS = 30 * 86_400;
/** Shown at once; who looks for more searches. */
const MOST_METRICS = 100;
const MOST_LABELS = 30;
const MOST_VALUES = 20;
const MOST_HELP = 300;

function described(name: string, about: Described): BrowsedMetric {
  const told = about.get(name) ?? about.get(familyOf(name));
  return {
    name,
    type: typeOf(name, told?.type),
    help: told?.help.slice(0, MOST_HELP) || null,
    unit: told?.unit || null,
  };
}

async function chosenOf(
  api: PrometheusApi,
  name: string,
  window: { from: number; to: number },
): Promise<BrowsedSeries> {
  const sets = await api.labelSets(name, window);
  const values = new Map<string, Set<string>>();
  for (const set of sets) {
    for (const [label, value] of Object.entries(set)) {
      if (label === "__name__") continue;
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
  return {
    ...described(name, await api.describe(familyOf(name))),
    series: sets.length,
    labels: [...values]
      .sort(([a], [b]) => a.localeCompare(b))
      .slice(0, MOST_LABELS)
      .map(([label, found]) => ({ name: label, values: [...found].sort().slice(0, MOST_VALUES) })),
  };
}

/** Metrics with values within the last 30 days. */
export const browse: NonNullable<Connector["browse"]> = async (ctx, { search, metric, now }): Promise<Browsed> => {
  const api = prometheusApi(ctx, prometheusConfig.parse(ctx.config));
  const to = Math.floor(now.getTime() / 1000);
  const window = { from: to - WINDOW_SECONDS, to };
  if (metric !== null) return { metrics: [], total: 0, chosen: await chosenOf(api, metric, window) };
  const wanted = search.toLowerCase();
  const found = (await api.names(search, window)).filter((name) => name.toLowerCase().includes(wanted));
  const shown = found.slice(0, MOST_METRICS);
  const about: Described = shown.length > 0 ? await api.describe() : new Map();
  return { metrics: shown.map((name) => described(name, about)), total: found.length, chosen: null };
};
