import { and, eq, sql } from "drizzle-orm";
import { backfill } from "@/db/schema/connection";
import { formatInstant } from "@/domain/shared/figure";
import { ConnectorError, type Pull, type Range } from "@/server/connector/contract";
import { connectorFor } from "@/server/connector/registry";
import type { OrgContext } from "../../context";
import { type Claim, finishDue, releaseDue, takeDue } from "../../due/commands";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { connectorContextOf, storePull, type Target } from "../poll/commands";
import { pollTargetOf } from "../queries";
import { BACKFILL_DUE } from "./commands";

export type Backfilled = {
  outcome: "not due" | "gone" | "more" | "waits" | "done" | "failed";
  /** Series with new or restated points, for their rules. */
  touched: string[];
};

/** Longer than a slice and the piece that ends it may take; one whose worker died is taken up again after it. */
const LEASE_SECONDS = 300;
const SLICE_MS = 15_000;
const MOST_ATTEMPTS = 6;
const FIRST_WAIT_MS = 15_000;
const SHORTEST_PIECE_MS = 3_600_000;

type Row = typeof backfill.$inferSelect;

const running = ({ orgId }: OrgContext, id: string) =>
  and(eq(backfill.orgId, orgId), eq(backfill.id, id), eq(backfill.status, "running"));

async function heldOf(ctx: OrgContext, id: string): Promise<Row | undefined> {
  const [row] = await read(ctx, (tx) => tx.select().from(backfill).where(running(ctx, id)));
  return row;
}

const end = (ctx: OrgContext, id: string, values: { status: "done" } | { status: "failed"; error: string }) =>
  store(ctx, (tx) =>
    tx
      .update(backfill)
      .set({ ...values, finishedAt: new Date(), waitsFor: null })
      .where(running(ctx, id)),
  );

class TooDense extends Error {}

/** The piece that begins where the last one ended, halved until it is read whole. */
async function readPiece(
  ctx: OrgContext,
  target: Target,
  { doneTo, toAt }: Row,
): Promise<{ found: Pull; range: Range; startedAt: Date; durationMs: number }> {
  const connector = connectorFor(target.connection.platform);
  const most = connector.pieceMs?.(target.connection.config) ?? 0;
  for (let length = Math.min(most, toAt.getTime() - doneTo.getTime()); ; length /= 2) {
    const range = { from: doneTo, to: new Date(doneTo.getTime() + Math.ceil(length)) };
    const startedAt = new Date();
    const started = performance.now();
    const request = { now: ctx.now, since: () => range.from, newest: () => null, range };
    const found = await connector.pull(connectorContextOf(target), request);
    const durationMs = Math.round(performance.now() - started);
    if (!found.truncated) return { found, range, startedAt, durationMs };
    if (most === Number.POSITIVE_INFINITY || length < SHORTEST_PIECE_MS)
      throw new TooDense("There is more to read than one poll may; follow fewer measures, or choose a longer step.");
  }
}

/** Reads and stores one piece; asking for it again after a crash changes nothing. @returns series touched */
async function onePiece(ctx: OrgContext, target: Target, row: Row): Promise<string[]> {
  const { found, range, ...took } = await readPiece(ctx, target, row);
  const stored = await storePull(ctx, row.connectionId, found, { ...took, backfillId: row.id });
  await store(ctx, (tx) =>
    tx
      .update(backfill)
      .set({
        doneTo: range.to,
        waitsFor: null,
        pointsRead: sql`${backfill.pointsRead} + ${stored.read}`,
        pointsNew: sql`${backfill.pointsNew} + ${stored.added}`,
        pointsRestated: sql`${backfill.pointsRestated} + ${stored.restated}`,
      })
      .where(running(ctx, row.id)),
  );
  return stored.touched;
}

/** What may pass is waited for, for a while; what will not is said and ends the backfill, to be gone on with later. */
async function refuse(ctx: OrgContext, id: string, claim: Claim, cause: unknown): Promise<Backfilled["outcome"]> {
  const error = cause instanceof ConnectorError ? cause : null;
  const sealed = (cause as { code?: unknown }).code === "PRECONDITION_FAILED";
  const message = error || sealed || cause instanceof TooDense ? (cause as Error).message : null;
  const mayPass = error?.kind === "rate_limited" || (error?.kind === "transient" && claim.attempt < MOST_ATTEMPTS);
  if (message !== null && !mayPass) {
    await end(ctx, id, { status: "failed", error: message });
    await finishDue(ctx.db.sql, claim);
    return "failed";
  }
  const wait =
    error?.kind === "rate_limited" ? (error.retryAfterMs ?? 60_000) : FIRST_WAIT_MS * 2 ** (claim.attempt - 1);
  const retryAt = new Date(Date.now() + Math.min(wait, SHORTEST_PIECE_MS));
  const waitsFor = `${message ?? "Something failed on our side"}; tried again after ${formatInstant(retryAt, "UTC")} UTC`;
  await store(ctx, (tx) => tx.update(backfill).set({ waitsFor }).where(running(ctx, id)));
  await releaseDue(ctx.db.sql, claim, retryAt);
  if (message === null) throw cause;
  return "waits";
}

/**
 * A slice of a backfill: pieces for some seconds, each stored before the next is read, so that a kill loses at most
 * the piece under way and a cancel is noticed soon. `more` means that there is more to do now.
 */
export async function runBackfill(
  ctx: OrgContext,
  { backfillId }: { backfillId: string },
  sliceMs = SLICE_MS,
): Promise<Backfilled> {
  const { sql: db } = ctx.db;
  const claim = await takeDue(db, BACKFILL_DUE, { orgId: ctx.orgId, id: backfillId }, LEASE_SECONDS);
  if (!claim) return { outcome: "not due", touched: [] };
  const touched = new Set<string>();
  const give = (outcome: Backfilled["outcome"]): Backfilled => ({ outcome, touched: [...touched] });
  try {
    for (let [from, pieces] = [performance.now(), 0]; ; pieces += 1) {
      const row = await heldOf(ctx, backfillId);
      const target = row ? await pollTargetOf(ctx, row.connectionId) : null;
      if (row && !target) await end(ctx, backfillId, { status: "failed", error: "The connection was deleted." });
      if (!row || !target) {
        await finishDue(db, claim);
        return give("gone");
      }
      if (row.doneTo >= row.toAt) {
        await end(ctx, backfillId, { status: "done" });
        await finishDue(db, claim);
        return give("done");
      }
      if (pieces > 0 && performance.now() - from > sliceMs) {
        await finishDue(db, claim, new Date());
        return give("more");
      }
      for (const id of await onePiece(ctx, target, row)) touched.add(id);
    }
  } catch (cause) {
    return give(await refuse(ctx, backfillId, claim, cause));
  }
}
