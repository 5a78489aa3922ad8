import { and, count, desc, eq, getTableName, lte, sql, sum } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { seal, sealCheck } from "@/db/schema/seal";
import { recordId, type SealPage } from "@/domain/seal/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";

const GAPS_SHOWN = 20;
const VERSIONS_SHOWN = 200;

const upTo = ({ orgId, asOf }: Pick<OrgContext, "orgId" | "asOf">) =>
  and(eq(seal.orgId, orgId), asOf ? lte(seal.sealedAt, asOf) : undefined);

/** The chain, the latest day first, and how it stands: gaps, what waits, when it was last verified. */
export async function listSeals(ctx: OrgContext & { timeZone: string }, { page, pageSize }: SealPage) {
  const mine = upTo(ctx);
  return read(ctx, async (tx) => {
    const columns = { day: seal.day, leaves: seal.leaves, root: seal.root, chain: seal.chain, sealedAt: seal.sealedAt };
    const [rows, [head], [whole], gaps, [standing], [check]] = await Promise.all([
      tx
        .select(columns)
        .from(seal)
        .where(mine)
        .orderBy(desc(seal.day))
        .limit(pageSize)
        .offset((page - 1) * pageSize),
      tx.select({ day: seal.day, chain: seal.chain }).from(seal).where(mine).orderBy(desc(seal.day)).limit(1),
      tx
        .select({
          total: count(),
          leaves: sum(seal.leaves).mapWith(Number),
          first: sql<string | null>`min(${seal.day})`,
        })
        .from(seal)
        .where(mine),
      tx.execute<{ day: string }>(sql`select d.day::date::text as day
        from (select min(day) as first, max(day) as last from seal where ${mine}) s, generate_series(s.first, s.last, interval '1 day') d(day)
        where not exists (select 1 from seal where ${mine} and seal.day = d.day::date) order by 1 limit ${GAPS_SHOWN}`),
      standingOf(tx, ctx),
      tx
        .select()
        .from(sealCheck)
        .where(and(eq(sealCheck.orgId, ctx.orgId), ctx.asOf ? lte(sealCheck.askedAt, ctx.asOf) : undefined))
        .orderBy(desc(sealCheck.askedAt))
        .limit(1),
    ]);
    return {
      rows,
      ...{ total: whole?.total ?? 0, leaves: whole?.leaves ?? 0, first: whole?.first ?? null, head: head ?? null },
      gaps: gaps.map(({ day }) => day),
      waiting: ctx.asOf ? 0 : (standing?.waiting ?? 0),
      sample: standing?.sample ?? false,
      check: check ? { ...check, orgId: undefined } : null,
      ...{ page, pageSize, timeZone: ctx.timeZone, isPast: ctx.asOf !== null },
    };
  });
}
export type SealList = Awaited<ReturnType<typeof listSeals>>;

/** How many finished days wait for their seal, and whether a seed may have set past instants. */
const standingOf = (tx: Tx, ctx: Pick<OrgContext, "orgId">) =>
  tx.execute<{ waiting: number; sample: boolean }>(sql`select o.sample,
    greatest(0, (clock_timestamp() at time zone 'UTC')::date - 1 - coalesce((select max(day) from seal where org_id = ${ctx.orgId}),
      (select (min(at) at time zone 'UTC')::date - 1 from public.change where org_id = ${ctx.orgId}), current_date))::int as waiting
    from organisation o where o.org_id = ${ctx.orgId}`);

/** Tables whose rows are found by an id. */
const WITH_ID = Object.values(history).flatMap((table) => ("id" in table ? [getTableName(table)] : []));

async function idOf(tx: Tx, ctx: OrgContext, text: string): Promise<string | null> {
  const id = recordId(text);
  if (id) return id;
  const [found] = await tx
    .select({ id: initiative.id })
    .from(initiative)
    .where(and(eq(initiative.orgId, ctx.orgId), eq(sql`lower(${initiative.code})`, text.toLowerCase())));
  return found?.id ?? null;
}

export type RecordVersion = {
  table: string;
  id: string;
  /** Instants with microseconds, as the record has them. */
  at: string;
  until: string | null;
  action: string;
  by: string;
  /** Null: not sealed yet. */
  day: string | null;
};

/** The versions of one record, latest first, each with the change that wrote it and the day it was sealed in. */
export async function recordVersions(ctx: OrgContext, { record }: { record: string }) {
  return read(ctx, async (tx) => {
    const id = await idOf(tx, ctx, record);
    if (!id) return [];
    const parts = WITH_ID.map(
      (table) => sql`select ${table}::text as "table", id, recorded_from, recorded_to, change_id
        from history.${sql.identifier(table)} where org_id = ${ctx.orgId} and id = ${id}`,
    );
    return tx.execute<RecordVersion>(sql`select v."table", v.id, to_json(v.recorded_from) #>> '{}' as at, to_json(v.recorded_to) #>> '{}' as until,
        c.action, c.actor_name as by, s.day::text as day
      from (${sql.join(parts, sql` union all `)}) v join public.change c on c.org_id = ${ctx.orgId} and c.id = v.change_id
      left join seal s on s.org_id = c.org_id and s.day = (c.at at time zone 'UTC')::date
      ${ctx.asOf ? sql`where v.recorded_from <= ${ctx.asOf.toISOString()}::timestamptz` : sql``}
      order by v.recorded_from desc limit ${VERSIONS_SHOWN}`);
  });
}
