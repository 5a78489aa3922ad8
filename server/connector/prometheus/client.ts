import { type PrometheusConfig, type PrometheusQuery, prometheusConfig } from "@/domain/connection/prometheus";
import { counterHint, familyOf, selectedMetric } from "@/domain/connection/promql";
import { groupThousands, listOf, plural } from "@/domain/shared/sentence";
import {
  type CheckStep,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  type PullRequest,
} from "@/server/connector/contract";
import { type PrometheusApi, productName, prometheusApi } from "@/server/connector/prometheus/api";
import { browse } from "@/server/connector/prometheus/browse";
import { type Answered, type Result, toPull } from "@/server/connector/prometheus/mapper";
import { pieceMs, stepsFor, type Window, windowOf } from "@/server/connector/prometheus/window";

/** One query that brings more is a mistake: a measure of every request, user or container. */
const MOST_SERIES = 500;
/** A connection takes in no more than this; what came beyond it would be dropped unsaid. */
const MOST_SERIES_IN_ALL = 2000;
/** Points of one pull; the rest follows with the next. */
const MOST_POINTS = 300_000;

type Read = { results: Result[]; notes: string[]; points: number; truncated: boolean };

/** A failure says which of the queries it was. */
const named = (measure: string, error: unknown): unknown =>
  error instanceof ConnectorError && error.kind !== "auth" && error.kind !== "rate_limited"
    ? new ConnectorError(error.kind, `${measure}: ${error.message}`, error.retryAfterMs)
    : error;

/** The window in as many answers as it takes, each below what the server gives at once. */
async function readQuery(
  { api, mayAsk }: { api: PrometheusApi; mayAsk(): boolean },
  { query, measure }: PrometheusQuery,
  { window, stepMs, most }: { window: Window; stepMs: number; most: number },
): Promise<Read> {
  const read: Read = { results: [], notes: [], points: 0, truncated: false };
  let widest: number | null = null;
  for (let at = window.from; at <= window.to; ) {
    if (read.points >= most || !mayAsk()) return { ...read, truncated: true };
    const end = Math.min(window.to, at + (stepsFor(widest) - 1) * stepMs);
    const asked = { from: at / 1000, to: end / 1000, step: stepMs / 1000 };
    const { result, notes } = await api.range(query, asked).catch((error: unknown) => {
      throw named(measure, error);
    });
    if (result.length > MOST_SERIES)
      throw new ConnectorError(
        "config",
        `${measure}: the query brings ${groupThousands(result.length)} series, more than ${MOST_SERIES}; combine them in the query, for example by model`,
      );
    read.results.push(...result);
    read.notes.push(...notes);
    read.points += result.reduce((sum, { values }) => sum + values.length, 0);
    widest = Math.max(widest ?? 0, result.length);
    at = end + stepMs;
  }
  return read;
}

const NEXT_TIME = "there was more to read than one poll takes; the rest follows with the next";

async function readAll(ctx: ConnectorContext, config: PrometheusConfig, request: Omit<PullRequest, "since">) {
  const api = prometheusApi(ctx, config);
  const asker = { api, mayAsk: () => ctx.http.mayAsk };
  const answered: Answered[] = [];
  const notes = new Set<string>();
  let [left, truncated] = [MOST_POINTS, false];
  for (const query of config.queries) {
    const window = windowOf(config, query.measure, request);
    const read = await readQuery(asker, query, { window, stepMs: config.stepSeconds * 1000, most: left });
    answered.push({ query, results: read.results });
    for (const note of read.notes) notes.add(`${query.measure}: ${note}`);
    left -= read.points;
    truncated ||= read.truncated;
  }
  if (truncated) notes.add(NEXT_TIME);
  const found = toPull(answered, config);
  if (found.series.length > MOST_SERIES_IN_ALL)
    throw new ConnectorError(
      "config",
      `The queries bring ${groupThousands(found.series.length)} series in all, more than ${groupThousands(MOST_SERIES_IN_ALL)}; follow fewer, or combine them`,
    );
  return { ...found, notes: [...notes], truncated };
}

const DAY_MS = 86_400_000;
const CHECKED_STEPS = 12;

/** What a test looks at: some steps, but a day at least, since a measure may be computed once a day. */
const daysOf = ({ stepSeconds }: PrometheusConfig): number =>
  Math.ceil(Math.max(1, (CHECKED_STEPS * stepSeconds) / 86_400));
const lately = (now: Date, config: PrometheusConfig) => ({
  from: new Date(now.getTime() - daysOf(config) * DAY_MS),
  to: now,
});
const latelyWords = (config: PrometheusConfig): string =>
  daysOf(config) === 1 ? "within the last day" : `within the last ${daysOf(config)} days`;

async function hintsOf(api: PrometheusApi, queries: readonly PrometheusQuery[]): Promise<string[]> {
  const told = new Map<string, string>();
  for (const { query } of queries) {
    const name = selectedMetric(query);
    if (name) for (const [family, { type }] of await api.describe(familyOf(name))) told.set(family, type);
  }
  return queries.flatMap(({ query }) => counterHint(query, told) ?? []);
}

const REACH = "Reach the address and sign in";
const RUN = "Run the queries";
const MODELS = "Find models";

async function* check(ctx: ConnectorContext): AsyncIterable<CheckStep> {
  let step = REACH;
  try {
    const config = prometheusConfig.parse(ctx.config);
    const api = prometheusApi(ctx, config);
    await api.greet();
    const version = await api.version();
    const product = `${productName(config.product)}${version ? ` ${version}` : ""}`;
    yield { step, ok: true, detail: `${new URL(ctx.url).host}, ${product}` };
    step = RUN;
    const { queries } = config;
    if (queries.length === 0) return yield { step, ok: false, detail: "No query is chosen yet: what shall be read?" };
    const now = new Date();
    const found = await readAll(ctx, config, { now, newest: () => null, range: lately(now, config) });
    const silent = queries.filter(({ measure }) => !found.series.some(({ ref }) => ref.metric === measure));
    const refs = found.models.map(({ name }) => name);
    if (found.series.length > 0 && silent.length > 0)
      return yield {
        step,
        ok: false,
        detail: `${listOf(
          silent.map(({ measure }) => measure),
          5,
        )}: no value of a model ${latelyWords(config)}`,
      };
    if (found.series.length === 0)
      return yield {
        step,
        ok: false,
        detail: `No value ${latelyWords(config)} that carries the label "${config.modelLabel}"; name another label, or the model all values belong to`,
      };
    const hints = [...(await hintsOf(api, queries)), ...found.notes];
    const series = `${groupThousands(found.series.length)} ${plural(found.series.length, "measure")} by ${groupThousands(queries.length)} ${plural(queries.length, "query", "queries")}`;
    yield { step, ok: true, detail: hints.length > 0 ? `${series}. Mind: ${hints.join("; ")}` : series };
    yield { step: MODELS, ok: true, detail: listOf(refs, 5) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    yield { step, ok: false, detail: error.message };
  }
}

/**
 * Prometheus and what answers like it. Queries are evaluated by the server at each step, so that asking again gives the
 * same instants; counters need a rate in the query.
 */
export const prometheus: Connector = {
  platform: "prometheus",
  label: "Prometheus",
  latenessMs: 0, // of the connection's settings instead
  check,
  browse,
  pieceMs: (config) => pieceMs(prometheusConfig.parse(config)),
  async pull(ctx, request) {
    const found = await readAll(ctx, prometheusConfig.parse(ctx.config), request);
    return { ...found, provenance: ctx.http.provenance() };
  },
};
