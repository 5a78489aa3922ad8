import { and, asc, desc, eq, isNull, lte, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import { appetite, authority, escalationRule, riskSetting } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import { escalation } from "@/db/schema/risk-part";
import { STANCE_LABELS, STANCES } from "@/domain/risk/appetite";
import { AUTHORITY_LABELS, STARTING_AUTHORITIES } from "@/domain/risk/authority";
import { ESCALATION_LABELS, escalationRuleText } from "@/domain/risk/escalation-rule";
import { SEVERITIES } from "@/domain/risk/severity";
import { fieldsOf, sameValue, valueIn } from "@/domain/shared/edit";
import { may, type OrgContext } from "../../context";
import { read } from "../../record/read";
import { policyIn } from "../standing/queries";

const beyondIn = (tx: Tx, orgId: string) =>
  tx
    .select({
      category: risk.category,
      open: sql<number>`count(*)::int`,
      beyond: sql<number>`(count(*) filter (where ${risk.kind} = 'threat'
        and array_position(array['green', 'yellow', 'amber', 'red'], ${risk.residualSeverity})
          > array_position(array['green', 'yellow', 'amber', 'red'], ${appetite.tolerance})))::int`,
    })
    .from(risk)
    .leftJoin(appetite, and(eq(appetite.orgId, risk.orgId), eq(appetite.category, risk.category)))
    .where(and(eq(risk.orgId, orgId), eq(risk.status, "open")))
    .groupBy(risk.category);

/** How many open risks each rule raises now, of those the reader may see. */
const raisedIn = (tx: Tx, orgId: string) =>
  tx
    .select({ rule: escalation.rule, count: sql<number>`count(*)::int` })
    .from(escalation)
    .innerJoin(risk, and(eq(risk.orgId, escalation.orgId), eq(risk.id, escalation.riskId)))
    .where(and(eq(escalation.orgId, orgId), isNull(escalation.clearedAt), eq(risk.status, "open")))
    .groupBy(escalation.rule);

/** What an organisation decided about risk, with the version of each part, and how many open risks lie beyond it. */
export function getAppetite(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const { orgId } = ctx;
    const [policy, categories, authorities, rules, [setting], counts, raised] = await Promise.all([
      policyIn(tx, ctx),
      tx
        .select()
        .from(appetite)
        .where(eq(appetite.orgId, orgId))
        .orderBy(asc(appetite.position), asc(appetite.category)),
      tx.select().from(authority).where(eq(authority.orgId, orgId)),
      tx.select().from(escalationRule).where(eq(escalationRule.orgId, orgId)),
      tx.select().from(riskSetting).where(eq(riskSetting.orgId, orgId)),
      beyondIn(tx, orgId),
      raisedIn(tx, orgId),
    ]);
    return {
      currency: policy.currency,
      categories: categories.map(({ category, name, stance, tolerance, note, version }) => {
        const count = counts.find((each) => each.category === category);
        const known = STANCES.find((each) => each === stance) ?? "cautious";
        return {
          ...{ category, name, stance: known, tolerance, note, version },
          meaning: STANCE_LABELS[known].meaning,
          open: count?.open ?? 0,
          beyond: count?.beyond ?? 0,
        };
      }),
      exposure: {
        limit: setting?.exposureLimit ?? null,
        chance: setting?.exposureChance ?? null,
        version: setting?.version ?? 1,
      },
      authorities: SEVERITIES.map((severity) => ({
        severity,
        role: policy.authorities[severity],
        label: AUTHORITY_LABELS[policy.authorities[severity]],
        start: STARTING_AUTHORITIES[severity],
        version: authorities.find((each) => each.severity === severity)?.version ?? 1,
      })),
      rules: policy.rules.map((rule) => ({
        ...rule,
        name: ESCALATION_LABELS[rule.key],
        text: escalationRuleText(rule),
        version: rules.find(({ key }) => key === rule.key)?.version ?? 1,
        raised: raised.find((each) => each.rule === rule.key)?.count ?? 0,
      })),
      mayManage: !ctx.asOf && may(ctx.actor, "appetite:manage"),
    };
  });
}

/** The parts whose changes are told: which table, what names a row of it, what a person sets. */
const PARTS = {
  category: {
    of: history.appetite,
    row: history.appetite.category,
    set: {
      name: history.appetite.name,
      stance: history.appetite.stance,
      tolerance: history.appetite.tolerance,
      note: history.appetite.note,
    },
  },
  authority: { of: history.authority, row: history.authority.severity, set: { role: history.authority.role } },
  rule: {
    of: history.escalationRule,
    row: history.escalationRule.key,
    set: { enabled: history.escalationRule.enabled, params: history.escalationRule.params },
  },
  exposure: {
    of: history.riskSetting,
    row: history.riskSetting.orgId,
    set: { limit: history.riskSetting.exposureLimit, chance: history.riskSetting.exposureChance },
  },
} as const;
type Part = keyof typeof PARTS;

const MOST = 100;

async function changesOf(tx: Tx, ctx: OrgContext, part: Part) {
  const { of, row, set } = PARTS[part];
  const columns: Record<string, PgColumn> = set;
  const rows = await tx
    .select({
      row: sql<string>`${row}::text`,
      version: of.version,
      set: columns,
      at: of.recordedFrom,
      by: change.actorName,
    })
    .from(of)
    .innerJoin(change, and(eq(change.orgId, of.orgId), eq(change.id, of.changeId)))
    .where(and(eq(of.orgId, ctx.orgId), ctx.asOf ? lte(of.recordedFrom, ctx.asOf) : undefined))
    .orderBy(desc(of.recordedFrom))
    .limit(MOST);
  return rows.flatMap(({ row: id, version, set: now, at, by }, index) => {
    const before = rows.slice(index + 1).find((each) => each.row === id)?.set;
    if (!before && version > 1) return []; // what it replaced lies further back than is read
    const fields = fieldsOf(now).flatMap((field) => {
      const [from, to] = [before ? valueIn(before, field) : null, valueIn(now, field)];
      return before && !sameValue(from, to) ? [{ field, from, to }] : [];
    });
    if (before && fields.length === 0) return [];
    return {
      key: `${part} ${id} ${version}`,
      part,
      row: part === "exposure" ? null : id,
      at,
      by,
      fields: before ? fields : null,
    };
  });
}

/** How appetite, authorities and escalation rules came to be what they are, the latest first: who set what, from which value. */
export function listAppetiteChanges(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const parts = Object.keys(PARTS) as Part[];
    const all = (await Promise.all(parts.map((part) => changesOf(tx, ctx, part)))).flat();
    return all.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, MOST);
  });
}
