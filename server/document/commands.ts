import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { document, documentFile } from "@/db/schema/document";
import { type DocumentType, extensionFault, typeOfContent } from "@/domain/document/content";
import type { DocumentDelete, DocumentRename, DocumentUpload } from "@/domain/document/input";
import { quotaText } from "@/domain/document/sentence";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { log } from "../log";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { subjectIn } from "../subject/queries";
import { mayChange } from "./edit/guard";
import { roomFor } from "./queries";
import type { Arrived } from "./receive/receive";
import { type DocumentStorage, keyOf } from "./storage/contract";

const NOT_YOURS = "Only who put the document here, who answers for the record or the program office may do this.";

function kindOf(arrived: Arrived, name: string): DocumentType {
  const told = typeOfContent(arrived.head, arrived.tail);
  if ("refusal" in told) throw new AppError("BAD_REQUEST", told.refusal);
  const fault = extensionFault(name, told.type);
  if (fault) throw new AppError("BAD_REQUEST", fault);
  return told.type;
}

/** One upload after the other counts, so that ten at once do not each find the last free place. */
export async function refuseFull(tx: Tx, ctx: OrgContext, size: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${ctx.orgId}, 8210))`);
  const { used, quota } = await roomFor(tx, ctx);
  if (used + size > quota)
    throw new AppError(
      "PRECONDITION_FAILED",
      `There is no room left for this file: ${quotaText(used, quota)}. Delete documents, or have the limit raised.`,
    );
}

const one = (ctx: OrgContext, id: string) => and(eq(document.orgId, ctx.orgId), eq(document.id, id));

/** Locks a document. @throws AppError NOT_FOUND */
async function locked(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx.select().from(document).where(one(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "This document is no longer there.");
  return { row, subject: await subjectIn(tx, ctx, { noun: row.aboutNoun, id: row.aboutId }) };
}

/** The next version of a document. @throws AppError NOT_FOUND, CONFLICT when the bytes are those of the latest one */
async function nextNumber(tx: Tx, ctx: OrgContext, { about, documentId }: DocumentUpload, sha256: string) {
  const { row } = await locked(tx, ctx, documentId ?? "");
  if (row.aboutNoun !== about.noun || row.aboutId !== about.id)
    throw new AppError("NOT_FOUND", "This document is no longer there.");
  const [latest] = await tx
    .select({ number: documentFile.number, sha256: documentFile.sha256 })
    .from(documentFile)
    .where(and(eq(documentFile.orgId, ctx.orgId), eq(documentFile.documentId, row.id)))
    .orderBy(sql`${documentFile.number} desc`)
    .limit(1);
  if (latest?.sha256 === sha256)
    throw new AppError("CONFLICT", "This is the very file that is there already, byte for byte.");
  return (latest?.number ?? 0) + 1;
}

/**
 * Puts a file that has arrived beside a record, as a document of its own or as the next version of one. The bytes are put
 * away first: a document never names bytes that are not there.
 * @throws AppError BAD_REQUEST (its kind is not taken), NOT_FOUND, CONFLICT, PRECONDITION_FAILED (no room)
 */
export async function addDocument(
  ctx: OrgContext,
  upload: DocumentUpload,
  arrived: Arrived,
  storage: DocumentStorage,
): Promise<{ documentId: string; fileId: string; number: number }> {
  const { about, documentId, name } = upload;
  const fileId = randomUUID();
  const key = keyOf(ctx.orgId, fileId);
  const createdBy = ctx.actor.kind === "user" ? ctx.actor.memberId : null;
  try {
    const type = kindOf(arrived, name);
    await storage.put(key, arrived);
    const action = { name: documentId ? "document.replace" : "document.add" };
    const { orgId } = ctx;
    const aboutId = about.id;
    return await change(ctx, action, async (tx) => {
      await subjectIn(tx, ctx, about);
      await refuseFull(tx, ctx, arrived.size);
      const id = documentId ?? randomUUID();
      const number = documentId ? await nextNumber(tx, ctx, upload, arrived.sha256) : 1;
      if (!documentId) await tx.insert(document).values({ orgId, id, aboutNoun: about.noun, aboutId, name, createdBy });
      const { size, sha256 } = arrived;
      const file = {
        orgId,
        id: fileId,
        documentId: id,
        aboutId,
        number,
        fileName: name,
        type,
        size,
        sha256,
        createdBy,
      };
      await tx.insert(documentFile).values(file);
      return { documentId: id, fileId, number };
    });
  } catch (error) {
    await rm(arrived.path, { force: true });
    // What cannot be removed now is an orphan, and swept.
    await storage.remove(key).catch((cause: unknown) => log.warn({ err: cause, fileId }, "bytes left for the sweep"));
    throw error;
  }
}

/** @throws AppError NOT_FOUND, FORBIDDEN */
export async function renameDocument(ctx: OrgContext, { documentId, version, name }: DocumentRename) {
  const write = change(ctx, { name: "document.rename" }, async (tx) => {
    const { row, subject } = await locked(tx, ctx, documentId);
    if (!mayChange(ctx, subject, row)) throw new AppError("FORBIDDEN", NOT_YOURS);
    const held = { row, history: { of: history.document, own: eq(history.document.id, documentId) } };
    const joined = await joinedEdit(tx, ctx, held, { version, patch: { name } });
    await tx.update(document).set(joined).where(one(ctx, documentId));
    return { outcome: "saved" as const, name: joined.name };
  });
  return orConflict<{ name: string }, Awaited<typeof write>>(write);
}

/**
 * Takes a document and all its versions away, with a reason. The record keeps what they were and their hashes; the bytes
 * stay for a while and are then swept.
 * @throws AppError NOT_FOUND, FORBIDDEN
 */
export async function deleteDocument(
  ctx: OrgContext,
  { documentId, reason }: DocumentDelete,
): Promise<{ files: number }> {
  return change(ctx, { name: "document.delete", reason }, async (tx) => {
    const { row, subject } = await locked(tx, ctx, documentId);
    if (!mayChange(ctx, subject, row)) throw new AppError("FORBIDDEN", NOT_YOURS);
    const gone = await tx
      .delete(documentFile)
      .where(and(eq(documentFile.orgId, ctx.orgId), eq(documentFile.documentId, documentId)))
      .returning({ id: documentFile.id });
    await tx.delete(document).where(one(ctx, documentId));
    return { files: gone.length };
  });
}
