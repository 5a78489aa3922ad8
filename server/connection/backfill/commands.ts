import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { backfill } from "@/db/schema/connection";
import type { BackfillRef, BackfillStart } from "@/domain/connection/input";
import { endOfDay } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { connectorFor } from "@/server/connector/registry";
import type { OrgContext } from "../../context";
import { dropDue, setDue } from "../../due/commands";
import { isViolation } from "../../organisation/commands";
import { store } from "../../record/store";
import { pollTargetOf } from "../queries";
import { backfillRequested } from "./event";

/** The kind of due work a backfill is; its id is the backfill's. */
export const BACKFILL_DUE = "backfill";

const DAY_MS = 86_400_000;
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

const midnightAfter = (day: string, timeZone: string): Date => new Date(endOfDay(day, timeZone).getTime() + 1);

const only = ({ orgId }: Pick<OrgContext, "orgId">, id: string) => and(eq(backfill.orgId, orgId), eq(backfill.id, id));

const busy = () => new AppError("CONFLICT", "A backfill of this connection is under way. Wait for it, or cancel it.");

/**
 * Asks for days of the past, both included; a job reads them piece by piece and stores them as polls do.
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED where the platform keeps no past; BAD_REQUEST for days to come;
 * CONFLICT while another is under way.
 */
export async function startBackfill(
  ctx: OrgContext & { timeZone: string },
  { connectionId, from, to }: BackfillStart,
): Promise<{ id: string }> {
  const { orgId, actor, now } = ctx;
  const target = await pollTargetOf(ctx, connectionId);
  if (!target) throw new AppError("NOT_FOUND", "No such connection");
  if (!connectorFor(target.connection.platform).pieceMs)
    throw new AppError("PRECONDITION_FAILED", "This platform shows only what it has now; there is no past to ask for.");
  const fromAt = midnightAfter(dayBefore(from), ctx.timeZone);
  const end = midnightAfter(to, ctx.timeZone);
  const toAt = new Date(Math.min(end.getTime(), now.getTime()));
  if (fromAt >= toAt) throw new AppError("BAD_REQUEST", "These days are still to come.");
  const id = randomUUID();
  const requestedBy = actor.kind === "user" ? actor.memberId : null;
  try {
    await store(ctx, async (tx) => {
      await tx
        .insert(backfill)
        .values({ orgId, id, connectionId, fromAt, toAt, doneTo: fromAt, requestedBy, createdAt: now });
      await setDue(tx, BACKFILL_DUE, id, now);
    });
  } catch (error) {
    throw isViolation(error, "backfill_running") ? busy() : error;
  }
  await ctx.emit(backfillRequested.create({ orgId, backfillId: id }));
  return { id };
}

/** Stops a backfill; what it stored stays. @throws AppError NOT_FOUND when it is not under way. */
export async function cancelBackfill(ctx: OrgContext, { backfillId }: BackfillRef): Promise<{ id: string }> {
  await store(ctx, async (tx) => {
    const stopped = await tx
      .update(backfill)
      .set({ status: "cancelled", finishedAt: ctx.now, waitsFor: null })
      .where(and(only(ctx, backfillId), eq(backfill.status, "running")))
      .returning({ id: backfill.id });
    if (stopped.length === 0) throw new AppError("NOT_FOUND", "This backfill is not under way.");
    await dropDue(tx, BACKFILL_DUE, backfillId);
  });
  return { id: backfillId };
}

/** Goes on with a backfill that failed or was cancelled, from where it stopped. @throws AppError NOT_FOUND, CONFLICT */
export async function continueBackfill(ctx: OrgContext, { backfillId }: BackfillRef): Promise<{ id: string }> {
  try {
    await store(ctx, async (tx) => {
      const [held] = await tx.select().from(backfill).where(only(ctx, backfillId)).for("update");
      if (!held) throw new AppError("NOT_FOUND", "No such backfill");
      if (held.status === "running") throw busy();
      if (held.status === "done") throw new AppError("CONFLICT", "This backfill is done.");
      await tx.update(backfill).set({ status: "running", error: null, finishedAt: null }).where(only(ctx, backfillId));
      await setDue(tx, BACKFILL_DUE, backfillId, ctx.now);
    });
  } catch (error) {
    throw isViolation(error, "backfill_running") ? busy() : error;
  }
  await ctx.emit(backfillRequested.create({ orgId: ctx.orgId, backfillId }));
  return { id: backfillId };
}
