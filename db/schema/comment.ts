import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { SUBJECT_NOUNS } from "@/domain/subject/subject";
import { id, instant, orgId, recorded, version } from "../columns";
import { membership } from "./organisation";

export type Mention = { memberId: string; name: string };

export const commentColumns = () => ({
  orgId: orgId(),
  id: id(),
  aboutNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
  aboutId: uuid().notNull(),
  parentId: uuid(), // the comment a reply stands under; null = it opens a thread
  authorId: uuid().notNull(),
  body: text().notNull(),
  mentions: jsonb().$type<Mention[]>().notNull().default([]), // names as they were written
  createdAt: instant().notNull().default(sql`private.stamp()`),
  editedAt: instant(),
  resolvedAt: instant(), // of a thread
  resolvedBy: uuid(),
  deletedAt: instant(), // its text is gone from here and stays in history
  version: version(),
});
export const comment = recorded("comment", commentColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("comment_about").on(t.orgId, t.aboutId, t.createdAt, t.id),
  index("comment_parent").on(t.orgId, t.parentId),
  index("comment_author").on(t.orgId, t.authorId),
  foreignKey({ name: "comment_thread", columns: [t.orgId, t.parentId], foreignColumns: [t.orgId, t.id] }),
  foreignKey({
    name: "comment_author_fk",
    columns: [t.orgId, t.authorId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("comment_body_length", sql`length(${t.body}) <= 20000`),
  check("comment_resolved_thread", sql`${t.resolvedAt} is null or ${t.parentId} is null`),
]);
