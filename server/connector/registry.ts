import type { Platform } from "@/domain/connection/choice";
import type { Secret } from "@/domain/connection/input";
import { parseAllowList } from "@/server/connector/address";
import type { CheckStep, Connector, ConnectorContext } from "@/server/connector/contract";
import { HttpClient, type HttpSettings } from "@/server/connector/http";
import { mlflow } from "@/server/connector/mlflow/client";
import { openmetrics } from "@/server/connector/openmetrics/client";
import { probe } from "@/server/connector/probe";
import { prometheus } from "@/server/connector/prometheus/client";

const CONNECTORS: Record<Platform, Connector> = { openmetrics, mlflow, prometheus };

export const connectorFor = (platform: Platform): Connector => CONNECTORS[platform];

export type Target = { url: string; secret: Secret | null; config: unknown };

/**
 * What one poll or one test works with: a client of its own, so that limits and the digest of answers are per poll.
 * `allow` is the text of the setting CONNECTOR_ALLOW.
 *
 * @throws RangeError when the setting names no network range.
 */
export function contextFor(target: Target, allow: string, limits: Omit<HttpSettings, "allow"> = {}): ConnectorContext {
  return { ...target, http: new HttpClient({ ...limits, allow: parseAllowList(allow) }) };
}

/** The first steps of a test, before anything is signed in: the name is looked up and each address checked. */
export const probeAddress = (url: string, allow: string): AsyncIterable<CheckStep> => probe(url, parseAllowList(allow));
