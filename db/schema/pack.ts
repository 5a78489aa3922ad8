import { foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, operational, orgId, recorded, version } from "../columns";
import { bytea } from "./import";
import { membership } from "./organisation";

export const packColumns = () => ({
  orgId: orgId(),
  id: id(),
  number: text().notNull(), // from forum or portfolio, as-of and template version
  forum: text().notNull(),
  asOf: instant().notNull(), // settled
  since: instant(),
  templateVersion: text().notNull(),
  paper: text({ enum: ["a4", "letter"] })
    .notNull()
    .default("a4"),
  status: text({ enum: ["building", "ready", "failed"] })
    .notNull()
    .default("building"),
  dataSha256: text(),
  pdfSha256: text(),
  pages: integer(),
  error: text(),
  requestedBy: uuid(),
  version: version(),
});
export const pack = recorded("pack", packColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("pack_as_of").on(t.orgId, t.asOf, t.id),
  uniqueIndex("pack_number").on(t.orgId, t.number),
]);

/** What was gathered and printed. The app's role may add and read, never change. */
export const packFile = operational(
  "pack_file",
  () => ({
    orgId: orgId(),
    packId: uuid().notNull(),
    data: text().notNull(),
    pdf: bytea().notNull(),
    createdAt: instant().notNull(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.packId] })],
);

export const packProgress = operational(
  "pack_progress",
  () => ({
    orgId: orgId(),
    packId: uuid().notNull(),
    step: text().notNull(),
    done: integer().notNull(),
    total: integer().notNull(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.packId] })],
);

/** Who was sent a pack, by whom, and until when the link in the mail leads to it. */
export const packMailColumns = () => ({
  orgId: orgId(),
  id: id(),
  packId: uuid().notNull(),
  memberId: uuid().notNull(),
  sentBy: uuid(),
  sentAt: instant().notNull(),
  expiresAt: instant().notNull(),
  version: version(),
});
export const packMail = recorded("pack_mail", packMailColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("pack_mail_pack").on(t.orgId, t.packId, t.sentAt),
  foreignKey({ name: "pack_mail_pack_fk", columns: [t.orgId, t.packId], foreignColumns: [pack.orgId, pack.id] }),
  foreignKey({
    name: "pack_mail_member_fk",
    columns: [t.orgId, t.memberId],
    foreignColumns: [membership.orgId, membership.id],
  }),
]);
