import { type SQL, sql } from "drizzle-orm";
import { initiative, program } from "@/db/schema/initiative";
import { appetite } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import { RISK_REGISTER, type RiskColumn } from "@/domain/risk/columns";
import type { OrgContext } from "../../context";
import type { ColumnSql, ServerRegister } from "../../table/register";
import { riskRules } from "./bulk";
import { dress, extraNeeds, extraSelect, type RiskExtra } from "./extra";
import { inPrograms, isBeyond, joins, levelCase, major, overdueActions, tagNames, tagRows } from "./scope";

const money = (amount: SQL): ColumnSql => ({ value: major(amount), order: [amount] });

function columnsOf(ctx: OrgContext): Record<Exclude<RiskColumn, "signal">, ColumnSql> {
  return {
    code: { value: sql`${risk.code}`, order: [sql`${risk.number}`], filled: true },
    title: { value: sql`${risk.title}`, filled: true },
    score: { value: sql`${risk.residualScore}` },
    severity: { value: sql`${risk.residualSeverity}` },
    expected: money(sql`${risk.expectedValue}`),
    owner: { value: sql`${risk.ownerId}`, label: sql`owner.name`, labelNeeds: ["owner"] },
    strategy: { value: sql`${risk.strategy}` },
    proximity: { value: sql`${risk.proximityOn}` },
    status: { value: sql`${risk.status}` },
    category: { value: sql`${appetite.name}`, needs: ["appetite"] },
    beyond: { value: isBeyond, needs: ["appetite"] },
    kind: { value: sql`${risk.kind}` },
    level: { value: levelCase },
    initiative: {
      value: sql`${risk.countsOnId}`,
      label: sql`${initiative.code} || ' ' || left(${initiative.title}, 120)`,
      labelNeeds: ["initiative"],
    },
    model: { value: sql`${risk.modelId}`, label: sql`${model.name}`, labelNeeds: ["model"] },
    program: {
      value: sql`coalesce(${risk.programId}, ${initiative.programId})`,
      label: sql`${program.name}`,
      needs: ["initiative"],
      labelNeeds: ["program"],
      is: inPrograms,
    },
    likelihood: { value: sql`(${risk.residualLikelihood} + 1)` },
    impact: { value: sql`(${risk.residualImpact} + 1)` },
    inherent: { value: sql`${risk.inherentScore}` },
    target: { value: sql`${risk.targetScore}` },
    probability: { value: sql`round((${risk.probability} * 100)::numeric, 4)` },
    loss: money(sql`${risk.lossLikely}`),
    contingency: money(sql`${risk.contingency}`),
    overdue: { value: overdueActions(ctx) },
    review: { value: sql`${risk.reviewOn}` },
    raised: { value: sql`${risk.raisedOn}` },
    closed: { value: sql`${risk.closedOn}` },
    common: { value: sql`${risk.correlationGroup}` },
    tag: { value: tagNames, tags: tagRows },
    updated: { value: sql`changed.recorded_from`, needs: ["changed"] },
    cause: { value: sql`${risk.cause}` },
    event: { value: sql`${risk.event}` },
    consequence: { value: sql`${risk.consequence}` },
  };
}

function heldVersion({ asOf }: OrgContext): SQL {
  if (!asOf) return sql`h.recorded_to is null`;
  const at = sql`${asOf.toISOString()}::timestamptz`;
  return sql`h.recorded_from <= ${at} and (h.recorded_to is null or h.recorded_to > ${at})`;
}

/** The register of risks in SQL. */
export const riskRegister: ServerRegister<RiskExtra> = {
  declaration: RISK_REGISTER,
  permission: "risk:read",
  table: risk,
  columns: columnsOf,
  joins: (ctx) => ({
    changed: sql`left join lateral (select h.recorded_from from history.risk h
      where h.org_id = ${risk.orgId} and h.id = ${risk.id} and ${heldVersion(ctx)} limit 1) changed on true`,
    ...joins,
  }),
  name: sql`${risk.code} || ' ' || ${risk.title}`,
  named: "title",
  parts: ["response_action", "risk_tag"].map((table) => ({ table, column: "risk_id" })),
  extra: () => ({ select: extraSelect, needs: extraNeeds }),
  dress,
  rules: riskRules,
};
