import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { ASSUMPTION_STATUSES, ISSUE_STATUSES } from "@/domain/raid/choice";
import { SEVERITIES } from "@/domain/risk/severity";
import { id, orgId, recorded, version } from "../columns";
import { initiative, program } from "./initiative";
import { model } from "./model";
import { membership } from "./organisation";
import { placeColumns, risk } from "./risk";

/** Something taken as true. When it proves false, a risk says what follows. */
export const assumptionColumns = () => ({
  orgId: orgId(),
  id: id(),
  number: integer().notNull().default(0),
  code: text().notNull().default(""),
  statement: text().notNull(),
  ...placeColumns(),
  ownerId: uuid(),
  validateBy: date({ mode: "string" }),
  status: text({ enum: ASSUMPTION_STATUSES }).notNull().default("open"),
  statusOn: date({ mode: "string" }), // when it was held or failed
  riskId: uuid(), // if false
  raisedOn: date({ mode: "string" }).notNull(),
  note: text(),
  version: version(),
});
export const assumption = recorded("assumption", assumptionColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("assumption_code").on(t.orgId, t.code),
  uniqueIndex("assumption_number").on(t.orgId, t.number),
  index("assumption_validate").on(t.orgId, t.validateBy, t.id),
  index("assumption_counts_on").on(t.orgId, t.countsOnId, t.id),
  foreignKey({
    name: "assumption_program_fk",
    columns: [t.orgId, t.programId],
    foreignColumns: [program.orgId, program.id],
  }),
  foreignKey({
    name: "assumption_initiative_fk",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
  foreignKey({ name: "assumption_model_fk", columns: [t.orgId, t.modelId], foreignColumns: [model.orgId, model.id] }),
  foreignKey({ name: "assumption_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "assumption_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("assumption_filled", sql`${t.statement} <> ''`),
  check("assumption_place", sql`num_nonnulls(${t.programId}, ${t.initiativeId}, ${t.modelId}) <= 1`),
  check("assumption_status", sql`${t.status} in ('open', 'held', 'failed')`),
]);

/** Something that is true already and stands in the way; a risk that came true keeps its link. */
export const issueColumns = () => ({
  orgId: orgId(),
  id: id(),
  number: integer().notNull().default(0),
  code: text().notNull().default(""),
  title: text().notNull(),
  description: text(),
  severity: text({ enum: SEVERITIES }).notNull(),
  ...placeColumns(),
  ownerId: uuid(),
  status: text({ enum: ISSUE_STATUSES }).notNull().default("open"),
  raisedOn: date({ mode: "string" }).notNull(),
  resolutionDueOn: date({ mode: "string" }),
  resolvedOn: date({ mode: "string" }),
  resolution: text(),
  riskId: uuid(), // the risk that came true
  version: version(),
});
export const issue = recorded("issue", issueColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("issue_code").on(t.orgId, t.code),
  uniqueIndex("issue_number").on(t.orgId, t.number),
  index("issue_due").on(t.orgId, t.resolutionDueOn, t.id),
  index("issue_counts_on").on(t.orgId, t.countsOnId, t.id),
  index("issue_risk").on(t.orgId, t.riskId),
  foreignKey({
    name: "issue_program_fk",
    columns: [t.orgId, t.programId],
    foreignColumns: [program.orgId, program.id],
  }),
  foreignKey({
    name: "issue_initiative_fk",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
  foreignKey({ name: "issue_model_fk", columns: [t.orgId, t.modelId], foreignColumns: [model.orgId, model.id] }),
  foreignKey({ name: "issue_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "issue_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("issue_filled", sql`${t.title} <> ''`),
  check("issue_place", sql`num_nonnulls(${t.programId}, ${t.initiativeId}, ${t.modelId}) <= 1`),
  check("issue_severity", sql`${t.severity} in ('green', 'yellow', 'amber', 'red')`),
  check("issue_resolved", sql`(${t.status} = 'resolved') = (${t.resolvedOn} is not null)`),
]);
