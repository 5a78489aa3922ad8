import { type SQL, sql } from "drizzle-orm";
import { initiative, tag } from "@/db/schema/initiative";
import { alert, rule } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import type { LinkedModel } from "@/domain/initiative/attention";

export type InitiativeModel = LinkedModel & { status: "development" | "live" | "retired"; tier: number | null };

type JsonModel = Omit<InitiativeModel, "since"> & { since: string | null };

const levelRank = sql`case a.level when 'critical' then 3 when 'warning' then 2 else 1 end`;

/** A column: the models of the row's initiative by name, each with the worst of its open alerts and since when. */
export const linkedModels: SQL<InitiativeModel[]> = sql`coalesce((
    select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'status', m.status, 'tier', m.tier, 'since', w.opened_at, 'health',
      case when m.status <> 'live' then 'not_measured' when w.level is not null then w.level
        when exists (select 1 from ${rule} r where r.org_id = m.org_id and r.model_id = m.id and r.active) then 'inside'
        else 'not_measured' end) order by m.name, m.id)
    from ${model} m left join lateral (
      select a.level, a.opened_at from ${alert} a where a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null
      order by ${levelRank} desc, a.opened_at limit 1) w on true
    where m.org_id = ${initiative.orgId} and m.initiative_id = ${initiative.id}), '[]'::jsonb)`.mapWith(
  (models: JsonModel[]): InitiativeModel[] =>
    models.map((each) => ({ ...each, since: each.since === null ? null : new Date(each.since) })),
);

/** A column: the tags of the row's initiative, in order. */
export const tagNames: SQL<string[]> = sql`coalesce((
    select jsonb_agg(t.name order by t.name) from ${tag} t
    where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id}), '[]'::jsonb)`;
