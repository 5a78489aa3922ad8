import { connectionHealth, pollRun } from "@/db/schema/connection";
import { afterPoll, type ConnectionHealth, mayPoll, NEW_HEALTH, type PollOutcome } from "@/domain/connection/health";
import { nextPollAt } from "@/domain/connection/schedule";
import { QuotaReached } from "@/domain/quota/limit";
import { env, need } from "@/env";
import { type ConnectorContext, ConnectorError, type Pull } from "@/server/connector/contract";
import { connectorFor, contextFor } from "@/server/connector/registry";
import type { OrgContext } from "../../context";
import { type Claim, finishDue, takeDue } from "../../due/commands";
import { type Stored, storePoints } from "../../metric/commands";
import { discover, seriesKeyOf } from "../../model/discover/commands";
import { store } from "../../record/store";
import { pollTargetOf } from "../queries";
import { unseal } from "../secret/seal";

/** The kind of due work a poll is; its id is the connection's. */
export const CONNECTION_DUE = "connection";

export type Polled =
  | { outcome: "not due" | "gone" | "paused" | "resting" }
  | { outcome: "ok"; read: number; added: number; restated: number; touched: string[] }
  | { outcome: "failed"; reason: string };

export type Target = NonNullable<Awaited<ReturnType<typeof pollTargetOf>>>;

/** A success is written down at least so often, so that staleness can be told from silence. */
const SAY_SUCCESS_MS = 60_000;
const OVERLAP_POINTS = 3;

function healthOf({ health }: Target): ConnectionHealth {
  if (!health) return NEW_HEALTH;
  const { status, consecutiveFailures, circuitOpenUntil } = health;
  return { status, consecutiveFailures, circuitOpenUntil };
}

/** The newest stored instant of each measure, over all its series. */
function newestOf(watermarks: Target["watermarks"]): (metric: string) => Date | null {
  const newest = new Map<string, Date>();
  for (const { metric, highAt } of watermarks) {
    const known = newest.get(metric);
    if (!known || known < highAt) newest.set(metric, highAt);
  }
  return (metric) => newest.get(metric) ?? null;
}

/** What a poll asks with: a client of its own and the sign-in, unsealed for as long as it takes. */
export function connectorContextOf({ connection }: Target): ConnectorContext {
  const { id, url, config, sealedSecret, orgId } = connection;
  const secret = sealedSecret ? unseal(need("SECRETS_KEY"), { orgId, connectionId: id }, sealedSecret) : null;
  return contextFor({ url, secret, config }, env().CONNECTOR_ALLOW);
}

/** Asks the platform for what is newer than the watermark, less an overlap for what comes late or is corrected. */
async function pull(ctx: OrgContext, target: Target): Promise<Pull> {
  const { id, platform } = target.connection;
  const connector = connectorFor(platform);
  const marks = new Map(target.watermarks.map((mark) => [mark.key, mark]));
  return connector.pull(connectorContextOf(target), {
    now: ctx.now,
    newest: newestOf(target.watermarks),
    since: (ref) => {
      const mark = marks.get(seriesKeyOf(id, ref));
      if (!mark) return null;
      const overlapMs = Math.max(connector.latenessMs, OVERLAP_POINTS * 1000 * (mark.intervalSeconds ?? 0));
      return new Date(mark.highAt.getTime() - overlapMs);
    },
  });
}

const FULL_WAIT_MS = 900_000;
const MOST_NOTE = 500;
const noteOf = ({ notes = [] }: Pull): string | null => notes.join("; ").slice(0, MOST_NOTE) || null;

/** Stores what a pull read: models, versions and series first, then points. The same way live and from history. */
export async function storePull(
  ctx: OrgContext,
  connectionId: string,
  found: Pull,
  took: { startedAt: Date; durationMs: number; backfillId?: string },
  options: { at?: Date } = {},
): Promise<Stored> {
  try {
    return await storeFound(ctx, connectionId, found, took, options);
  } catch (error) {
    // What is full stays full for a while: the connection waits, as when its platform asks it to, and says why.
    if (error instanceof QuotaReached) throw new ConnectorError("rate_limited", error.message, FULL_WAIT_MS);
    throw error;
  }
}

async function storeFound(
  ctx: OrgContext,
  connectionId: string,
  found: Pull,
  took: { startedAt: Date; durationMs: number; backfillId?: string },
  options: { at?: Date },
): Promise<Stored> {
  const ids = await discover(ctx, { connectionId, found }, options);
  const series = found.series.flatMap(({ ref, points }) => {
    const seriesId = ids.get(seriesKeyOf(connectionId, ref));
    return seriesId ? [{ seriesId, points }] : [];
  });
  const run = { connectionId, ...found.provenance, ...took, note: noteOf(found) };
  return storePoints(ctx, { run, series }, options);
}

const outcomeOf = (error: ConnectorError): PollOutcome =>
  error.kind === "rate_limited" ? { kind: "rate_limited", waitMs: error.retryAfterMs ?? 60_000 } : { kind: error.kind };

async function note(
  ctx: OrgContext,
  target: Target,
  after: ConnectionHealth,
  said: { error: ConnectorError } | { error: null; warning: string | null },
): Promise<void> {
  const { error } = said;
  const { id: connectionId, url } = target.connection;
  const { orgId, now } = ctx;
  const saidAt = target.health?.lastSuccessAt?.getTime() ?? 0;
  const isAsBefore = !said.error && target.health?.status === "ok" && target.health.lastNote === said.warning;
  if (isAsBefore && now.getTime() - saidAt < SAY_SUCCESS_MS) return;
  const values = {
    ...after,
    lastAttemptAt: now,
    lastError: error?.message ?? null,
    ...(said.error ? {} : { lastSuccessAt: now, lastNote: said.warning }),
  };
  await store(ctx, async (tx) => {
    await tx
      .insert(connectionHealth)
      .values({ orgId, connectionId, ...values })
      .onConflictDoUpdate({ target: [connectionHealth.orgId, connectionHealth.connectionId], set: values });
    if (error)
      await tx.insert(pollRun).values({
        ...{ orgId, connectionId, startedAt: now, finishedAt: now, status: "failed" as const },
        ...{ requestUrl: new URL(url).origin, error: error.message, errorKind: error.kind },
      });
  });
}

async function attempt(ctx: OrgContext, target: Target): Promise<Polled> {
  const started = performance.now();
  try {
    const found = await pull(ctx, target);
    const took = { startedAt: ctx.now, durationMs: Math.round(performance.now() - started) };
    const stored = await storePull(ctx, target.connection.id, found, took);
    await note(ctx, target, afterPoll(healthOf(target), { kind: "ok" }, ctx.now), {
      error: null,
      warning: noteOf(found),
    });
    const { read, added, restated, touched } = stored;
    return { outcome: "ok", read, added, restated, touched };
  } catch (cause) {
    const error = cause instanceof ConnectorError ? cause : null;
    // A stored sign-in that cannot be opened is for a person to mend; anything else unforeseen is for the job to retry.
    const sealed = (cause as { code?: unknown }).code === "PRECONDITION_FAILED";
    const said = error ?? (sealed && cause instanceof Error ? new ConnectorError("auth", cause.message) : null);
    if (!said) throw cause;
    await note(ctx, target, afterPoll(healthOf(target), outcomeOf(said), ctx.now), { error: said });
    return { outcome: "failed", reason: said.message };
  }
}

/** When the connection is due next: on its grid, but not before a rest or a wait is over. Null: not until edited. */
async function nextAt(ctx: OrgContext, connectionId: string): Promise<Date | null> {
  const target = await pollTargetOf(ctx, connectionId);
  if (!target || target.connection.paused) return null;
  const health = healthOf(target);
  if (health.status === "needs_reauth") return null;
  const next = nextPollAt(connectionId, target.connection.intervalSeconds, ctx.now);
  const { circuitOpenUntil } = health;
  return circuitOpenUntil && circuitOpenUntil > next ? circuitOpenUntil : next;
}

/** One poll of a connection that is due, under its lease. What fails is written down in words and rested, not thrown. */
export async function pollConnection(ctx: OrgContext, { connectionId }: { connectionId: string }): Promise<Polled> {
  const { sql } = ctx.db;
  const claim: Claim | undefined = await takeDue(sql, CONNECTION_DUE, { orgId: ctx.orgId, id: connectionId });
  if (!claim) return { outcome: "not due" };
  const target = await pollTargetOf(ctx, connectionId);
  const polled: Polled = !target
    ? { outcome: "gone" }
    : target.connection.paused
      ? { outcome: "paused" }
      : mayPoll(healthOf(target), ctx.now)
        ? await attempt(ctx, target)
        : { outcome: "resting" };
  await finishDue(sql, claim, await nextAt(ctx, connectionId));
  return polled;
}
