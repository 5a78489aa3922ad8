import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { pack, packFile, packProgress } from "@/db/schema/pack";
import type { PackRequest } from "@/domain/pack/input";
import { packNumber } from "@/domain/pack/number";
import { asOfInstant } from "@/domain/shared/as-of";
import { endOfDay } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { finishDue, releaseDue, setDue, takeDue } from "../due/commands";
import { log } from "../log";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { store } from "../record/store";
import { canonicalJson, sha256 } from "./canonical";
import { TEMPLATE } from "./data";
import { packRequested } from "./event";
import { gatherPack, type OnStep, type PackSpec, STEPS } from "./gather";
import { sharedPrinter } from "./press";
import { lastPackOf, packSpec } from "./queries";
import type { Printer } from "./render";
import { PackSectionError } from "./section";

const DUE_KIND = "pack";
/** Longer than any pack takes; a pack whose worker died is taken up again after it. */
const LEASE_SECONDS = 180;
const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

const building = (ctx: Pick<OrgContext, "orgId">, id: string) =>
  and(eq(pack.orgId, ctx.orgId), eq(pack.id, id), eq(pack.status, "building"));

/**
 * Asks for a pack at a settled instant; a job builds it. Without an earlier date it is compared with the last pack of
 * the same forum, else with 30 days before.
 *
 * @throws AppError BAD_REQUEST for a day that has not come, CONFLICT when this minute's pack of the forum exists.
 */
export async function requestPack(ctx: OrgContext & { timeZone: string }, input: PackRequest) {
  const settled = await mintInstant(ctx);
  const asOf = asOfInstant(input.asOf, ctx.timeZone, settled) ?? settled;
  const since = input.since
    ? endOfDay(input.since, ctx.timeZone)
    : ((await lastPackOf(ctx, input.forum, asOf)) ?? new Date(asOf.getTime() - DEFAULT_DAYS * DAY_MS));
  if (since >= asOf) throw new AppError("BAD_REQUEST", "The earlier date must be before the date of the data.");
  const id = randomUUID();
  const number = packNumber(input.forum, asOf, ctx.timeZone, TEMPLATE);
  await change(ctx, { name: "pack.request" }, async (tx) => {
    const known = await tx
      .select({ id: pack.id })
      .from(pack)
      .where(and(eq(pack.orgId, ctx.orgId), eq(pack.number, number)));
    if (known.length > 0) throw new AppError("CONFLICT", `Pack ${number} exists already: it is of the same minute.`);
    await tx.insert(pack).values({
      ...{ orgId: ctx.orgId, id, number, asOf, since, forum: input.forum, paper: input.paper },
      templateVersion: TEMPLATE,
      requestedBy: ctx.actor.kind === "user" ? ctx.actor.memberId : null,
    });
    await setDue(tx, DUE_KIND, id, ctx.now);
  });
  await ctx.emit(packRequested.create({ orgId: ctx.orgId, packId: id }));
  return { id, number };
}

/** Stops a pack that is being built; what was gathered is dropped. @throws AppError NOT_FOUND when none is being built. */
export async function cancelPack(ctx: OrgContext, { id }: { id: string }) {
  await change(ctx, { name: "pack.cancel" }, async (tx) => {
    const stopped = await tx
      .update(pack)
      .set({ status: "failed", error: "Cancelled." })
      .where(building(ctx, id))
      .returning({ id: pack.id });
    if (stopped.length === 0) throw new AppError("NOT_FOUND", "This pack is not being built.");
    await dropProgress(tx, ctx, id);
  });
  return { id };
}

const dropProgress = (tx: Tx, ctx: Pick<OrgContext, "orgId">, id: string) =>
  tx.delete(packProgress).where(and(eq(packProgress.orgId, ctx.orgId), eq(packProgress.packId, id)));

class Stopped extends Error {}

/** Keeps what is done so far where a page can see it; stops when the pack was cancelled. */
const progressOf =
  (ctx: OrgContext, id: string): OnStep =>
  async (done, total, step) => {
    const spec = await packSpec(ctx, id);
    if (spec.status !== "building") throw new Stopped("the pack was cancelled");
    await store(ctx, (tx) =>
      tx
        .insert(packProgress)
        .values({ orgId: ctx.orgId, packId: id, step, done, total })
        .onConflictDoUpdate({ target: [packProgress.orgId, packProgress.packId], set: { step, done, total } }),
    );
  };

/**
 * Gathers, prints and stores a requested pack. May run again after a crash: the same instant gives the same bytes, and
 * a pack that is no longer being built is left alone. A section that cannot be made refuses the pack and is named in it.
 */
export async function buildPack(ctx: OrgContext, { packId }: { packId: string }, given?: Printer) {
  const claim = await takeDue(ctx.db.sql, DUE_KIND, { orgId: ctx.orgId, id: packId }, LEASE_SECONDS);
  if (!claim) return { built: false };
  try {
    const spec = await packSpec(ctx, packId);
    const isWanted = spec.status === "building" && spec.template === TEMPLATE;
    const built = isWanted && (await make(ctx, packId, spec, given ?? (await sharedPrinter())));
    await finishDue(ctx.db.sql, claim);
    return { built };
  } catch (error) {
    await releaseDue(ctx.db.sql, claim, ctx.now); // another attempt may take it at once
    throw error;
  }
}

async function make(ctx: OrgContext, packId: string, spec: PackSpec, press: Printer): Promise<boolean> {
  const onStep = progressOf(ctx, packId);
  try {
    const json = canonicalJson(await gatherPack(ctx, spec, onStep));
    await onStep(STEPS - 1, STEPS, "Printing");
    const printed = await press.print(json);
    return await keep(ctx, packId, json, printed);
  } catch (error) {
    const cause = error instanceof PackSectionError ? error.cause : error;
    if (cause instanceof Stopped || error instanceof Stopped) return false;
    if (!(error instanceof PackSectionError)) throw error;
    log.error({ err: cause, packId, section: error.section, requestId: ctx.requestId }, "pack refused");
    await refusePack(ctx, { packId, reason: error.message });
    return false;
  }
}

/** Data, file and both hashes, as one change. */
async function keep(
  ctx: OrgContext,
  id: string,
  data: string,
  printed: { pdf: Uint8Array; pages: number },
): Promise<boolean> {
  const pdf = Buffer.from(printed.pdf);
  return change(ctx, { name: "pack.build" }, async (tx) => {
    const kept = await tx
      .update(pack)
      .set({ status: "ready", pages: printed.pages, dataSha256: sha256(data), pdfSha256: sha256(pdf), error: null })
      .where(building(ctx, id))
      .returning({ id: pack.id });
    if (kept.length === 0) return false;
    await tx.insert(packFile).values({ orgId: ctx.orgId, packId: id, data, pdf, createdAt: ctx.now });
    await dropProgress(tx, ctx, id);
    return true;
  });
}

/** The pack is refused, and its row says why. */
export async function refusePack(ctx: OrgContext, { packId, reason }: { packId: string; reason: string }) {
  await change(ctx, { name: "pack.refuse", reason }, async (tx) => {
    await tx.update(pack).set({ status: "failed", error: reason }).where(building(ctx, packId));
    await dropProgress(tx, ctx, packId);
  });
}
