import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { type Attention, attentionOf } from "@/domain/initiative/attention";
import {
  type InitiativeFilter,
  type InitiativeSort,
  initiativeFilter,
  type RegisterInput,
} from "@/domain/initiative/register";
import { isNarrowed } from "@/domain/initiative/register-params";
import type { AttentionReason, Standing } from "@/domain/pack/standing";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { conditionOf, isFound, needsModels, orderOf, searched, sortOf } from "./condition";
import { linkedModels, tagsOf } from "./linked";
import {
  lead,
  lookedFrom,
  ofThisInitiative,
  owner,
  reasonConditions,
  sponsor,
  standingCase,
  updatedAt,
  worstModels,
} from "./scope";

const LONGEST_CELL = 300;

function columnsOf(ctx: OrgContext, fields: readonly string[], q: string) {
  const custom = fields.map((id) => sql`${id}::text, left(${initiative.custom} ->> ${id}, ${LONGEST_CELL})`);
  return {
    matches: q ? sql<number>`(count(*) over ())::int` : sql<number>`0`,
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
    ownerName: sql<string | null>`coalesce(${owner.name}, ${initiative.ownerName})`,
    sponsorName: sql<string | null>`coalesce(${sponsor.name}, ${initiative.sponsorName})`,
    leadName: sql<string | null>`coalesce(${lead.name}, ${initiative.leadName})`,
    programId: initiative.programId,
    programName: program.name,
    startOn: initiative.startOn,
    targetOn: initiative.targetOn,
    restricted: initiative.restricted,
    archivedAt: initiative.archivedAt,
    updatedAt: updatedAt(ctx).mapWith((text: string) => new Date(text)),
    custom: sql<
      Record<string, string | null>
    >`${custom.length ? sql`jsonb_build_object(${sql.join(custom, sql`, `)})` : sql`'{}'::jsonb`}`,
  };
}

/** What a condition needs beside the initiatives themselves. */
function joinsOf(filter: InitiativeFilter): SQL {
  const search = filter.q ? sql`join ${searched(filter.q)} on ${isFound}` : sql``;
  const models = needsModels(filter) ? sql`left join ${worstModels} on ${ofThisInitiative}` : sql``;
  return sql`${search} ${models}`;
}

function pageOf(
  tx: Tx,
  ctx: OrgContext,
  filter: InitiativeFilter,
  page: { sort: InitiativeSort; limit: number; offset: number; fields: readonly string[] },
) {
  let query = tx
    .select(columnsOf(ctx, page.fields, filter.q))
    .from(initiative)
    .leftJoin(owner, and(eq(owner.orgId, initiative.orgId), eq(owner.id, initiative.ownerId)))
    .leftJoin(sponsor, and(eq(sponsor.orgId, initiative.orgId), eq(sponsor.id, initiative.sponsorId)))
    .leftJoin(lead, and(eq(lead.orgId, initiative.orgId), eq(lead.id, initiative.leadId)))
    .leftJoin(program, and(eq(program.orgId, initiative.orgId), eq(program.id, initiative.programId)))
    .$dynamic();
  if (filter.q) query = query.innerJoin(searched(filter.q), isFound);
  if (needsModels(filter, page.sort)) query = query.leftJoin(worstModels, ofThisInitiative);
  return query
    .where(conditionOf(ctx, filter))
    .orderBy(...orderOf(ctx, page.sort))
    .limit(page.limit)
    .offset(page.offset);
}

type Counts = { total: number; all: number };

/** How many match and how many there are. A search counts its matches with the page, so that it runs once. */
async function countsOf(tx: Tx, ctx: OrgContext, filter: InitiativeFilter, counted: boolean): Promise<Counts> {
  const isAll = !isNarrowed(filter) && !filter.ids;
  const total =
    counted || isAll
      ? sql`0`
      : sql`(select count(*)::int from ${initiative} ${joinsOf(filter)} where ${conditionOf(ctx, filter)})`;
  const [row] = await tx.execute<Counts>(sql`select ${total} as total,
    (select count(*)::int from ${initiative} where ${initiative.orgId} = ${ctx.orgId} and ${initiative.archivedAt} is null) as all`);
  const all = Number(row?.all ?? 0);
  return { total: isAll ? all : Number(row?.total ?? 0), all };
}

async function zoneOf(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ zone: string }>(sql`select time_zone as zone from organisation`);
  return row?.zone ?? "UTC";
}

type PageRow = Awaited<ReturnType<typeof pageOf>>[number];

/** Rows as the register shows them: with models, tags and the reasons why they need attention. */
async function dressed(tx: Tx, ctx: OrgContext, rows: PageRow[]) {
  const ids = rows.map(({ id }) => id);
  const [models, tags, timeZone] = await Promise.all([linkedModels(tx, ctx, ids), tagsOf(tx, ctx, ids), zoneOf(tx)]);
  return rows.map((row) => {
    const mine = models.get(row.id) ?? [];
    const live = mine.filter(({ status }) => status === "live");
    const facts = { ...row, hasOwner: row.ownerName !== null, archived: row.archivedAt !== null, models: live };
    return {
      ...row,
      tags: tags.get(row.id) ?? [],
      models: mine,
      attention: attentionOf(facts, { at: lookedFrom(ctx), timeZone }),
    };
  });
}

/** One page of the register, with how many rows match and how many there are. Five queries, however many rows. */
export async function listInitiatives(ctx: OrgContext, input: RegisterInput) {
  const { page, pageSize, fields, ...filter } = input;
  const sort = sortOf(input);
  return read(ctx, async (tx) => {
    const at = { sort, limit: pageSize, offset: (page - 1) * pageSize, fields };
    const isFirst = filter.q !== "" && page === 1;
    const [found, counts] = await Promise.all([pageOf(tx, ctx, filter, at), countsOf(tx, ctx, filter, isFirst)]);
    const rows = (await dressed(tx, ctx, found)).map(({ matches: _, ...row }) => row);
    return { rows, all: counts.all, total: isFirst ? (found[0]?.matches ?? 0) : counts.total, page, pageSize, sort };
  });
}
export type InitiativeRow = Awaited<ReturnType<typeof listInitiatives>>["rows"][number];

export type SummaryCell = { stage: InitiativeRow["stage"]; tier: number | null; standing: Standing; count: number };
export type WorstInitiative = Pick<InitiativeRow, "id" | "code" | "title"> & { reasons: Attention[] };

/** How the matching initiatives stand, by stage, tier and reason, and the worst of them. Archived ones only if asked for. */
export async function summaryIn(tx: Tx, ctx: OrgContext, input: InitiativeFilter & { worst?: number }) {
  const { worst = 3, ...filter } = input;
  const is = reasonConditions(ctx);
  const base = sql`from ${initiative} ${filter.q ? sql`join ${searched(filter.q)} on ${isFound}` : sql``}
    left join ${worstModels} on ${ofThisInitiative} where ${conditionOf(ctx, filter)}`;
  const reasonCounts = sql.join(
    ATTENTION_REASONS.map((reason) => sql`count(*) filter (where ${is[reason]})::int as ${sql.identifier(reason)}`),
    sql`, `,
  );
  const attention = filter.attention.length > 0 ? filter.attention : (["any"] as const);
  const sort = { key: "attention", descending: true } as const;
  type Group = SummaryCell & Record<AttentionReason, number>;
  const [groups, rows] = await Promise.all([
    tx.execute<Group>(
      sql`select ${initiative.stage} as stage, ${initiative.tier} as tier, ${standingCase(ctx)} as standing, count(*)::int as count, ${reasonCounts} ${base} group by 1, 2, 3`,
    ),
    pageOf(tx, ctx, { ...filter, attention: [...attention] }, { sort, limit: worst, offset: 0, fields: [] }),
  ]);
  const shown = await dressed(tx, ctx, rows);
  const timesGiven = (reason: AttentionReason) => groups.reduce((sum, group) => sum + group[reason], 0);
  return {
    cells: groups.map(({ stage, tier, standing, count }): SummaryCell => ({ stage, tier, standing, count })),
    reasons: {
      model_critical: timesGiven("model_critical"),
      target_past: timesGiven("target_past"),
      model_no_data: timesGiven("model_no_data"),
      not_updated: timesGiven("not_updated"),
      model_warning: timesGiven("model_warning"),
      no_owner: timesGiven("no_owner"),
    },
    worst: shown.map(({ id, code, title, attention: { reasons } }): WorstInitiative => ({ id, code, title, reasons })),
  };
}

export const summariseInitiatives = (ctx: OrgContext, input: InitiativeFilter & { worst?: number }) =>
  read(ctx, (tx) => summaryIn(tx, ctx, input));

/** Every initiative not archived. */
export const EVERYTHING: InitiativeFilter = initiativeFilter.parse({});
