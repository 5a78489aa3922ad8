import { and, count, desc, eq, gt, inArray, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import { DOCUMENT_PAGE, type DocumentList } from "@/domain/document/input";
import { env } from "@/env";
import { may, type OrgContext } from "../../context";
import { read } from "../../record/read";
import { type Subject, subjectIn } from "../../subject/queries";
import { mayChangeAll } from "../edit/guard";

const DAY_MS = 86_400_000;
const SWEEP_MS = 3_600_000; // the sweep runs every hour: what is nearly due may be gone before it is put back

const was = history.document;
const later = alias(history.document, "later");

/** What was deleted at this instant or before can no longer be put back: its files are removed. */
export const keptSince = (now: Date): Date => new Date(now.getTime() - env().DOCUMENT_DELETED_DAYS * DAY_MS + SWEEP_MS);

/** Last versions of documents beside a record that were deleted, are kept, and that the reader may put back; null where none can be. */
function restorable(tx: Tx, ctx: OrgContext, subject: Subject): SQL | undefined | null {
  const { actor } = ctx;
  if (ctx.asOf || !may(actor, "document:write")) return null;
  const mine = actor.kind === "user" && !mayChangeAll(ctx, subject) ? eq(was.createdBy, actor.memberId) : undefined;
  const newer = tx
    .select({ one: sql`1` })
    .from(later)
    .where(and(eq(later.orgId, was.orgId), eq(later.id, was.id), gt(later.recordedFrom, was.recordedFrom)));
  return and(
    eq(was.orgId, ctx.orgId),
    eq(was.aboutNoun, subject.noun),
    eq(was.aboutId, subject.id),
    gt(was.recordedTo, keptSince(ctx.now)),
    mine,
    notExists(newer),
  );
}

/** How many deleted documents beside a record the reader may put back. */
export async function countDeleted(tx: Tx, ctx: OrgContext, subject: Subject): Promise<number> {
  const which = restorable(tx, ctx, subject);
  if (which === null) return 0;
  const [row] = await tx.select({ n: count() }).from(was).where(which);
  return row?.n ?? 0;
}

type DeletedRow = {
  id: string;
  name: string;
  deletedAt: Date;
  deletedBy: string | null;
  reason: string | null;
  files: number;
  /** Bytes of all its versions. */
  size: number;
};

/**
 * Deleted documents beside a record that the reader may put back, the last deleted first: by whom, when, why.
 * @throws AppError NOT_FOUND for a record the reader may not see
 */
export function listDeleted(ctx: OrgContext, { about, page }: DocumentList) {
  return read(ctx, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const which = restorable(tx, ctx, subject);
    const shown = { page, pageSize: DOCUMENT_PAGE };
    if (which === null) return { rows: [], total: 0, ...shown };
    const by = and(eq(change.orgId, was.orgId), eq(change.id, was.closedBy));
    const rows = await tx
      .select({
        id: was.id,
        name: was.name,
        deletedAt: was.recordedTo,
        deletedBy: change.actorName,
        reason: change.reason,
        closedBy: was.closedBy,
      })
      .from(was)
      .leftJoin(change, by)
      .where(which)
      .orderBy(desc(was.recordedTo), desc(was.id))
      .limit(DOCUMENT_PAGE)
      .offset((page - 1) * DOCUMENT_PAGE);
    const of = history.documentFile;
    const ids = rows.map(({ id }) => id);
    const gone = { documentId: of.documentId, closedBy: of.closedBy };
    const sizes = ids.length
      ? await tx
          .select({ ...gone, files: count(), size: sql<string>`sum(${of.size})` })
          .from(of)
          .where(and(eq(of.orgId, ctx.orgId), inArray(of.documentId, ids)))
          .groupBy(of.documentId, of.closedBy)
      : [];
    const total = await countDeleted(tx, ctx, subject);
    const listed = rows.flatMap(({ closedBy, deletedAt, ...row }): DeletedRow[] => {
      const held = sizes.find((each) => each.documentId === row.id && each.closedBy === closedBy);
      return deletedAt ? [{ ...row, deletedAt, files: held?.files ?? 0, size: Number(held?.size ?? 0) }] : [];
    });
    return { rows: listed, total, ...shown };
  });
}
