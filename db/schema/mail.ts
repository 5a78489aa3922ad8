import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { id, instant, operational, orgId } from "../columns";

export const MAIL_STATUSES = ["queued", "sent", "failed"] as const;

/** Mails on their way. What a mail says is sealed, because links are as good as passwords, and gone once it is sent. */
export const outbox = operational(
  "outbox",
  () => ({
    orgId: orgId(),
    id: id(),
    template: text().notNull(),
    recipient: text().notNull(),
    sealed: text(), // the template's values; null once the mail is sent or given up
    status: text({ enum: MAIL_STATUSES }).notNull().default("queued"),
    attempts: integer().notNull().default(0),
    error: text(),
    createdAt: instant().notNull(),
    nextAt: instant(), // of the next attempt; null when there is none
    sentAt: instant(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("outbox_created").on(t.orgId, t.createdAt)],
);
