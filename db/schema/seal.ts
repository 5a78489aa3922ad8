import { sql } from "drizzle-orm";
import { date, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { Report } from "@/domain/seal/report";
import { id, instant, operational, orgId } from "../columns";

/** One finished day (UTC) of the record. Written by `private.seal_next` alone; the app's role may only read it. */
export const seal = operational(
  "seal",
  () => ({
    orgId: orgId(),
    day: date({ mode: "string" }).notNull(),
    leaves: integer().notNull(),
    root: text().notNull(), // of the Merkle tree over the day's entries, hex
    columns: jsonb().$type<Record<string, string[]>>().notNull(), // by table, in the order hashed
    added: jsonb().$type<Record<string, Record<string, unknown[]>>>().notNull(), // columns new to the seals: their value in earlier versions
    sealedAt: instant().notNull(),
    before: text(), // chain of the day before
    chain: text().notNull(), // SHA-256 of all the above, hex
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);

/** The entries a day's tree stands on, 4,096 a row: they name what was altered, and give proofs. Written like `seal`. */
export const sealPart = operational(
  "seal_part",
  () => ({
    orgId: orgId(),
    day: date({ mode: "string" }).notNull(),
    part: integer().notNull(),
    leaves: integer().notNull(),
    root: text().notNull(), // of this part's subtree, hex
    entries: text().notNull(), // one a line
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.part] })],
);

/** That somebody had the record compared with its seals, and what came out. */
export const sealCheck = operational(
  "seal_check",
  () => ({
    orgId: orgId(),
    id: id(),
    askedBy: text().notNull(), // name at the time
    askedAt: instant().notNull().default(sql`clock_timestamp()`),
    endedAt: instant(),
    report: jsonb().$type<Report>(),
    error: text(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("seal_check_asked").on(t.orgId, t.askedAt)],
);
