import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, orgId } from "../columns";

/** One row a change. Written by `private.open_change` alone; the app's role may only read it. */
export const change = pgTable(
  "change",
  {
    orgId: orgId(),
    id: id(),
    actorKind: text({ enum: ["user", "job", "database"] }).notNull(),
    actorId: uuid(), // membership
    actorName: text().notNull(), // name at the time
    action: text().notNull(),
    reason: text(),
    requestId: text(),
    detail: jsonb().$type<Record<string, unknown>>(),
    at: instant().notNull(),
    address: text().default(sql`nullif(current_setting('app.address', true), '')`), // where the request came from
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("change_at").on(t.orgId, t.at, t.id)],
);
