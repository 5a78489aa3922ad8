import type { ConnectionBrowse, ConnectionTest } from "@/domain/connection/input";
import type { MetricKind } from "@/domain/metric/series";
import { AppError } from "@/domain/shared/error";
import { env } from "@/env";
import { type Browsed, ConnectorError, type ConnectorPoint } from "@/server/connector/contract";
import { connectorFor, contextFor } from "@/server/connector/registry";
import type { OrgContext } from "../../context";
import { givenSecret } from "../secret/given";

/** A person waits, so it gives up sooner than a poll; and it looks at no more than a page can show. */
const LIMITS = {
  totalTimeoutMs: 10_000,
  idleTimeoutMs: 5000,
  retries: 0,
  maxRequests: 200,
  maxBytes: 16 * 1024 * 1024,
};

/** What a platform refuses is said to whoever asked, in the connector's words. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectorError) throw new AppError("PRECONDITION_FAILED", error.message);
    throw error;
  }
}

async function contextOf(ctx: OrgContext, input: ConnectionTest) {
  const secret = await givenSecret(ctx, input);
  return contextFor({ url: input.url, secret, config: input.config }, env().CONNECTOR_ALLOW, LIMITS);
}

/**
 * Metrics a server has, by a part of their name, or one with what tells its series apart. Writes nothing.
 * @throws AppError PRECONDITION_FAILED in the words of what the server refused, or for a platform that shows all at once
 */
export async function browseConnection(ctx: OrgContext, input: ConnectionBrowse): Promise<Browsed> {
  const { browse } = connectorFor(input.platform);
  if (!browse)
    throw new AppError("PRECONDITION_FAILED", "This platform has no list to search; look at its values instead.");
  const context = await contextOf(ctx, input);
  const { search, metric } = input;
  return inWords(() => browse(context, { search, metric, now: ctx.now }));
}

const MOST_SERIES = 200;
const LAST_POINTS = 60;
const DAY_MS = 86_400_000;
/** Far enough back to show a course of each kind of platform. */
const LOOK_BACK_DAYS = { openmetrics: 90, mlflow: 400, prometheus: 1 } as const;

function lookBackMs({ platform, config }: ConnectionTest): number {
  const stepSeconds = platform === "prometheus" ? Number(config.stepSeconds ?? 300) : 0;
  return Math.max(LOOK_BACK_DAYS[platform] * DAY_MS, LAST_POINTS * stepSeconds * 1000);
}

export type PreviewedSeries = {
  model: string;
  metric: string;
  label: string;
  kind: MetricKind;
  unit: string | null;
  dims: Record<string, string>;
  /** The last values, oldest first. */
  points: ConnectorPoint[];
};
export type Preview = { series: PreviewedSeries[]; total: number; models: number; notes: string[] };

/**
 * What a connection would bring, with the last values of each series, before it is saved. Writes nothing.
 * @throws AppError PRECONDITION_FAILED in the words of what the server refused
 */
export async function previewConnection(ctx: OrgContext, input: ConnectionTest): Promise<Preview> {
  const context = await contextOf(ctx, input);
  const from = new Date(ctx.now.getTime() - lookBackMs(input));
  const found = await inWords(() =>
    connectorFor(input.platform).pull(context, {
      ...{ now: ctx.now, since: () => from, newest: () => null },
      range: { from, to: new Date(ctx.now.getTime() + 1) },
    }),
  );
  const shown = found.series.slice(0, MOST_SERIES);
  return {
    series: shown.map(({ ref: { modelRef, metric, label, kind, unit, dims }, points }) => ({
      ...{ model: modelRef, metric, label, kind, unit, dims },
      points: [...points].sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-LAST_POINTS),
    })),
    total: found.series.length,
    models: found.models.length,
    notes: [...(found.notes ?? [])],
  };
}
