import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ACCEPTANCE_DECISIONS } from "@/domain/risk/acceptance";
import { CONTROL_KINDS } from "@/domain/risk/response";
import { id, instant, orgId, recorded, version } from "../columns";
import { rule } from "./metric";
import { membership } from "./organisation";
import { risk, riskAssessment } from "./risk";

const ofRisk = () => ({ orgId: orgId(), id: id(), riskId: uuid().notNull() });

export const riskControlColumns = () => ({
  ...ofRisk(),
  name: text().notNull(),
  kind: text({ enum: CONTROL_KINDS }).notNull(),
  effectiveness: doublePrecision().notNull(), // a fraction
  testedOn: date({ mode: "string" }),
  ownerId: uuid(),
  version: version(),
});
export const riskControl = recorded("risk_control", riskControlColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("risk_control_risk").on(t.orgId, t.riskId),
  foreignKey({ name: "risk_control_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "risk_control_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("risk_control_effectiveness", sql`${t.effectiveness} between 0 and 1`),
  check("risk_control_kind", sql`${t.kind} in ('preventive', 'mitigating')`),
]);

export const responseActionColumns = () => ({
  ...ofRisk(),
  title: text().notNull(),
  ownerId: uuid(),
  dueOn: date({ mode: "string" }),
  doneOn: date({ mode: "string" }),
  version: version(),
});
export const responseAction = recorded("response_action", responseActionColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("response_action_risk").on(t.orgId, t.riskId),
  index("response_action_due").on(t.orgId, t.dueOn).where(sql`done_on is null`),
  foreignKey({ name: "response_action_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "response_action_owner_fk",
    columns: [t.orgId, t.ownerId],
    foreignColumns: [membership.orgId, membership.id],
  }),
]);

/** An entry of a public taxonomy that a risk belongs under, by its id in an edition. */
export const riskTagColumns = () => ({
  orgId: orgId(),
  riskId: uuid().notNull(),
  framework: text().notNull(),
  edition: text().notNull(),
  ref: text().notNull(),
});
export const riskTag = recorded("risk_tag", riskTagColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.riskId, t.framework, t.edition, t.ref] }),
  index("risk_tag_ref").on(t.orgId, t.framework, t.ref),
  foreignKey({ name: "risk_tag_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
]);

/** A rule of a measure whose breach raises the likelihood by steps. */
export const riskIndicatorColumns = () => ({
  ...ofRisk(),
  ruleId: uuid().notNull(),
  raiseWarning: smallint().notNull().default(0), // steps
  raiseCritical: smallint().notNull().default(1), // steps
  active: boolean().notNull().default(true),
  note: text(),
  raisedSteps: smallint().notNull().default(0), // what was applied last
  since: instant(),
  alertId: uuid(),
  version: version(),
});
export const riskIndicator = recorded("risk_indicator", riskIndicatorColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("risk_indicator_rule").on(t.orgId, t.riskId, t.ruleId),
  index("risk_indicator_by_rule").on(t.orgId, t.ruleId),
  foreignKey({ name: "risk_indicator_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({ name: "risk_indicator_rule_fk", columns: [t.orgId, t.ruleId], foreignColumns: [rule.orgId, rule.id] }),
  check(
    "risk_indicator_steps",
    sql`${t.raiseWarning} between 0 and 5 and ${t.raiseCritical} between 0 and 5 and ${t.raisedSteps} between 0 and 5`,
  ),
]);

/** Somebody with the authority bears a risk as it was assessed then, until a day. */
export const riskAcceptanceColumns = () => ({
  ...ofRisk(),
  assessmentId: uuid().notNull(), // the residual it speaks of
  proposedBy: uuid().notNull(),
  proposedOn: date({ mode: "string" }).notNull(),
  decision: text({ enum: ACCEPTANCE_DECISIONS }), // null = not decided yet
  decidedBy: uuid(),
  decidedOn: date({ mode: "string" }),
  expiresOn: date({ mode: "string" }).notNull(),
  expiredOn: date({ mode: "string" }), // when its end was noticed and told
  endingOn: date({ mode: "string" }), // when it was told that the end is near
  staleOn: date({ mode: "string" }), // since when the residual was noticed to be another; null where it is the accepted one
  rationale: text().notNull(),
  decisionReason: text(),
  version: version(),
});
export const riskAcceptance = recorded("risk_acceptance", riskAcceptanceColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("risk_acceptance_risk").on(t.orgId, t.riskId),
  index("risk_acceptance_expires").on(t.orgId, t.expiresOn).where(sql`decision = 'accepted'`),
  uniqueIndex("risk_acceptance_proposed").on(t.orgId, t.riskId).where(sql`decision is null`),
  foreignKey({ name: "risk_acceptance_risk_fk", columns: [t.orgId, t.riskId], foreignColumns: [risk.orgId, risk.id] }),
  foreignKey({
    name: "risk_acceptance_assessment_fk",
    columns: [t.orgId, t.assessmentId],
    foreignColumns: [riskAssessment.orgId, riskAssessment.id],
  }),
  foreignKey({
    name: "risk_acceptance_proposed_by",
    columns: [t.orgId, t.proposedBy],
    foreignColumns: [membership.orgId, membership.id],
  }),
  foreignKey({
    name: "risk_acceptance_decided_by",
    columns: [t.orgId, t.decidedBy],
    foreignColumns: [membership.orgId, membership.id],
  }),
  check("risk_acceptance_decided", sql`num_nulls(${t.decision}, ${t.decidedBy}, ${t.decidedOn}) in (0, 3)`),
  // Whoever proposes may take it back, and may not decide.
  check(
    "risk_acceptance_separate",
    sql`${t.decision} is null or ${t.decision} = 'withdrawn' or ${t.decidedBy} <> ${t.proposedBy}`,
  ),
]);

/** That a rule raised a risk to a level, until it cleared: one row a rule, its former states in its history. */
export const escalationColumns = () => ({
  orgId: orgId(),
  riskId: uuid().notNull(),
  rule: text().notNull(),
  raisedAt: instant().notNull(),
  toRole: text().notNull(),
  dueAt: instant(),
  because: text().notNull(), // as it was when it was raised, moved or cleared
  clearedAt: instant(),
});
export const escalation = recorded("escalation", escalationColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.riskId, t.rule] }),
  index("escalation_open").on(t.orgId, t.rule, t.raisedAt).where(sql`cleared_at is null`),
  // An import that is taken back takes along what rules made of its risks.
  foreignKey({
    name: "escalation_risk_fk",
    columns: [t.orgId, t.riskId],
    foreignColumns: [risk.orgId, risk.id],
  }).onDelete("cascade"),
]);
