import { index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, operational, orgId, recorded, version } from "../columns";
import { bytea } from "./import";

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
