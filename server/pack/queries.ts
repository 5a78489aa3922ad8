import { and, count, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { membership } from "@/db/schema/organisation";
import { pack, packFile, packProgress } from "@/db/schema/pack";
import { type PackPage, type PackRefs, PORTFOLIO } from "@/domain/pack/input";
import { type Changes, QUIET } from "@/domain/pack/sentence";
import { AppError } from "@/domain/shared/error";
import { countChangesSince } from "../change/since/queries";
import { jobContext, may, type OrgContext } from "../context";
import { read } from "../record/read";
import { canonicalJson, sha256 } from "./canonical";
import { TEMPLATE } from "./data";
import { gatherPack, type PackSpec } from "./gather";
import { sharedPrinter } from "./press";
import type { Printer } from "./render";
import { PackSectionError } from "./section";

const mine = (ctx: Pick<OrgContext, "orgId">, id: string) => and(eq(pack.orgId, ctx.orgId), eq(pack.id, id));

const columns = {
  id: pack.id,
  number: pack.number,
  forum: pack.forum,
  asOf: pack.asOf,
  since: pack.since,
  templateVersion: pack.templateVersion,
  paper: pack.paper,
  status: pack.status,
  dataSha256: pack.dataSha256,
  pdfSha256: pack.pdfSha256,
  pages: pack.pages,
  error: pack.error,
  requestedBy: membership.name,
};

const requester = and(eq(membership.orgId, pack.orgId), eq(membership.id, pack.requestedBy));

/** Nobody asks for a pack while looking at the past. */
const mayBuild = ({ actor, asOf }: Pick<OrgContext, "actor" | "asOf">): boolean =>
  asOf === null && actor.kind === "user" && may(actor, "pack:build");

/** Latest data first, with a true total. */
export async function listPacks(ctx: OrgContext, { page, pageSize }: PackPage) {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(pack)
      .leftJoin(membership, requester)
      .where(eq(pack.orgId, ctx.orgId))
      .orderBy(desc(pack.asOf), desc(pack.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [all] = await tx.select({ total: count() }).from(pack).where(eq(pack.orgId, ctx.orgId));
    const [zone] = await tx.execute<{ timeZone: string }>(sql`select time_zone as "timeZone" from organisation`);
    return {
      rows,
      total: all?.total ?? 0,
      page,
      pageSize,
      timeZone: zone?.timeZone ?? "UTC",
      mayBuild: mayBuild(ctx),
    };
  });
}
export type PackRow = Awaited<ReturnType<typeof listPacks>>["rows"][number];

/** What was recorded since each of some packs, by its id. Asked apart, so that the list of packs need not wait for it. */
export async function packChanges(ctx: OrgContext, { ids }: PackRefs): Promise<Record<string, Changes>> {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({ id: pack.id, asOf: pack.asOf })
      .from(pack)
      .where(and(eq(pack.orgId, ctx.orgId), eq(pack.status, "ready"), inArray(pack.id, ids)));
    const changes = await countChangesSince(
      tx,
      ctx,
      rows.map(({ asOf }) => asOf),
    );
    return Object.fromEntries(rows.map(({ id }, at) => [id, changes[at] ?? QUIET]));
  });
}

/** @throws AppError NOT_FOUND when there is no such pack in this organisation. */
export async function getPack(ctx: OrgContext, { id }: { id: string }) {
  return read(ctx, async (tx) => {
    const [row] = await tx.select(columns).from(pack).leftJoin(membership, requester).where(mine(ctx, id));
    if (!row) throw new AppError("NOT_FOUND", "No such pack");
    const [progress] = await tx
      .select({ step: packProgress.step, done: packProgress.done, total: packProgress.total })
      .from(packProgress)
      .where(and(eq(packProgress.orgId, ctx.orgId), eq(packProgress.packId, id)));
    const [file] = await tx
      .select({ bytes: sql<number>`octet_length(${packFile.pdf})`, createdAt: packFile.createdAt })
      .from(packFile)
      .where(and(eq(packFile.orgId, ctx.orgId), eq(packFile.packId, id)));
    const [zone] = await tx.execute<{ timeZone: string }>(sql`select time_zone as "timeZone" from organisation`);
    return {
      ...row,
      progress: progress ?? null,
      file: file ?? null,
      timeZone: zone?.timeZone ?? "UTC",
      mayBuild: mayBuild(ctx),
    };
  });
}
export type PackPageData = Awaited<ReturnType<typeof getPack>>;

const MOST_FORUMS = 20;

/** Forums that had a pack before, the latest first: what a form offers. */
export async function packForums(ctx: OrgContext): Promise<string[]> {
  const rows = await read(ctx, (tx) =>
    tx
      .select({ forum: pack.forum })
      .from(pack)
      .where(eq(pack.orgId, ctx.orgId))
      .groupBy(pack.forum)
      .orderBy(desc(sql`max(${pack.asOf})`))
      .limit(MOST_FORUMS),
  );
  return [...new Set([...rows.map(({ forum }) => forum), PORTFOLIO])];
}

/** The instant of the last pack of a forum before another instant: what its next pack compares with. */
export async function lastPackOf(ctx: OrgContext, forum: string, before: Date): Promise<Date | null> {
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ asOf: pack.asOf })
      .from(pack)
      .where(and(eq(pack.orgId, ctx.orgId), eq(pack.forum, forum), eq(pack.status, "ready"), lt(pack.asOf, before)))
      .orderBy(desc(pack.asOf))
      .limit(1),
  );
  return row?.asOf ?? null;
}

/** What a pack is rebuilt from. @throws AppError NOT_FOUND */
export async function packSpec(
  ctx: OrgContext,
  id: string,
): Promise<PackSpec & { status: PackRow["status"]; template: string }> {
  const [row] = await read({ ...ctx, asOf: null }, (tx) => tx.select().from(pack).where(mine(ctx, id)));
  if (!row) throw new AppError("NOT_FOUND", "No such pack");
  const { number, forum, asOf, since, paper, requestedBy, status, templateVersion } = row;
  return { number, forum, asOf, since, paper, requestedBy, status, template: templateVersion };
}

/** The stored file. @throws AppError NOT_FOUND when there is no such pack or it is not ready. */
export async function readPackFile(ctx: OrgContext, id: string) {
  const [row] = await read({ ...ctx, asOf: null }, (tx) =>
    tx
      .select({
        number: pack.number,
        pdfSha256: pack.pdfSha256,
        dataSha256: pack.dataSha256,
        pdf: packFile.pdf,
        data: packFile.data,
      })
      .from(packFile)
      .innerJoin(pack, and(eq(pack.orgId, packFile.orgId), eq(pack.id, packFile.packId)))
      .where(and(eq(packFile.orgId, ctx.orgId), eq(packFile.packId, id))),
  );
  if (!row) throw new AppError("NOT_FOUND", "No such pack, or it is not ready yet");
  return row;
}

export type Verification = {
  /** The record still gives the data the pack was printed from. */
  readonly data: boolean;
  /** Printing that data again gives the stored file, byte for byte. */
  readonly file: boolean;
  readonly dataSha256: string;
  readonly pdfSha256: string;
};

/**
 * Rebuilds a pack from the record and compares it with what is stored. It reads as a job: what a pack holds does not
 * depend on who asks, and only whether both are equal is said.
 *
 * @throws AppError NOT_FOUND, or PRECONDITION_FAILED when an earlier template made it.
 */
export async function verifyPack(ctx: OrgContext, { id }: { id: string }, given?: Printer): Promise<Verification> {
  const spec = await packSpec(ctx, id);
  if (spec.template !== TEMPLATE) {
    throw new AppError(
      "PRECONDITION_FAILED",
      `This pack was printed by ${spec.template}; this server prints ${TEMPLATE}.`,
    );
  }
  const stored = await readPackFile(ctx, id);
  const gathered = await gatherPack(jobContext(ctx, "pack.verify", ctx.orgId), spec).catch((error: unknown) => {
    if (error instanceof PackSectionError) throw new AppError("PRECONDITION_FAILED", error.message);
    throw error;
  });
  const json = canonicalJson(gathered);
  const press = given ?? (await sharedPrinter());
  const printed = await press.print(json);
  const [dataSha256, pdfSha256] = [sha256(json), sha256(printed.pdf)];
  return {
    data: json === stored.data && dataSha256 === stored.dataSha256,
    file: pdfSha256 === stored.pdfSha256 && Buffer.compare(printed.pdf, stored.pdf) === 0,
    dataSha256,
    pdfSha256,
  };
}
