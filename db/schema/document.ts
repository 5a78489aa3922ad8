import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { DOCUMENT_TYPES } from "@/domain/document/content";
import { SUBJECT_NOUNS } from "@/domain/subject/subject";
import { id, instant, orgId, recorded, version } from "../columns";
import { membership } from "./organisation";

export const documentColumns = () => ({
  orgId: orgId(),
  id: id(),
  aboutNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
  aboutId: uuid().notNull(),
  name: text().notNull(),
  createdBy: uuid(),
  createdAt: instant().notNull().default(sql`private.stamp()`),
  version: version(),
});
export const document = recorded("document", documentColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("document_about").on(t.orgId, t.aboutId, t.createdAt, t.id),
  foreignKey({
    name: "document_creator",
    columns: [t.orgId, t.createdBy],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("document_name_form", sql`${t.name} <> '' and ${t.name} !~ '[[:cntrl:]/\\\\]' and length(${t.name}) <= 200`),
]);

/** One file a version. Its bytes lie in the storage under the organisation and this id; they never change. */
export const documentFileColumns = () => ({
  orgId: orgId(),
  id: id(),
  documentId: uuid().notNull(),
  aboutId: uuid().notNull(), // as its document's, for the policy
  number: integer().notNull(), // 1, 2, …
  fileName: text().notNull(),
  type: text({ enum: DOCUMENT_TYPES }).notNull(), // by content
  size: bigint({ mode: "number" }).notNull(), // bytes
  sha256: text().notNull(),
  createdBy: uuid(),
  createdAt: instant().notNull().default(sql`private.stamp()`),
});
export const documentFile = recorded("document_file", documentFileColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("document_file_number").on(t.orgId, t.documentId, t.number),
  foreignKey({
    name: "document_file_document",
    columns: [t.orgId, t.documentId],
    foreignColumns: [document.orgId, document.id],
  }),
  foreignKey({
    name: "document_file_creator",
    columns: [t.orgId, t.createdBy],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("document_file_size", sql`${t.size} > 0`),
  check("document_file_sha256", sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
]);
