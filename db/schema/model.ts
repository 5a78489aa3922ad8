import { sql } from "drizzle-orm";
import { check, foreignKey, index, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, orgId, recorded, version } from "../columns";
import { initiative } from "./initiative";
import { membership } from "./organisation";

export const MODEL_STATUSES = ["development", "live", "retired"] as const;

export const modelColumns = () => ({
  orgId: orgId(),
  id: id(),
  name: text().notNull(),
  purpose: text(),
  type: text(),
  baseModel: text(), // the foundation model it builds on, with its snapshot
  tier: smallint(), // 1-3, null = unrated
  status: text({ enum: MODEL_STATUSES }).notNull().default("live"),
  initiativeId: uuid(),
  builderId: uuid(),
  operatorId: uuid(),
  connectionId: uuid(), // where it was discovered
  externalRef: text(), // its name on that platform
  version: version(),
});
export const model = recorded("model", modelColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("model_name").on(t.orgId, t.name, t.id),
  index("model_base").on(t.orgId, t.baseModel).where(sql`base_model is not null`),
  index("model_initiative").on(t.orgId, t.initiativeId),
  uniqueIndex("model_external").on(t.orgId, t.connectionId, t.externalRef),
  foreignKey({
    name: "model_initiative_fk",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
  foreignKey({
    name: "model_builder_fk",
    columns: [t.orgId, t.builderId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  foreignKey({
    name: "model_operator_fk",
    columns: [t.orgId, t.operatorId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("model_tier_range", sql`${t.tier} between 1 and 3`),
]);

export const modelVersionColumns = () => ({
  orgId: orgId(),
  id: id(),
  modelId: uuid().notNull(),
  label: text().notNull(),
  alias: text(), // e.g. champion
  externalRef: text(),
  liveFrom: instant(),
  liveTo: instant(),
  version: version(),
});
export const modelVersion = recorded("model_version", modelVersionColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("model_version_label").on(t.orgId, t.modelId, t.label),
  foreignKey({ name: "model_version_model", columns: [t.orgId, t.modelId], foreignColumns: [model.orgId, model.id] }),
]);
