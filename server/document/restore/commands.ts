import { and, desc, eq } from "drizzle-orm";
import { history } from "@/db/history";
import { document, documentFile } from "@/db/schema/document";
import type { DocumentRestore } from "@/domain/document/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { subjectIn } from "../../subject/queries";
import { refuseFull } from "../commands";
import { mayChange } from "../edit/guard";
import { keptSince } from "./queries";

/**
 * Puts a deleted document back with all its versions, while their bytes are kept.
 * @throws AppError NOT_FOUND, FORBIDDEN, CONFLICT when it is there, PRECONDITION_FAILED when it was deleted too long ago or there is
 *   no room for it
 */
export function restoreDocument(ctx: OrgContext, { documentId }: DocumentRestore): Promise<{ files: number }> {
  const { orgId } = ctx;
  return change(ctx, { name: "document.restore" }, async (tx) => {
    const was = history.document;
    const [row] = await tx
      .select()
      .from(was)
      .where(and(eq(was.orgId, orgId), eq(was.id, documentId)))
      .orderBy(desc(was.recordedFrom))
      .limit(1);
    if (!row) throw new AppError("NOT_FOUND", "No such document");
    const subject = await subjectIn(tx, ctx, { noun: row.aboutNoun, id: row.aboutId });
    const { recordedTo, closedBy, aboutNoun, aboutId, name, createdBy, createdAt } = row;
    if (!recordedTo || !closedBy) throw new AppError("CONFLICT", "This document is there.");
    if (!mayChange(ctx, subject, row))
      throw new AppError("FORBIDDEN", "Only who may delete this document may put it back.");
    if (recordedTo <= keptSince(ctx.now))
      throw new AppError("PRECONDITION_FAILED", "This document was deleted too long ago: its files are removed.");
    const of = history.documentFile;
    const files = await tx
      .select()
      .from(of)
      .where(and(eq(of.orgId, orgId), eq(of.documentId, documentId), eq(of.closedBy, closedBy)))
      .orderBy(of.number);
    await refuseFull(
      tx,
      ctx,
      files.reduce((sum, { size }) => sum + size, 0),
    );
    await tx.insert(document).values({ orgId, id: documentId, aboutNoun, aboutId, name, createdBy, createdAt });
    const rows = files.map(({ recordedFrom: _f, recordedTo: _t, changeId: _c, closedBy: _b, ...file }) => file);
    if (rows.length > 0) await tx.insert(documentFile).values(rows);
    return { files: rows.length };
  });
}
