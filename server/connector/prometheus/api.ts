import type { ZodType } from "zod";
import type { PrometheusConfig, PrometheusProduct } from "@/domain/connection/prometheus";
import { type ConnectorContext, ConnectorError } from "@/server/connector/contract";
import { explain } from "@/server/connector/prometheus/refusal";
import {
  anyResult,
  buildInfo,
  labelSets,
  type Matrix,
  matrix,
  metadata,
  names,
} from "@/server/connector/prometheus/shape";

export type Described = ReadonlyMap<string, { type: string; help: string; unit: string }>;

export type PrometheusApi = {
  /** Evaluates nothing: shows that the server is reached and lets us in. */
  greet(): Promise<void>;
  /** Null where the server does not say. */
  version(): Promise<string | null>;
  /** Instants in seconds since 1970, both ends included, multiples of the step. */
  range(
    query: string,
    window: { from: number; to: number; step: number },
  ): Promise<{ result: Result; notes: string[] }>;
  names(search: string, window: { from: number; to: number }): Promise<string[]>;
  /** Empty where the server describes no metric. */
  describe(metric?: string): Promise<Described>;
  labelSets(metric: string, window: { from: number; to: number }): Promise<Record<string, string>[]>;
};
type Result = Matrix["data"]["result"];

const PRODUCTS: Record<PrometheusProduct, string> = {
  prometheus: "Prometheus",
  mimir: "Mimir",
  thanos: "Thanos",
  victoriametrics: "VictoriaMetrics",
};
export const productName = (product: PrometheusProduct): string => PRODUCTS[product];

/** An address up to the interface, however much of it was copied along. */
const baseOf = (pathname: string): string => pathname.replace(/\/+$/, "").replace(/\/api\/v1(\/[a-z_]*)?$/, "");

/** Longer questions go as a form: some proxies cut long addresses off. */
const LONGEST_ADDRESS = 1500;
const MOST_NOTES = 5;
const MOST_WORDS = 200;

/** What a server wants beside the query. */
function own(config: PrometheusConfig): Record<string, string> {
  const accepts = config.acceptPartial ? "true" : "false";
  if (config.product === "thanos") return { dedup: String(config.dedup), partial_response: accepts };
  // Its cache of answers would miss values that were written late.
  if (config.product === "victoriametrics")
    return { nocache: "1", deny_partial_response: config.acceptPartial ? "0" : "1" };
  return {};
}

const quietly = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError && error.kind !== "auth" && error.kind !== "rate_limited") return otherwise;
    throw error;
  }
};

const literal = (text: string): string => JSON.stringify(text);
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The calls of the interface that are needed; Mimir, Thanos and VictoriaMetrics answer the same. */
export function prometheusApi({ url, secret, http }: ConnectorContext, config: PrometheusConfig): PrometheusApi {
  const headers = { ...config.headers, ...(config.tenant ? { "x-scope-orgid": config.tenant } : {}) };
  const ask = <T>(path: string, schema: ZodType<T>, query: readonly (readonly [string, string])[]): Promise<T> => {
    const address = new URL(url); // what stands behind ? is kept: some give their tenant there
    address.pathname = `${baseOf(address.pathname)}/api/v1/${path}`;
    const form = new URLSearchParams(query.map(([name, value]) => [name, value]));
    const isLong = address.href.length + form.toString().length > LONGEST_ADDRESS;
    if (isLong) return http.json(address, schema, { method: "POST", form, headers, secret, explain });
    for (const [name, value] of form) address.searchParams.append(name, value);
    return http.json(address, schema, { headers, secret, explain });
  };
  const asked = (values: Record<string, string | number>) =>
    Object.entries({ ...own(config), ...values }).map(([name, value]) => [name, String(value)] as const);

  return {
    async greet() {
      await ask("query", anyResult, asked({ query: "vector(1)" }));
    },
    async version() {
      return (await quietly(ask("status/buildinfo", buildInfo, []), null))?.data.version || null;
    },
    async range(query, { from, to, step }) {
      const answer = await ask("query_range", matrix, asked({ query, start: from, end: to, step }));
      if (answer.isPartial && !config.acceptPartial)
        throw new ConnectorError(
          "transient",
          "A part of the server's stores did not answer; its values may be too low",
        );
      const notes = [...(answer.warnings ?? []), ...(answer.infos ?? [])];
      if (answer.isPartial) notes.unshift("a part of the server's stores did not answer");
      return {
        result: answer.data.result,
        notes: notes.slice(0, MOST_NOTES).map((note) => note.slice(0, MOST_WORDS)),
      };
    },
    async names(search, { from, to }) {
      const matches =
        search === "" ? [] : [["match[]", `{__name__=~${literal(`(?i).*${escaped(search)}.*`)}}`] as const];
      const { data } = await ask("label/__name__/values", names, [...asked({ start: from, end: to }), ...matches]);
      return data ?? [];
    },
    async describe(metric) {
      const answer = await quietly(ask("metadata", metadata, metric ? [["metric", metric]] : []), null);
      return new Map(
        Object.entries(answer?.data ?? {}).flatMap(([name, [first]]) => (first ? [[name, first] as const] : [])),
      );
    },
    async labelSets(metric, { from, to }) {
      const match = ["match[]", `{__name__=${literal(metric)}}`] as const;
      const { data } = await ask("series", labelSets, [...asked({ start: from, end: to, limit: 1000 }), match]);
      return data ?? [];
    },
  };
}
