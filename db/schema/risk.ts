import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ASSESSMENT_KINDS, DISTRIBUTIONS, RISK_KINDS, RISK_STATUSES, STRATEGIES } from "@/domain/risk/response";
import { SEVERITIES } from "@/domain/risk/severity";
import { id, minor, orgId, recorded, version } from "../columns";
import { initiative, program } from "./initiative";
import { appetite, matrixVersion } from "./matrix";
import { model } from "./model";
import { membership } from "./organisation";

/** Where a risk, an assumption or an issue stands: at most one of the three, none is the portfolio. */
export const placeColumns = () => ({
  programId: uuid(),
  initiativeId: uuid(),
  modelId: uuid(),
  countsOnId: uuid(), // the initiative it counts on, its own or its model's; kept by trigger
});

export const riskColumns = () => ({
  orgId: orgId(),
  id: id(),
  number: integer().notNull().default(0), // given by trigger, of which the code is made where none is stated
  code: text().notNull().default(""),
  title: text().notNull(),
  cause: text(),
  event: text(),
  consequence: text(),
  kind: text({ enum: RISK_KINDS }).notNull().default("threat"),
  category: text(),
  ...placeColumns(),
  ownerId: uuid(),
  proximityOn: date({ mode: "string" }),
  raisedOn: date({ mode: "string" }).notNull(),
  reviewOn: date({ mode: "string" }),
  strategy: text({ enum: STRATEGIES }),
  contingencyPlan: text(),
  contingencyTrigger: text(),
  contingency: minor(),
  probability: doublePrecision(), // a fraction
  lossLow: minor(), // of an opportunity its gain, positive too
  lossLikely: minor(),
  lossHigh: minor(),
  currency: text().notNull(),
  distribution: text({ enum: DISTRIBUTIONS }).notNull().default("fixed"),
  correlationGroup: text(),
  status: text({ enum: RISK_STATUSES }).notNull().default("open"),
  closedOn: date({ mode: "string" }),
  closedReason: text(),
  starterRef: text(), // the starter it was copied from
  // Of the newest assessments and figures; kept by trigger, so that registers sort by index.
  inherentScore: smallint(),
  inherentSeverity: text({ enum: SEVERITIES }),
  residualScore: smallint(),
  residualSeverity: text({ enum: SEVERITIES }),
  residualLikelihood: smallint(), // from 0
  residualImpact: smallint(), // from 0
  residualVersionId: uuid(), // the matrix version it was assessed by
  targetScore: smallint(),
  targetOn: date({ mode: "string" }),
  expectedValue: minor(), // probability × mean loss; a gain below 0, so that sums are net
  version: version(),
});
export const risk = recorded("risk", riskColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("risk_code").on(t.orgId, t.code),
  uniqueIndex("risk_number").on(t.orgId, t.number),
  // Counts read nothing but an index where it holds what the policy asks for: the initiative.
  index("risk_open").on(t.orgId, t.countsOnId, t.id).where(sql`status = 'open'`),
  index("risk_expected").on(t.orgId, sql`expected_value desc nulls last`, t.id),
  index("risk_score").on(t.orgId, sql`residual_score desc nulls last`, t.id),
  index("risk_open_expected").on(t.orgId, sql`expected_value desc nulls last`, t.id).where(sql`status = 'open'`),
  // A cell's count reads nothing but this, and its worst come first.
  index("risk_cell")
    .on(
      t.orgId,
      t.residualVersionId,
      t.residualLikelihood,
      t.residualImpact,
      sql`expected_value desc nulls last`,
      t.id,
      t.countsOnId,
    )
    .where(sql`status = 'open'`),
  index("risk_title").on(t.orgId, sql`lower(left(title, 200))`, t.id),
  index("risk_status").on(t.orgId, t.status, t.countsOnId, t.id),
  index("risk_owner").on(t.orgId, t.ownerId, t.id),
  index("risk_proximity").on(t.orgId, t.proximityOn, t.id),
  index("risk_review").on(t.orgId, t.reviewOn, t.id),
  index("risk_counts_on").on(t.orgId, t.countsOnId, t.id),
  index("risk_model").on(t.orgId, t.modelId),
  index("risk_program").on(t.orgId, t.programId),
  index("risk_category").on(t.orgId, t.category),
  foreignKey({ name: "risk_program_fk", columns: [t.orgId, t.programId], foreignColumns: [program.orgId, program.id] }),
  foreignKey({
    name: "risk_initiative_fk",
    columns: [t.orgId, t.initiativeId],
    foreignColumns: [initiative.orgId, initiative.id],
  }),
  foreignKey({ name: "risk_model_fk", columns: [t.orgId, t.modelId], foreignColumns: [model.orgId, model.id] }),
  foreignKey({
    name: "risk_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  foreignKey({
    name: "risk_category_fk",
    columns: [t.orgId, t.category],
    foreignColumns: [appetite.orgId, appetite.category],
  }),
  check("risk_title_filled", sql`${t.title} <> ''`),
  check("risk_place", sql`num_nonnulls(${t.programId}, ${t.initiativeId}, ${t.modelId}) <= 1`),
  check("risk_probability", sql`${t.probability} between 0 and 1`),
  check(
    "risk_losses",
    sql`${t.lossLow} >= 0 and ${t.lossLikely} >= 0 and ${t.lossHigh} >= 0 and ${t.contingency} >= 0`,
  ),
  check(
    "risk_losses_ascend",
    sql`coalesce(${t.lossLow}, 0) <= coalesce(${t.lossLikely}, ${t.lossHigh}, ${t.lossLow}, 0) and coalesce(${t.lossLikely}, 0) <= coalesce(${t.lossHigh}, ${t.lossLikely}, 0)`,
  ),
  check(
    "risk_distribution",
    sql`${t.distribution} = 'fixed' or (${t.distribution} in ('triangular', 'pert') and num_nonnulls(${t.lossLow}, ${t.lossLikely}, ${t.lossHigh}) = 3)`,
  ),
  check(
    "risk_strategy",
    sql`${t.strategy} is null or case ${t.kind} when 'threat' then ${t.strategy} in ('avoid', 'reduce', 'transfer', 'accept', 'contingency', 'escalate') when 'opportunity' then ${t.strategy} in ('exploit', 'enhance', 'share', 'accept', 'escalate') else false end`,
  ),
  check(
    "risk_closed",
    sql`case ${t.status} when 'open' then ${t.closedOn} is null and ${t.closedReason} is null when 'closed' then ${t.closedOn} is not null and ${t.closedReason} <> '' when 'materialised' then ${t.closedOn} is not null else false end`,
  ),
]);

/** A rating as it was made. Insert only; a trigger works level, class and score out again from the matrix version. */
export const riskAssessmentColumns = () => ({
  orgId: orgId(),
  id: id(),
  riskId: uuid().notNull(),
  kind: text({ enum: ASSESSMENT_KINDS }).notNull(),
  number: integer().notNull().default(0), // counts the assessments of a risk and kind; given by trigger
  matrixVersionId: uuid().notNull(),
  likelihood: smallint().notNull(), // from 0
  impacts: jsonb().$type<Record<string, number>>().notNull(), // by category, from 0
  impact: smallint().notNull(), // the gravest
  level: smallint().notNull(),
  severity: text({ enum: SEVERITIES }).notNull(),
  score: smallint().notNull(),
  probability: doublePrecision(), // a fraction
  rationale: text().notNull().default(""),
  automatic: boolean().notNull().default(false), // raised or lowered by an indicator
  alertId: uuid(), // the alert that caused it
  indicatorId: uuid(), // the indicator that read the alert
  assessedOn: date({ mode: "string" }).notNull(),
  dueOn: date({ mode: "string" }), // of a target
});
export const riskAssessment = recorded("risk_assessment", riskAssessmentColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("risk_assessment_number").on(t.orgId, t.riskId, t.kind, t.number),
  index("risk_assessment_version").on(t.orgId, t.matrixVersionId),
  foreignKey({ name: "risk_assessment_risk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "risk_assessment_matrix",
    columns: [t.orgId, t.matrixVersionId],
    foreignColumns: [matrixVersion.orgId, matrixVersion.id],
  }),
  check("risk_assessment_probability", sql`${t.probability} between 0 and 1`),
  check("risk_assessment_due", sql`${t.kind} = 'target' or ${t.dueOn} is null`),
]);
