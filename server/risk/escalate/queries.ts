import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { escalation } from "@/db/schema/risk-part";
import { AUTHORITY_LABELS, AUTHORITY_ROLES, type AuthorityRole } from "@/domain/risk/authority";
import { type Evaluation, evaluateEscalation } from "@/domain/risk/escalation";
import {
  ESCALATION_KEYS,
  ESCALATION_LABELS,
  type EscalationKey,
  escalationRuleText,
} from "@/domain/risk/escalation-rule";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { peopleAt, rosterIn } from "../level/queries";
import { byRisk, namesIn, type Policy, policyIn, type Standing, standingIn, standingsIn } from "../standing/queries";

/** What stands raised: since when, to which level, until when it must have been. */
export type Raised = {
  riskId: string;
  rule: EscalationKey;
  raisedAt: Date;
  to: AuthorityRole;
  dueAt: Date | null;
  because: string;
};

type StateRow = typeof escalation.$inferSelect;

const raisedOf = ({ riskId, rule, raisedAt, toRole, dueAt, because }: StateRow): Raised[] => {
  const key = ESCALATION_KEYS.find((each) => each === rule);
  const to = AUTHORITY_ROLES.find((each) => each === toRole);
  return key && to ? [{ riskId, rule: key, raisedAt, to, dueAt, because }] : [];
};

/** What stands raised of these risks, now or as of the day read, by risk. */
export async function raisedIn(
  tx: Tx,
  { orgId }: Pick<OrgContext, "orgId">,
  ids: readonly string[],
): Promise<Map<string, Raised[]>> {
  const rows = await tx
    .select()
    .from(escalation)
    .where(
      and(eq(escalation.orgId, orgId), sql`${escalation.riskId} = any (${uuids(ids)})`, isNull(escalation.clearedAt)),
    );
  return byRisk(rows.flatMap(raisedOf));
}

/** What every rule says of a risk now; the deadline of what stands raised counts from when it was. */
export function evaluate(standing: Standing, policy: Policy, raised: readonly Raised[]): Evaluation[] {
  const { residual, category } = standing;
  const subject = {
    kind: standing.kind,
    open: standing.status === "open",
    category: category ?? "",
    residual,
    safetySeverity: residual?.safetySeverity ?? null,
    proximityOn: standing.proximityOn,
    appetite: policy.appetites.find((each) => each.category === category) ?? null,
    accepted: standing.accepted,
    actions: standing.actions,
  };
  const since = Object.fromEntries(raised.map(({ rule, raisedAt }) => [rule, raisedAt]));
  const clock = { now: policy.now, timeZone: policy.timeZone, since };
  return evaluateEscalation(subject, { rules: policy.rules, authorities: policy.authorities, clock });
}

/**
 * The rules of a risk with what each says, also where it does not fire, to whom it is raised and until when.
 *
 * @throws AppError NOT_FOUND
 */
export function getEscalations(ctx: OrgContext, { riskId }: { riskId: string }) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const standing = await standingIn(tx, ctx, riskId, policy);
    const [states, roster] = await Promise.all([raisedIn(tx, ctx, [riskId]), rosterIn(tx, ctx)]);
    const raised = (states.get(riskId) ?? []).filter(({ raisedAt }) => raisedAt <= policy.now);
    const evaluations = evaluate(standing, policy, raised);
    const people = (to: AuthorityRole | null) => (to ? peopleAt(to, standing.place, roster) : []);
    const names = await namesIn(
      tx,
      ctx.orgId,
      evaluations.flatMap(({ to }) => people(to)),
    );
    return {
      evaluatedAt: policy.now,
      rules: evaluations.map((evaluation, at) => {
        const rule = policy.rules[at];
        const state = raised.find((each) => each.rule === evaluation.rule);
        return {
          ...evaluation,
          name: ESCALATION_LABELS[evaluation.rule],
          text: rule ? escalationRuleText(rule) : "",
          enabled: rule?.enabled ?? false,
          level: evaluation.to ? AUTHORITY_LABELS[evaluation.to] : null,
          // Said where somebody else stands on the level.
          inPlace:
            evaluation.to === "program_director" && standing.place.directorId === null
              ? "its program names no director: the program office directs it"
              : null,
          people: people(evaluation.to).flatMap((id) => names.get(id) ?? []),
          raisedAt: state?.raisedAt ?? null,
          isLate: evaluation.dueAt !== null && evaluation.dueAt < policy.now,
        };
      }),
    };
  });
}

const MOST_LISTED = 200;
/** Looked through for the reader's own. */
const MOST_LOOKED = 2000;

/**
 * Risks that stand raised, now or as of a past day, the soonest due first, at most 200. `mine`: only what is raised to the reader.
 */
export function listRaised(ctx: OrgContext, { mine }: { mine: boolean }) {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(escalation)
      .where(and(eq(escalation.orgId, ctx.orgId), isNull(escalation.clearedAt)))
      .orderBy(escalation.dueAt, escalation.riskId, escalation.rule)
      .limit(mine ? MOST_LOOKED : MOST_LISTED);
    const policy = await policyIn(tx, ctx);
    const ids = [...new Set(rows.map(({ riskId }) => riskId))];
    const standings = new Map((await standingsIn(tx, ctx, ids, policy.today)).map((each) => [each.id, each]));
    const roster = await rosterIn(tx, ctx);
    const me = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
    const all = rows.flatMap(raisedOf);
    const of = byRisk(all);
    const found = all.flatMap((raised) => {
      const standing = standings.get(raised.riskId);
      if (standing?.status !== "open") return [];
      const isMine = peopleAt(raised.to, standing.place, roster).includes(me);
      if (mine && !isMine) return [];
      const { code, title, residual } = standing;
      // The words count days: they are those of the day looked from.
      const said = evaluate(standing, policy, of.get(raised.riskId) ?? []).find(({ rule }) => rule === raised.rule);
      const because = said?.fires ? said.because : raised.because;
      const isLate = raised.dueAt !== null && raised.dueAt < policy.now;
      const severity = residual?.severity ?? null;
      return { ...raised, because, code, title, severity, name: ESCALATION_LABELS[raised.rule], isMine, isLate };
    });
    return found.slice(0, MOST_LISTED);
  });
}
