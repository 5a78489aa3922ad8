import { boolean, index, jsonb, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { CUSTOM_FIELD_KINDS } from "@/domain/initiative/choice";
import { id, orgId, recorded, version } from "../columns";

export const customFieldColumns = () => ({
  orgId: orgId(),
  id: id(),
  noun: text({ enum: ["initiative"] }).notNull(),
  label: text().notNull(),
  kind: text({ enum: CUSTOM_FIELD_KINDS }).notNull(),
  choices: jsonb().$type<string[]>().notNull().default([]),
  position: smallint().notNull().default(0),
  archived: boolean().notNull().default(false),
  version: version(),
});
export const customField = recorded("custom_field", customFieldColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("custom_field_noun").on(t.orgId, t.noun, t.position),
]);
