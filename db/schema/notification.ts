import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { NOTIFICATION_KINDS } from "@/domain/notification/kind";
import { SUBJECT_NOUNS } from "@/domain/subject/subject";
import { id, instant, operational, orgId } from "../columns";
import { membership } from "./organisation";

/** What a member said about following a record; without a row their part in it decides. */
export const follow = operational(
  "follow",
  () => ({
    orgId: orgId(),
    aboutId: uuid().notNull(),
    memberId: uuid().notNull(),
    aboutNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
    following: boolean().notNull(),
    since: instant().notNull().default(sql`private.stamp()`),
  }),
  (t) => [
    primaryKey({ columns: [t.orgId, t.aboutId, t.memberId] }),
    foreignKey({
      name: "follow_member",
      columns: [t.orgId, t.memberId],
      foreignColumns: [membership.orgId, membership.id],
    }),
  ],
);

export type NotificationDetail = {
  commentId?: string;
  from?: string | null;
  to?: string | null;
  level?: string;
  rule?: string; // the rule that raised a risk
  step?: string; // what became of an acceptance
  more?: number; // records of the same change, beside this one
};

/** Ids and choices only: texts are read from the record when they are shown, so that what is deleted or restricted is gone. */
export const notification = operational(
  "notification",
  () => ({
    orgId: orgId(),
    id: id(),
    memberId: uuid().notNull(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    aboutNoun: text({ enum: SUBJECT_NOUNS }).notNull(),
    aboutId: uuid().notNull(),
    changeId: uuid().notNull(),
    actorName: text().notNull(),
    detail: jsonb().$type<NotificationDetail>().notNull().default({}),
    createdAt: instant().notNull(), // when it happened
    readAt: instant(),
    mail: boolean().notNull().default(false), // wanted by mail
    mailedAt: instant(),
  }),
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("notification_once").on(t.orgId, t.memberId, t.changeId, t.aboutId, t.kind),
    index("notification_member").on(t.orgId, t.memberId, t.createdAt, t.id),
    index("notification_unread").on(t.orgId, t.memberId).where(sql`read_at is null`),
    foreignKey({
      name: "notification_member_fk",
      columns: [t.orgId, t.memberId],
      foreignColumns: [membership.orgId, membership.id],
    }),
  ],
);
