import type { AuthKind, Platform } from "@/domain/connection/choice";
import { mlflowConfig, openmetricsConfig, type Secret } from "@/domain/connection/input";

/** What the form holds: text as typed, until it is sent. */
export type ConnectionValues = {
  name: string;
  platform: Platform;
  url: string;
  auth: AuthKind;
  username: string;
  password: string;
  token: string;
  intervalSeconds: string;
  prefix: string;
  modelLabel: string;
  versionLabel: string;
  windowLabel: string;
  model: string;
  splitByVersion: boolean;
  models: string;
  experiments: string;
  modelTag: string;
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
  return {
    ...{ name: held.name, platform: held.platform, url: held.url, auth: held.auth },
    ...{ username: "", password: "", token: "", intervalSeconds: String(held.intervalSeconds) },
    ...{ prefix: metrics.prefix, modelLabel: metrics.modelLabel, versionLabel: metrics.versionLabel },
    ...{ windowLabel: metrics.windowLabel, model: metrics.model ?? "", splitByVersion: metrics.splitByVersion },
    ...{ models: flow.models.join(", "), experiments: flow.experiments.join(", "), modelTag: flow.modelTag },
  };
}

const list = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);

/** A secret that was typed; undefined leaves the stored one in place. */
function secretOf({ auth, username, password, token }: ConnectionValues): Secret | undefined {
  if (auth === "bearer") return token === "" ? undefined : { kind: "bearer", token };
  if (auth === "basic") return username === "" && password === "" ? undefined : { kind: "basic", username, password };
  return undefined;
}

/** What is tried and saved. */
export function targetOf(values: ConnectionValues) {
  const { platform, url, auth } = values;
  const secret = secretOf(values);
  const config =
    platform === "mlflow"
      ? { models: list(values.models), experiments: list(values.experiments), modelTag: values.modelTag.trim() }
      : {
          ...{ prefix: values.prefix.trim(), modelLabel: values.modelLabel, versionLabel: values.versionLabel },
          ...{ windowLabel: values.windowLabel, model: values.model.trim() || null },
          splitByVersion: values.splitByVersion,
        };
  return { platform, url: url.trim(), auth, config, ...(secret ? { secret } : {}) };
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
};

export function fieldOf(path: string, auth: AuthKind): keyof ConnectionValues | null {
  if (path === "secret") return auth === "bearer" ? "token" : "password";
  const name = FIELDS[path] ?? path.replace(/^config\./, "").replace(/\.\d+$/, "");
  return name in valuesOf() ? (name as keyof ConnectionValues) : null;
}

/** Two targets that ask the same server the same way: a test of one speaks for the other. */
export const sameTarget = (a: ConnectionValues, b: ConnectionValues): boolean =>
  JSON.stringify(targetOf(a)) === JSON.stringify(targetOf(b));
