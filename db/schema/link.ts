import { sql } from "drizzle-orm";
import { check, index, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { LINK_KINDS } from "@/domain/link/kind";
import { SUBJECT_NOUNS } from "@/domain/subject/subject";
import { id, orgId, recorded } from "../columns";

export const linkColumns = () => ({
  orgId: orgId(),
  id: id(),
  kind: text({ enum: LINK_KINDS }).notNull(),
  fromNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
  fromId: uuid().notNull(),
  toNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
  toId: uuid().notNull(),
});
/** One way only: the other direction is read from the same row. */
export const link = recorded("link", linkColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("link_once").on(t.orgId, t.kind, sql`least(from_id, to_id)`, sql`greatest(from_id, to_id)`),
  index("link_from").on(t.orgId, t.fromId),
  index("link_to").on(t.orgId, t.toId),
  check("link_of_two", sql`${t.fromId} <> ${t.toId}`),
]);
