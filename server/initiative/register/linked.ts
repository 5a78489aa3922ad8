import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { tag } from "@/db/schema/initiative";
import { alert, rule } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import type { LinkedModel } from "@/domain/initiative/attention";
import type { ModelHealth } from "@/domain/metric/health";
import type { OrgContext } from "../../context";

export type InitiativeModel = LinkedModel & { status: "development" | "live" | "retired"; tier: number | null };

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
};

/** The models of some initiatives, each with the worst of its open alerts and since when. */
export async function linkedModels(
  tx: Tx,
  ctx: OrgContext,
  ids: readonly string[],
): Promise<Map<string, InitiativeModel[]>> {
  const found = new Map<string, InitiativeModel[]>();
  if (ids.length === 0) return found;
  const rank = sql`case ${alert.level} when 'critical' then 3 when 'warning' then 2 else 1 end`;
  const worst = tx
    .selectDistinctOn([alert.modelId], { modelId: alert.modelId, level: alert.level, since: alert.openedAt })
    .from(alert)
    .where(and(eq(alert.orgId, ctx.orgId), sql`${alert.closedAt} is null`))
    .orderBy(alert.modelId, sql`${rank} desc`, asc(alert.openedAt))
    .as("worst");
  const watched = sql`exists (select 1 from ${rule} r where r.org_id = ${model.orgId} and r.model_id = ${model.id} and r.active)`;
  const rows = await tx
    .select({
      initiativeId: model.initiativeId,
      id: model.id,
      name: model.name,
      status: model.status,
      tier: model.tier,
      since: worst.since,
      health: sql<ModelHealth>`case when ${model.status} <> 'live' then 'not_measured' else coalesce(${worst.level}, case when ${watched} then 'inside' else 'not_measured' end) end`,
    })
    .from(model)
    .leftJoin(worst, eq(worst.modelId, model.id))
    .where(and(eq(model.orgId, ctx.orgId), inArray(model.initiativeId, [...ids])))
    .orderBy(model.name, model.id);
  for (const { initiativeId, ...row } of rows) if (initiativeId) push(found, initiativeId, row);
  return found;
}

export async function tagsOf(tx: Tx, ctx: OrgContext, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const rows = await tx
    .select({ id: tag.initiativeId, name: tag.name })
    .from(tag)
    .where(and(eq(tag.orgId, ctx.orgId), inArray(tag.initiativeId, [...ids])))
    .orderBy(tag.initiativeId, tag.name);
  for (const { id, name } of rows) push(found, id, name);
  return found;
}
