import { randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { sealCheck } from "@/db/schema/seal";
import type { Report } from "@/domain/seal/report";
import { RecordVerifier } from "@/domain/seal/verifier";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { finishDue, setDue, takeDue } from "../due/commands";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { store } from "../record/store";
import { inTransaction, settingsOf } from "../record/transaction";
import { checkRequested } from "./due/event";
import { readRecord, sha256 } from "./record/queries";

export const CHECK_DUE = "seal-check";
/** Longer than any record takes to read; a check whose worker died is taken up again after it. */
const CHECK_SECONDS = 1_800;

export type Sealed = { day: string; leaves: number; chain: string };

/** So many days share a transaction and a plan. */
const DAYS_AT_ONCE = 62;

/**
 * Seals every day that is over and has no seal, oldest first; changes go on meanwhile.
 * @returns the days it sealed
 */
export async function sealDays(ctx: Pick<OrgContext, "orgId" | "actor" | "db">): Promise<Sealed[]> {
  await mintInstant(ctx); // no change from before it is open: the days before it are settled
  const scope = { ...ctx, asOf: null };
  const some = () =>
    inTransaction(scope, { open: `begin; ${settingsOf(scope)}`, awaitCommit: true }, async (_tx, raw) => {
      const [done] = await raw<{ days: number }[]>`select private.seal_days(${DAYS_AT_ONCE}) as days`;
      return raw<Sealed[]>`select day::text as day, leaves, chain from public.seal
        where org_id = ${ctx.orgId} order by public.seal.day desc limit ${done?.days ?? 0}`;
    });
  const made: Sealed[] = [];
  for (let days = await some(); days.length > 0; days = await some()) made.push(...days.toReversed());
  if (made.length > 0) await store(ctx, async () => undefined); // tells the open pages
  return made;
}

/** Asks for a comparison of the whole record with its seals; a job does it. */
export async function askCheck(ctx: OrgContext): Promise<{ id: string }> {
  const id = randomUUID();
  await store(ctx, async (tx) => {
    const [open] = await tx
      .select({ id: sealCheck.id })
      .from(sealCheck)
      .where(and(eq(sealCheck.orgId, ctx.orgId), isNull(sealCheck.endedAt)));
    if (open) throw new AppError("CONFLICT", "The record is being verified already.");
    await tx.insert(sealCheck).values({ orgId: ctx.orgId, id, askedBy: ctx.actor.name });
    await setDue(tx, CHECK_DUE, id, ctx.now);
  });
  await ctx.emit(checkRequested.create({ orgId: ctx.orgId, checkId: id }));
  return { id };
}

/** The record of now, read from the database, against its seals. */
export async function verifyLive(
  ctx: Pick<OrgContext, "orgId" | "actor" | "db">,
  options: { head?: string } = {},
): Promise<Report> {
  const verifier = new RecordVerifier(sha256, options);
  await readRecord(ctx, verifier);
  return verifier.end();
}

/** Does what was asked for and keeps the report; a failure is kept too, and said. */
export async function runCheck(ctx: OrgContext, { checkId }: { checkId: string }): Promise<{ found: number } | null> {
  const claim = await takeDue(ctx.db.sql, CHECK_DUE, { orgId: ctx.orgId, id: checkId }, CHECK_SECONDS);
  if (!claim) return null;
  const asked = await read({ ...ctx, asOf: null }, (tx) =>
    tx
      .select()
      .from(sealCheck)
      .where(and(eq(sealCheck.orgId, ctx.orgId), eq(sealCheck.id, checkId))),
  );
  const report = asked.length > 0 ? await verifyLive(ctx) : null;
  if (report) await keepResult(ctx, checkId, { report });
  await finishDue(ctx.db.sql, claim);
  return report && { found: report.found };
}

export async function keepResult(
  ctx: OrgContext,
  checkId: string,
  result: { report: Report } | { error: string },
): Promise<void> {
  await store(ctx, (tx) =>
    tx
      .update(sealCheck)
      .set({ ...result, endedAt: sql`clock_timestamp()` })
      .where(and(eq(sealCheck.orgId, ctx.orgId), eq(sealCheck.id, checkId))),
  );
}
