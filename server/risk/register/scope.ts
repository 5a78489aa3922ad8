import { type SQL, sql } from "drizzle-orm";
import { initiative, program } from "@/db/schema/initiative";
import { appetite } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import { responseAction, riskTag } from "@/db/schema/risk-part";
import type { OrgContext } from "../../context";

const lookedFrom = ({ asOf, now }: Pick<OrgContext, "asOf" | "now">): string => (asOf ?? now).toISOString();

/** The organisation's day; one look-up a statement. */
export const today = (ctx: Pick<OrgContext, "asOf" | "now">): SQL =>
  sql`(select (${lookedFrom(ctx)}::timestamptz at time zone o.time_zone)::date from organisation o where o.org_id = private.org_id())`;

/** Minor units as whole ones of the currency, for people and spreadsheets. */
export const major = (amount: SQL): SQL => sql`(${amount}::numeric / private.minor_units(${risk.currency}))`;

export const joins = {
  owner: sql`left join membership owner on owner.org_id = ${risk.orgId} and owner.id = ${risk.ownerId}`,
  initiative: sql`left join ${initiative} on ${initiative.orgId} = ${risk.orgId} and ${initiative.id} = ${risk.countsOnId}`,
  model: sql`left join ${model} on ${model.orgId} = ${risk.orgId} and ${model.id} = ${risk.modelId}`,
  program: sql`left join ${program} on ${program.orgId} = ${risk.orgId} and ${program.id} = coalesce(${risk.programId}, ${initiative.programId})`,
  appetite: sql`left join ${appetite} on ${appetite.orgId} = ${risk.orgId} and ${appetite.category} = ${risk.category}`,
};

/** What the risk stands on itself. */
export const levelCase: SQL = sql`case when ${risk.modelId} is not null then 'model' when ${risk.initiativeId} is not null then 'initiative'
  when ${risk.programId} is not null then 'program' else 'portfolio' end`;

/** An open threat whose residual is graver than its category bears; needs `appetite` joined. Without a category nothing was decided. */
export const isBeyond: SQL = sql`(${risk.status} = 'open' and ${risk.kind} = 'threat'
  and ${appetite.tolerance} is not null and private.severity_rank(${risk.residualSeverity}) > private.severity_rank(${appetite.tolerance}))`;

const openActions = sql`from ${responseAction} a where a.org_id = ${risk.orgId} and a.risk_id = ${risk.id} and a.done_on is null`;
export const overdueActions = (ctx: Pick<OrgContext, "asOf" | "now">): SQL =>
  sql`(select count(*) ${openActions} and a.due_on < ${today(ctx)})::int`;

/** The action that is due next. */
export const nextAction: SQL = sql`(select jsonb_build_object('title', left(a.title, 120), 'dueOn', a.due_on) ${openActions}
  order by a.due_on nulls last, a.id limit 1)`;

/** "owasp_llm LLM01": entries of public taxonomies as tags. */
const tagsOf = sql`(select x.framework || ' ' || x.ref as name from ${riskTag} x where x.org_id = ${risk.orgId} and x.risk_id = ${risk.id})`;
export const tagRows: SQL = sql`select t.name from ${tagsOf} t where true`;
export const tagNames: SQL = sql`coalesce((select jsonb_agg(t.name order by t.name) from ${tagsOf} t), '[]'::jsonb)`;

/** A program and everything below it; needs `initiative` joined. */
export const inPrograms = (ids: readonly string[]): SQL =>
  sql`coalesce(${risk.programId}, ${initiative.programId}) in (with recursive below as (
    select p.id from ${program} p where p.id in ${ids} union select c.id from ${program} c join below on c.parent_id = below.id
  ) select id from below)`;
