import type { FieldPath } from "react-hook-form";
import { CATALOGUE, type ConnectionKind, kindOf } from "@/domain/connection/catalogue";
import type { AuthKind, Platform } from "@/domain/connection/choice";
import { headerLines, parseHeaderLines } from "@/domain/connection/header";
import { mlflowConfig, openmetricsConfig, type Secret } from "@/domain/connection/input";
import { prometheusConfig } from "@/domain/connection/prometheus";

export type QueryValues = { measure: string; query: string; unit: string };

/** What the form holds: text as typed, until it is sent. */
export type ConnectionValues = {
  name: string;
  kind: ConnectionKind;
  url: string;
  auth: AuthKind;
  username: string;
  password: string;
  token: string;
  secretHeaders: string;
  intervalSeconds: string;
  prefix: string;
  modelLabel: string;
  versionLabel: string;
  windowLabel: string;
  model: string;
  splitByVersion: boolean;
  /** Followed measures; none means all. */
  measures: string[];
  models: string;
  experiments: string;
  modelTag: string;
  queries: QueryValues[];
  dropLabels: string;
  stepSeconds: string;
  historyDays: string;
  lateMinutes: string;
  tenant: string;
  headers: string;
  acceptPartial: boolean;
  dedup: boolean;
};

type Held = {
  name: string;
  platform: Platform;
  url: string;
  auth: AuthKind;
  intervalSeconds: number;
  config: Record<string, unknown>;
};

const EMPTY: Held = { name: "", platform: "openmetrics", url: "", auth: "none", intervalSeconds: 300, config: {} };

/** The form of a new connection, or of one that is held; a stored secret never comes back. */
export function valuesOf(held: Held = EMPTY): ConnectionValues {
  const metrics = openmetricsConfig.catch(openmetricsConfig.parse({})).parse(held.config);
  const flow = mlflowConfig.catch(mlflowConfig.parse({})).parse(held.config);
  const asked = prometheusConfig.catch(prometheusConfig.parse({})).parse(held.config);
  return {
    ...{ name: held.name, kind: kindOf(held.platform, held.config), url: held.url, auth: held.auth },
    ...{ username: "", password: "", token: "", secretHeaders: "", intervalSeconds: String(held.intervalSeconds) },
    ...{ prefix: metrics.prefix, modelLabel: metrics.modelLabel, versionLabel: metrics.versionLabel },
    ...{ windowLabel: metrics.windowLabel, model: metrics.model ?? "", splitByVersion: metrics.splitByVersion },
    measures: held.platform === "mlflow" ? flow.measures : metrics.measures,
    ...{ models: flow.models.join(", "), experiments: flow.experiments.join(", "), modelTag: flow.modelTag },
    queries: asked.queries.map(({ measure, query, unit }) => ({ measure, query, unit: unit ?? "" })),
    ...{ dropLabels: asked.dropLabels.join(", "), stepSeconds: String(asked.stepSeconds) },
    ...{ historyDays: String(asked.historyDays), lateMinutes: String(asked.lateMinutes) },
    ...{ tenant: asked.tenant ?? "", headers: headerLines(asked.headers) },
    ...{ acceptPartial: asked.acceptPartial, dedup: asked.dedup },
  };
}

type Watched = Partial<Omit<ConnectionValues, "queries">> & { queries?: Partial<QueryValues>[] };

/** What the form holds now; a field that is not drawn keeps what it began with. */
export function watchedValues(start: ConnectionValues, watched: Watched): ConnectionValues {
  const queries = watched.queries ?? start.queries;
  return {
    ...start,
    ...watched,
    queries: queries.map(({ measure = "", query = "", unit = "" }) => ({ measure, query, unit })),
  };
}

const list = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);

/** A secret that was typed; undefined leaves the stored one in place. */
function secretOf({ auth, username, password, token, secretHeaders }: ConnectionValues): Secret | undefined {
  if (auth === "bearer") return token === "" ? undefined : { kind: "bearer", token };
  if (auth === "basic") return username === "" && password === "" ? undefined : { kind: "basic", username, password };
  if (auth === "headers")
    return secretHeaders.trim() === "" ? undefined : { kind: "headers", headers: parseHeaderLines(secretHeaders) };
  return undefined;
}

function configOf(values: ConnectionValues): Record<string, unknown> {
  const { platform, product } = CATALOGUE[values.kind];
  if (platform === "mlflow")
    return {
      ...{ models: list(values.models), experiments: list(values.experiments), modelTag: values.modelTag.trim() },
      measures: values.measures,
    };
  const labels = {
    ...{ modelLabel: values.modelLabel, versionLabel: values.versionLabel, model: values.model.trim() || null },
    splitByVersion: values.splitByVersion,
  };
  if (platform === "openmetrics")
    return { prefix: values.prefix.trim(), windowLabel: values.windowLabel, measures: values.measures, ...labels };
  return {
    ...{ product, ...labels, dropLabels: list(values.dropLabels) },
    queries: values.queries.map(({ measure, query, unit }) => ({
      ...{ measure: measure.trim(), query: query.trim(), unit: unit.trim() || null },
    })),
    ...{ stepSeconds: Number(values.stepSeconds), historyDays: Number(values.historyDays) },
    ...{ lateMinutes: Number(values.lateMinutes), tenant: values.tenant.trim() || null },
    ...{ headers: parseHeaderLines(values.headers), acceptPartial: values.acceptPartial, dedup: values.dedup },
  };
}

/** What is tried and saved. */
export function targetOf(values: ConnectionValues) {
  const { url, auth, kind } = values;
  const secret = secretOf(values);
  const { platform } = CATALOGUE[kind];
  return { platform, url: url.trim(), auth, config: configOf(values), ...(secret ? { secret } : {}) };
}

export const detailsOf = ({ name, intervalSeconds }: ConnectionValues) => ({
  name: name.trim(),
  intervalSeconds: Number(intervalSeconds),
});

/** Where in the form a fault of the input belongs. */
const FIELDS: Record<string, keyof ConnectionValues> = {
  "secret.username": "username",
  "secret.password": "password",
  "secret.token": "token",
  "secret.headers": "secretHeaders",
};
const SECRET_FIELD: Record<AuthKind, keyof ConnectionValues> = {
  ...{ none: "auth", basic: "password", bearer: "token", headers: "secretHeaders" },
};

export function fieldOf(path: string, auth: AuthKind): FieldPath<ConnectionValues> | null {
  if (path === "secret") return SECRET_FIELD[auth];
  if (path.startsWith("secret.headers")) return "secretHeaders";
  const query = /^config\.(queries\.\d+\.(?:measure|query|unit))$/.exec(path)?.[1];
  if (query) return query as FieldPath<ConnectionValues>;
  const name = FIELDS[path] ?? path.replace(/^config\.([^.]+).*$/, "$1");
  if (name === "product" || name === "platform") return "kind";
  return name in valuesOf() ? (name as keyof ConnectionValues) : null;
}

/** Two targets that ask the same server the same way: a test of one speaks for the other. */
export const sameTarget = (a: ConnectionValues, b: ConnectionValues): boolean =>
  JSON.stringify(targetOf(a)) === JSON.stringify(targetOf(b));
