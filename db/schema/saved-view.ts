import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { REGISTER_NOUNS } from "@/domain/table/column";
import type { ViewState } from "@/domain/table/view";
import { id, orgId, recorded, version } from "../columns";
import { membership } from "./organisation";

/** A view of a register that somebody keeps under a name. Others see it once it is shared: a policy says so. */
export const savedViewColumns = () => ({
  orgId: orgId(),
  id: id(),
  noun: text({ enum: REGISTER_NOUNS }).notNull(),
  name: text().notNull(),
  ownerId: uuid().notNull(), // membership
  shared: boolean().notNull().default(false),
  usual: boolean().notNull().default(false), // opens for everybody who chose none
  state: jsonb().$type<ViewState>().notNull(),
  version: version(),
});
export const savedView = recorded("saved_view", savedViewColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("saved_view_name").on(t.orgId, t.noun, t.ownerId, t.name),
  uniqueIndex("saved_view_usual").on(t.orgId, t.noun).where(sql`usual`),
  foreignKey({
    name: "saved_view_owner",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("saved_view_name_filled", sql`${t.name} <> ''`),
  check("saved_view_usual_shared", sql`${t.shared} or not ${t.usual}`),
]);
