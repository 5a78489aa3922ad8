import { mlflowConfig } from "@/domain/connection/input";
import { listOf, plural } from "@/domain/shared/sentence";
import {
  type CheckStep,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  type Range,
  type SeriesPoints,
} from "@/server/connector/contract";
import { type MlflowApi, mlflowApi } from "@/server/connector/mlflow/api";
import { type HistoryOfRun, isOfTheMachine, toModel, toSeries } from "@/server/connector/mlflow/mapper";
import type { RegisteredModel, Run, Version } from "@/server/connector/mlflow/shape";

type Config = ReturnType<typeof mlflowConfig.parse>;

async function modelsOf(api: MlflowApi, config: Config): Promise<RegisteredModel[]> {
  const wanted = new Set(config.models);
  const found: RegisteredModel[] = [];
  for await (const page of api.registeredModels()) found.push(...page);
  return wanted.size === 0 ? found : found.filter((model) => wanted.has(model.name));
}

async function versionsOf(api: MlflowApi, model: string): Promise<Version[]> {
  const versions: Version[] = [];
  for await (const page of api.versions(model)) versions.push(...page);
  return versions.sort((a, b) => Number(a.version) - Number(b.version));
}

/** Runs that speak of a model: those its versions came from, then those of monitoring experiments that name it. */
async function runsOf(api: MlflowApi, config: Config, model: string, versions: readonly Version[]): Promise<Run[]> {
  const runs = new Map<string, Run>();
  for (const { run_id } of versions) {
    if (!run_id || runs.has(run_id)) continue;
    const run = await api.run(run_id);
    if (run) runs.set(run_id, run);
  }
  if (config.experiments.length > 0) {
    for await (const page of api.runs(config.experiments, config.modelTag, model)) {
      for (const run of page) runs.set(run.info.run_id, run);
    }
  }
  return [...runs.values()];
}

async function* check(ctx: ConnectorContext): AsyncIterable<CheckStep> {
  let step = "Reach the address and sign in";
  try {
    const config = mlflowConfig.parse(ctx.config);
    const api = mlflowApi(ctx);
    const models = await modelsOf(api, config);
    yield { step, ok: true, detail: new URL(ctx.url).host };
    step = "Find registered models";
    const missing = config.models.filter((name) => !models.some((model) => model.name === name));
    if (models.length === 0 || missing.length > 0)
      return yield {
        step,
        ok: false,
        detail: missing.length > 0 ? `Not registered: ${listOf(missing, 5)}` : "No model is registered",
      };
    yield {
      step,
      ok: true,
      detail: listOf(
        models.map((model) => model.name),
        5,
      ),
    };
    step = "Find runs with measures";
    const [first] = models;
    const runs = first ? await runsOf(api, config, first.name, await versionsOf(api, first.name)) : [];
    const measures = new Set(runs.flatMap((run) => run.data.metrics.map((metric) => metric.key)));
    yield measures.size > 0
      ? {
          step,
          ok: true,
          detail: `${runs.length} ${plural(runs.length, "run")} of ${first?.name}: ${listOf([...measures], 5)}`,
        }
      : { step, ok: false, detail: `No run of ${first?.name} has a measure; name the experiments that monitor it` };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    yield { step, ok: false, detail: error.message };
  }
}

const within = ({ ref, points }: SeriesPoints, range: Range | undefined): SeriesPoints => ({
  ref,
  points: range ? points.filter(({ at }) => at < range.to) : points,
});

const WHOLE = Number.POSITIVE_INFINITY;

/**
 * MLflow tracking server 2.x or 3.x, also as hosted by others behind a bearer token. Measures are the metric histories
 * of runs, dated by whoever logged them, so late and restated values are normal.
 */
export const mlflow: Connector = {
  platform: "mlflow",
  label: "MLflow",
  latenessMs: 2 * 86_400_000,
  pieceMs: () => WHOLE, // a history comes whole, whatever part of it is wanted
  check,
  async pull(ctx, request) {
    const config = mlflowConfig.parse(ctx.config);
    const api = mlflowApi(ctx);
    const models = [];
    const series = [];
    let truncated = false;
    const followed = new Set(config.measures);
    const isFollowed = (key: string): boolean => !isOfTheMachine(key) && (followed.size === 0 || followed.has(key));
    const { range } = request;
    const from = range ? () => range.from : request.since;
    for (const registered of await modelsOf(api, config)) {
      const versions = await versionsOf(api, registered.name);
      models.push(toModel(registered, versions));
      const histories: HistoryOfRun[] = [];
      for (const run of await runsOf(api, config, registered.name, versions)) {
        for (const { key, timestamp } of run.data.metrics.filter((metric) => isFollowed(metric.key))) {
          const since = from({ modelRef: registered.name, metric: key, dims: {} });
          if (since !== null && timestamp < since.getTime()) continue; // its newest value is older than what is needed
          if (!ctx.http.mayAsk) truncated = true;
          else histories.push({ key, points: await api.history(run.info.run_id, key) });
        }
      }
      series.push(...toSeries(registered.name, histories, from).map((one) => within(one, range)));
    }
    return { models, series, provenance: ctx.http.provenance(), truncated };
  },
};
