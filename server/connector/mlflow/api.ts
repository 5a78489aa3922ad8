import type { ZodType } from "zod";
import { type ConnectorContext, ConnectorError } from "@/server/connector/contract";
import {
  historyPage,
  type Metric,
  modelsPage,
  oneRun,
  type RegisteredModel,
  type Run,
  runsPage,
  type Version,
  versionsPage,
} from "@/server/connector/mlflow/shape";

export type MlflowApi = {
  registeredModels(): AsyncIterable<RegisteredModel[]>;
  versions(model: string): AsyncIterable<Version[]>;
  /** Null when the run was deleted since. */
  run(runId: string): Promise<Run | null>;
  runs(experiments: readonly string[], tag: string, model: string): AsyncIterable<Run[]>;
  history(runId: string, key: string): Promise<Metric[]>;
};

const MOST_PAGES = 1000;
/** Filters quote names; MLflow has no escape inside quotes, so a name with both kinds cannot be asked for. */
function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new ConnectorError("config", `The name ${text} holds both kinds of quotes, which MLflow cannot search for`);
}

/** Goes on while there is a next page; a server that ignores the token and repeats itself ends the walk. */
async function* pages<P extends { next_page_token?: string | undefined }>(
  ask: (token: string | undefined) => Promise<P>,
): AsyncIterable<P> {
  let token: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await ask(token);
    yield page;
    if (!page.next_page_token || page.next_page_token === token) return;
    token = page.next_page_token;
  }
  throw new ConnectorError("contract", `The list has more than ${MOST_PAGES} pages`);
}

/** The calls of the REST interface that are needed; paths are the same in MLflow 2 and 3. */
export function mlflowApi({ url, secret, http }: ConnectorContext): MlflowApi {
  const base = `${url.replace(/\/+$/, "")}/api/2.0/mlflow`;
  const get = <T>(path: string, schema: ZodType<T>, query: Record<string, string | undefined>): Promise<T> => {
    const address = new URL(`${base}/${path}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
    return http.json(address, schema, { secret });
  };
  return {
    async *registeredModels() {
      const ask = (page_token?: string) =>
        get("registered-models/search", modelsPage, { max_results: "200", page_token });
      for await (const page of pages(ask)) yield page.registered_models;
    },
    async *versions(model) {
      const filter = `name=${quoted(model)}`;
      const ask = (page_token?: string) =>
        get("model-versions/search", versionsPage, { filter, max_results: "200", page_token });
      for await (const page of pages(ask)) yield page.model_versions;
    },
    async run(runId) {
      try {
        return (await get("runs/get", oneRun, { run_id: runId })).run;
      } catch (error) {
        if (error instanceof ConnectorError && error.message.endsWith("(404)")) return null;
        throw error;
      }
    },
    async *runs(experiments, tag, model) {
      const filter = `tags.\`${tag}\` = ${quoted(model)}`;
      const ask = (page_token?: string) =>
        http.json(`${base}/runs/search`, runsPage, {
          method: "POST",
          secret,
          json: {
            experiment_ids: experiments,
            filter,
            max_results: 500,
            order_by: ["attributes.start_time ASC"],
            page_token,
          },
        });
      for await (const page of pages(ask)) yield page.runs;
    },
    async history(runId, key) {
      const points: Metric[] = [];
      const ask = (page_token?: string) =>
        get("metrics/get-history", historyPage, { run_id: runId, metric_key: key, max_results: "5000", page_token });
      for await (const page of pages(ask)) points.push(...page.metrics);
      return points;
    },
  };
}
