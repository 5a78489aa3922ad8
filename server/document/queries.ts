import { and, desc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { document, documentFile } from "@/db/schema/document";
import { membership } from "@/db/schema/organisation";
import { DOCUMENT_FACTS } from "@/domain/document/content";
import { DOCUMENT_PAGE, type DocumentList } from "@/domain/document/input";
import { AppError } from "@/domain/shared/error";
import { env } from "@/env";
import { may, type OrgContext } from "../context";
import { heldOf, limitOf } from "../quota/queries";
import { read } from "../record/read";
import { subjectIn } from "../subject/queries";
import { mayChange } from "./edit/guard";
import { countDeleted } from "./restore/queries";

const MB = 1_000_000;
const creator = alias(membership, "creator");

/** How large one file may be, in bytes. */
export const largestFile = (): number => env().DOCUMENT_MAX_MB * MB;

/** Bytes that the organisation's documents take, whoever may see them, and may take. */
export async function roomFor(tx: Tx, ctx: OrgContext): Promise<{ used: number; quota: number }> {
  const quota = (await limitOf(tx, ctx, "documents")) ?? Number.MAX_SAFE_INTEGER;
  return { used: await heldOf(tx, "documents", null), quota };
}

const filesOf = (tx: Tx, ctx: OrgContext, ids: readonly string[]) =>
  tx
    .select({
      id: documentFile.id,
      documentId: documentFile.documentId,
      number: documentFile.number,
      fileName: documentFile.fileName,
      type: documentFile.type,
      size: documentFile.size,
      sha256: documentFile.sha256,
      createdAt: documentFile.createdAt,
      createdBy: creator.name,
    })
    .from(documentFile)
    .leftJoin(creator, and(eq(creator.orgId, documentFile.orgId), eq(creator.id, documentFile.createdBy)))
    .where(and(eq(documentFile.orgId, ctx.orgId), inArray(documentFile.documentId, [...ids])))
    .orderBy(desc(documentFile.number))
    .limit(DOCUMENT_PAGE * 200);

/**
 * The documents beside a record, the latest first, each with its versions, how many are deleted, and how much room is left. Six statements.
 * @throws AppError NOT_FOUND for a record the reader may not see
 */
export function listDocuments(ctx: OrgContext, { about, page }: DocumentList) {
  return read(ctx, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const beside = and(
      eq(document.orgId, ctx.orgId),
      eq(document.aboutNoun, about.noun),
      eq(document.aboutId, about.id),
    );
    const rows = await tx
      .select({
        id: document.id,
        name: document.name,
        version: document.version,
        createdBy: document.createdBy,
        createdAt: document.createdAt,
      })
      .from(document)
      .where(beside)
      .orderBy(desc(document.createdAt), desc(document.id))
      .limit(DOCUMENT_PAGE)
      .offset((page - 1) * DOCUMENT_PAGE);
    const ids = rows.map(({ id }) => id);
    const [files, total, deleted, room] = await Promise.all([
      ids.length ? filesOf(tx, ctx, ids) : [],
      tx.$count(document, beside),
      countDeleted(tx, ctx, subject),
      roomFor(tx, ctx),
    ]);
    return {
      subject: subject.title,
      rows: rows.map(({ createdBy, ...row }) => ({
        ...row,
        mayChange: mayChange(ctx, subject, { createdBy }),
        files: files
          .filter(({ documentId }) => documentId === row.id)
          .map(({ documentId: _documentId, ...file }) => ({ ...file, preview: DOCUMENT_FACTS[file.type].preview })),
      })),
      total,
      /** That the reader may put back. */
      deleted,
      page,
      pageSize: DOCUMENT_PAGE,
      ...room,
      most: largestFile(),
      mayAdd: !ctx.asOf && ctx.actor.kind === "user" && may(ctx.actor, "document:write"),
    };
  });
}

/** One version's file. @throws AppError NOT_FOUND, also for one beside a record that is hidden from the reader */
export function getFile(ctx: OrgContext, fileId: string) {
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({
        id: documentFile.id,
        fileName: documentFile.fileName,
        type: documentFile.type,
        size: documentFile.size,
        sha256: documentFile.sha256,
        noun: document.aboutNoun,
        aboutId: document.aboutId,
      })
      .from(documentFile)
      .innerJoin(document, and(eq(document.orgId, documentFile.orgId), eq(document.id, documentFile.documentId)))
      .where(and(eq(documentFile.orgId, ctx.orgId), eq(documentFile.id, fileId)));
    if (!found) throw new AppError("NOT_FOUND", "No such document");
    const { noun, aboutId, ...file } = found;
    await subjectIn(tx, ctx, { noun, id: aboutId });
    return file;
  });
}
