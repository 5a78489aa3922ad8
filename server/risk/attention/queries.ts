import { type SQL, sql } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import type { FlaggedRisks, RiskLimits } from "@/domain/risk/attention";
import { RISK_REASONS } from "@/domain/risk/reason";
import type { OrgContext } from "../../context";
import { today } from "../register/scope";

type Looked = Pick<OrgContext, "asOf" | "now">;

const ruleOn = (key: string, value: SQL): SQL =>
  sql`(select ${value} from escalation_rule e where e.org_id = private.org_id() and e.key = ${key} and e.enabled)`;
const months = ruleOn("red_imminent", sql`coalesce((e.params->>'months')::int, 1)`);
const days = ruleOn("action_overdue", sql`coalesce((e.params->>'days')::int, 14)`);
const tolerance = sql`coalesce(${ruleOn("beyond_tolerance", sql`true`)}, false)`;

/** A column: the figures of the organisation's rules that decide over a reason; one look-up a statement. */
export const riskLimits: SQL<RiskLimits> = sql<RiskLimits>`(select jsonb_build_object('tolerance', ${tolerance}, 'months', ${months}, 'days', ${days}))`;

/** What hangs on risks, each by `risk_id`. `of`: narrows it to one risk. */
const parts = (day: SQL, of: SQL) => ({
  c: sql`select distinct on (x.risk_id) x.risk_id, a.severity, a.score, x.expires_on
    from risk_acceptance x join risk_assessment a on a.org_id = x.org_id and a.id = x.assessment_id
    where x.decision = 'accepted' ${of} order by x.risk_id, (x.expires_on >= ${day}) desc, x.decided_on desc, x.id desc`,
  o: sql`select distinct on (x.risk_id) x.risk_id, x.title, x.due_on from response_action x
    where x.done_on is null and x.due_on < ${day} - ${days} ${of} order by x.risk_id, x.due_on, x.id`,
  s: sql`select x.risk_id, max(x.raised_steps) as steps, min(x.since) as since from risk_indicator x
    where x.raised_steps > 0 and x.active ${of} group by x.risk_id`,
});

/**
 * The open risks that count on an initiative, with the conditions of `riskReasons()`; a test holds both to the same answers.
 * `of`: one initiative, asked row by row through indexes; without it all of them, joined to whole parts, which `with` names.
 */
function flagged(day: SQL, of: SQL | null): SQL {
  const own = parts(day, sql`and x.org_id = r.org_id and x.risk_id = r.id`);
  const joined = (name: "c" | "o" | "s") =>
    of
      ? sql`left join lateral (${own[name]}) ${sql.raw(name)} on true`
      : sql`left join ${sql.raw(`all_${name} ${name}`)} on ${sql.raw(name)}.risk_id = r.id`;
  return sql`select r.org_id, r.id, r.counts_on_id, r.number, r.code, r.title, r.kind, r.proximity_on, r.category,
      r.residual_severity, r.residual_score, r.residual_likelihood, r.residual_impact, r.residual_version_id,
      c.severity as accepted_severity, c.score as accepted_score, c.expires_on, o.title as action, o.due_on, s.steps, s.since,
      coalesce(r.kind = 'threat' and r.residual_severity = 'red' and r.proximity_on < (${day} + make_interval(months => ${months}))::date, false) as risk_imminent,
      coalesce(r.kind = 'threat' and ${tolerance} and private.severity_rank(r.residual_severity) > private.severity_rank(p.tolerance)
        and not (c.risk_id is not null and c.expires_on >= ${day} and r.residual_score <= c.score
          and private.severity_rank(r.residual_severity) <= private.severity_rank(c.severity)), false) as risk_beyond,
      o.risk_id is not null as response_overdue,
      c.risk_id is not null and (c.expires_on < ${day} or c.severity is distinct from r.residual_severity
        or c.score is distinct from r.residual_score) as acceptance_lapsed,
      s.risk_id is not null and coalesce(n.automatic, false) as risk_raised
    from risk r left join appetite p on p.org_id = r.org_id and p.category = r.category
      ${joined("c")} ${joined("o")} ${joined("s")}
      left join lateral (select a.automatic from risk_assessment a
        where s.risk_id is not null and a.org_id = r.org_id and a.risk_id = r.id and a.kind = 'residual' order by a.number desc limit 1) n on true
    where r.status = 'open' and ${of ? sql`r.org_id = private.org_id() and r.counts_on_id = ${of}` : sql`r.counts_on_id is not null`}`;
}

const each = (make: (reason: SQL, name: SQL) => SQL): SQL =>
  sql.join(
    RISK_REASONS.map((reason) => make(sql.raw(reason), sql.raw(`'${reason}'`))),
    sql`, `,
  );

/**
 * Which reasons the risks of an initiative give. Join it as `k` by `initiative_id`. Each part is kept once made: on tables
 * without statistics a plan would make it again for each row.
 */
export function riskFlags(ctx: Looked): SQL {
  const day = today(ctx);
  const all = parts(day, sql``);
  return sql`(
    with all_c as materialized (${all.c}), all_o as materialized (${all.o}), all_s as materialized (${all.s}), by_initiative as materialized (
      select f.counts_on_id as initiative_id, ${each((reason) => sql`bool_or(f.${reason}) as ${reason}`)}
      from (${flagged(day, null)}) f group by f.counts_on_id)
    select * from by_initiative) k`;
}

/** How many risks are named under one reason. */
const MOST_NAMED = 3;

const cellName = (steps: string, at: SQL): SQL =>
  sql`(select v.definition->${sql.raw(`'${steps}'`)}->${at}::int->>'name' from matrix_version v where v.org_id = f.org_id and v.id = f.residual_version_id)`;

/** By the database's own clock where no past day is asked for, so that the statement is the same for every request and can be kept. */
const dayOf = (ctx: Pick<OrgContext, "asOf">): SQL =>
  ctx.asOf
    ? today({ asOf: ctx.asOf, now: ctx.asOf })
    : sql`(select (now() at time zone o.time_zone)::date from organisation o where o.org_id = private.org_id())`;

/** A column: the risks of the row's initiative that give a reason, by reason, the gravest of each. */
export const attentionRisks = (ctx: Pick<OrgContext, "asOf">): SQL<FlaggedRisks[]> => sql<FlaggedRisks[]>`coalesce((
    select jsonb_agg(jsonb_build_object('reason', g.reason, 'count', g.count, 'risks', g.risks)) from (
      select f.reason, max(f.many)::int as count, jsonb_agg(jsonb_build_object('code', f.code, 'title', left(f.title, 200), 'kind', f.kind,
        'residual', case when f.residual_severity is not null then jsonb_build_object('severity', f.residual_severity, 'score', f.residual_score,
          'likelihood', jsonb_build_object('name', ${cellName("likelihoods", sql`f.residual_likelihood`)}, 'place', f.residual_likelihood + 1),
          'impact', jsonb_build_object('name', ${cellName("impacts", sql`f.residual_impact`)}, 'place', f.residual_impact + 1)) end,
        'appetite', (select jsonb_build_object('category', p.category, 'name', p.name, 'stance', p.stance, 'tolerance', p.tolerance, 'note', null)
          from appetite p where p.org_id = f.org_id and p.category = f.category),
        'proximityOn', f.proximity_on,
        'accepted', case when f.expires_on is not null then jsonb_build_object('severity', f.accepted_severity, 'score', f.accepted_score, 'expiresOn', f.expires_on) end,
        'overdue', case when f.due_on is not null then jsonb_build_object('title', left(f.action, 200), 'dueOn', f.due_on) end,
        'raised', case when f.steps is not null then jsonb_build_object('steps', f.steps, 'since', f.since) end) order by f.place) as risks
      from (
        select r.*, v.reason, count(*) over (partition by v.reason) as many,
          row_number() over (partition by v.reason order by r.residual_score desc nulls last, r.number) as place
        from (${flagged(dayOf(ctx), sql`${initiative.id}`)}) r
          cross join lateral (values ${each((reason, name) => sql`(${name}, r.${reason})`)}) v(reason, given) where v.given
      ) f where f.place <= ${sql.raw(String(MOST_NAMED))} group by f.reason
    ) g), '[]'::jsonb)`;
