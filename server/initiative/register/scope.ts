import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { initiative, isActiveInitiative } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { ARRIVED, QUIET_DAYS } from "@/domain/initiative/attention";
import { ATTENTION_REASONS, type AttentionReason, STANDINGS, type Standing, standingOf } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";

export const sponsor = alias(membership, "sponsor");
export const owner = alias(membership, "owner");
export const lead = alias(membership, "lead");

/** What a row of the register and the page of an initiative both show. Needs sponsor, owner and lead joined. */
export const SHOWN = {
  id: initiative.id,
  version: initiative.version,
  code: initiative.code,
  title: initiative.title,
  businessUnit: initiative.businessUnit,
  domain: initiative.domain,
  type: initiative.type,
  tier: initiative.tier,
  stage: initiative.stage,
  deliveryMethod: initiative.deliveryMethod,
  ownerId: initiative.ownerId,
  sponsorName: sql<string | null>`coalesce(${sponsor.name}, ${initiative.sponsorName})`,
  ownerName: sql<string | null>`coalesce(${owner.name}, ${initiative.ownerName})`,
  leadName: sql<string | null>`coalesce(${lead.name}, ${initiative.leadName})`,
  startOn: initiative.startOn,
  targetOn: initiative.targetOn,
  programId: initiative.programId,
  restricted: initiative.restricted,
  archivedAt: initiative.archivedAt,
};

/** The instant looked from: the past one asked for, or the request's. */
export const lookedFrom = ({ asOf, now }: Pick<OrgContext, "asOf" | "now">): Date => asOf ?? now;

/** Narrows a row of `history.x h` to the version that held at the instant looked from. */
export function held({ asOf }: Pick<OrgContext, "asOf">): SQL {
  if (!asOf) return sql`h.recorded_to is null`;
  const at = sql`${asOf.toISOString()}::timestamptz`;
  return sql`h.recorded_from <= ${at} and (h.recorded_to is null or h.recorded_to > ${at})`;
}

/** When the initiative was last recorded. */
export const updatedAt = (ctx: Pick<OrgContext, "asOf">): SQL<string> =>
  sql<string>`(select h.recorded_from from history.initiative h where h.org_id = ${initiative.orgId} and h.id = ${initiative.id} and ${held(ctx)})`;

/** The organisation's time zone; one look-up a statement. */
export const zone: SQL<string> = sql`(select o.time_zone from organisation o where o.org_id = private.org_id())`;

/** The organisation's day; one look-up a statement. */
export const today = (ctx: Pick<OrgContext, "asOf" | "now">): SQL =>
  sql`(select (${lookedFrom(ctx).toISOString()}::timestamptz at time zone o.time_zone)::date from organisation o where o.org_id = private.org_id())`;

/** Open alerts of live models by initiative: the worst level of each model counts. Join it as `w`. */
export const worstModels: SQL = sql`(
  select m.initiative_id, bool_or(m.worst = 3) as critical, bool_or(m.worst = 2) as warning, bool_or(m.worst = 1) as no_data
  from (
    select m.org_id, m.id, m.initiative_id, max(case a.level when 'critical' then 3 when 'warning' then 2 else 1 end) as worst
    from model m join alert a on a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null
    where m.status = 'live' and m.initiative_id is not null group by m.org_id, m.id, m.initiative_id
  ) m group by m.initiative_id
) w`;
export const ofThisInitiative: SQL = sql`w.initiative_id = ${initiative.id}`;

const stages = sql.join(
  ARRIVED.map((stage) => sql`${stage}`),
  sql`, `,
);

/** Whether the row's initiative was last recorded so long ago; needs `changed` joined. */
const isQuiet = (since: SQL): SQL => sql`changed.recorded_from <= ${since}`;

/**
 * The same of all of them at once, without a join: a hash of the quiet ones, where `changed` asks the index row by row. For
 * statements that look at every initiative; say it once in a statement, each mention makes a hash of its own. With a work_mem
 * of 4 MB PostgreSQL hashes some 200,000 quiet ones; beyond them it would compare each with each.
 */
export const isQuietAmongAll =
  (ctx: Pick<OrgContext, "asOf">) =>
  (since: SQL): SQL =>
    sql`${initiative.id} in (select h.id from history.initiative h where ${held(ctx)} and h.recorded_from <= ${since})`;

/** The reasons of `attentionOf()` as conditions; needs `models` and `risks` joined, and what `quiet` needs. A test holds both to the same answers. */
export function reasonConditions(
  ctx: Pick<OrgContext, "asOf" | "now">,
  quiet: (since: SQL) => SQL = isQuiet,
): Record<AttentionReason, SQL> {
  const live = isActiveInitiative;
  const quietSince = new Date(lookedFrom(ctx).getTime() - (QUIET_DAYS + 1) * 86_400_000).toISOString();
  return {
    model_critical: sql`(${live} and coalesce(w.critical, false))`,
    target_past: sql`(${live} and coalesce(${initiative.targetOn} < ${today(ctx)} and coalesce(${initiative.stage}, '') not in (${stages}), false))`,
    model_no_data: sql`(${live} and coalesce(w.no_data, false))`,
    not_updated: sql`(${live} and ${quiet(sql`${quietSince}::timestamptz`)})`,
    model_warning: sql`(${live} and coalesce(w.warning, false))`,
    no_owner: sql`(${live} and ${initiative.ownerId} is null and ${initiative.ownerName} is null)`,
    risk_imminent: sql`(${live} and coalesce(k.risk_imminent, false))`,
    risk_beyond: sql`(${live} and coalesce(k.risk_beyond, false))`,
    response_overdue: sql`(${live} and coalesce(k.response_overdue, false))`,
    acceptance_lapsed: sql`(${live} and coalesce(k.acceptance_lapsed, false))`,
    risk_raised: sql`(${live} and coalesce(k.risk_raised, false))`,
  };
}

/** `standingOf()` of such reasons. */
export function standingOfReasons(is: Record<AttentionReason, SQL>): SQL<Standing> {
  const cases = STANDINGS.filter((standing) => standing !== "good").map((standing) => {
    const conditions = ATTENTION_REASONS.filter((reason) => standingOf([reason]) === standing).map(
      (reason) => is[reason],
    );
    return sql`when ${sql.join(conditions, sql` or `)} then ${sql.raw(`'${standing}'`)}`;
  });
  return sql<Standing>`case ${sql.join(cases, sql` `)} else 'good' end`;
}

/** Where a standing comes among the standings, the worst last. */
export const standingRank = (standing: SQL): SQL =>
  sql`array_position(array['good', 'watch', 'stale', 'bad'], ${standing})`;

/** The worst state among the live models of an initiative; null without one. */
export const worstHealth: SQL = sql`(select case min(case a.level when 'critical' then 1 when 'warning' then 2 when 'no_data' then 3
    else case when exists (select 1 from rule r where r.org_id = m.org_id and r.model_id = m.id and r.active) then 4 else 5 end end)
    when 1 then 'critical' when 2 then 'warning' when 3 then 'no_data' when 4 then 'inside' when 5 then 'not_measured' end
  from model m left join alert a on a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null
  where m.org_id = ${initiative.orgId} and m.initiative_id = ${initiative.id} and m.status = 'live')`;
