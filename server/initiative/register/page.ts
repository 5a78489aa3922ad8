import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { type Attention, attentionOf, type Look, lookFrom } from "@/domain/initiative/attention";
import type { InitiativeSort } from "@/domain/initiative/register";
import { isNarrowed } from "@/domain/initiative/register-params";
import type { OrgContext } from "../../context";
import { conditionOf, isFound, type Narrowed, needsModels, orderOf, searched } from "./condition";
import { linkedModels, tagNames } from "./linked";
import { lead, lookedFrom, ofThisInitiative, owner, SHOWN, sponsor, updatedAt, worstModels, zone } from "./scope";

const LONGEST_CELL = 300;

const found = sql`found`;
const nothing = sql``;

function columnsOf(ctx: OrgContext, fields: readonly string[]) {
  const custom = fields.map((id) => sql`${id}::text, left(${initiative.custom} ->> ${id}, ${LONGEST_CELL})`);
  return {
    ...SHOWN,
    programName: program.name,
    updatedAt: updatedAt(ctx).mapWith((text: string) => new Date(text)),
    tags: tagNames,
    models: linkedModels,
    timeZone: zone,
    custom: sql<
      Record<string, string | null>
    >`${custom.length ? sql`jsonb_build_object(${sql.join(custom, sql`, `)})` : sql`'{}'::jsonb`}`,
  };
}

/** What a condition needs beside the initiatives themselves. */
function joinsOf(filter: Narrowed, sort?: InitiativeSort): SQL {
  const search = filter.q ? sql`join ${found} on ${isFound}` : nothing;
  const models = needsModels(filter, sort) ? sql`left join ${worstModels} on ${ofThisInitiative}` : nothing;
  const named = (table: typeof owner, id: SQL | typeof initiative.ownerId, name: string) =>
    sql`left join membership ${sql.identifier(name)} on ${table.orgId} = ${initiative.orgId} and ${table.id} = ${id}`;
  const sorted: Partial<Record<InitiativeSort["key"], SQL>> = {
    owner: named(owner, initiative.ownerId, "owner"),
    sponsor: named(sponsor as unknown as typeof owner, sql`${initiative.sponsorId}`, "sponsor"),
    lead: named(lead as unknown as typeof owner, sql`${initiative.leadId}`, "lead"),
    program: sql`left join ${program} on ${program.orgId} = ${initiative.orgId} and ${program.id} = ${initiative.programId}`,
  };
  return sql`${search} ${models} ${(sort && sorted[sort.key]) ?? nothing}`;
}

const countOf = (ctx: OrgContext, filter: Narrowed): SQL<number> =>
  sql`(select count(*)::int from ${initiative} ${joinsOf(filter)} where ${conditionOf(ctx, filter)})`;

const countAll = (ctx: OrgContext): SQL<number> =>
  sql`(select count(*)::int from ${initiative} where ${initiative.orgId} = ${ctx.orgId} and ${initiative.archivedAt} is null)`;

export type Page = { sort: InitiativeSort; limit: number; offset: number; fields: readonly string[] };

/** The size of a page is written out: with it as a parameter PostgreSQL plans the statement anew on every call. */
function limitOf({ limit, offset }: Page): SQL {
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError("a page size must be a whole number");
  return sql`limit ${sql.raw(String(limit))} ${offset > 0 ? sql`offset ${offset}` : nothing}`;
}

/**
 * One page with its counts, in one statement: the ids of the page first, so that what a row shows is looked up for the rows
 * shown only, and the search once for ids and count. An empty page has no row to carry the counts.
 */
function pageOf(tx: Tx, ctx: OrgContext, filter: Narrowed, page: Page, counted: boolean) {
  const ids = sql`array(select ${initiative.id} from ${initiative} ${joinsOf(filter, page.sort)} where ${conditionOf(ctx, filter)}
    order by ${sql.join(orderOf(ctx, page.sort), sql`, `)} ${limitOf(page)})`;
  const isAll = !isNarrowed(filter) && !filter.ids && !filter.activeOnly;
  const none = sql<number>`0`;
  const search = tx.$with("found", { rank: sql<number>`rank` }).as(sql`select * from ${searched(filter.q)}`);
  return (filter.q ? tx.with(search) : tx)
    .select({
      ...columnsOf(ctx, page.fields),
      all: counted ? countAll(ctx) : none,
      total: counted && !isAll ? countOf(ctx, filter) : none,
    })
    .from(sql`unnest(${ids}) with ordinality as page (id, place)`)
    .innerJoin(initiative, and(eq(initiative.orgId, ctx.orgId), sql`${initiative.id} = page.id`))
    .leftJoin(owner, and(eq(owner.orgId, initiative.orgId), eq(owner.id, initiative.ownerId)))
    .leftJoin(sponsor, and(eq(sponsor.orgId, initiative.orgId), eq(sponsor.id, initiative.sponsorId)))
    .leftJoin(lead, and(eq(lead.orgId, initiative.orgId), eq(lead.id, initiative.leadId)))
    .leftJoin(program, and(eq(program.orgId, initiative.orgId), eq(program.id, initiative.programId)))
    .orderBy(sql`page.place`);
}

type PageRow = Awaited<ReturnType<typeof pageOf>>[number];

/** A row as the register shows it, with the reasons why it needs attention. */
function dressed({ all: _all, total: _total, timeZone: _zone, ...row }: PageRow, look: Look) {
  const live = row.models.filter(({ status }) => status === "live");
  const facts = { ...row, hasOwner: row.ownerName !== null, archived: row.archivedAt !== null, models: live };
  return { ...row, attention: attentionOf(facts, look) };
}
export type InitiativeRow = ReturnType<typeof dressed>;

const dressedAll = (ctx: OrgContext, rows: PageRow[]): InitiativeRow[] => {
  const look = lookFrom(lookedFrom(ctx), rows[0]?.timeZone ?? "UTC");
  return rows.map((row) => dressed(row, look));
};

/** Rows only: a list that says no counts. */
export async function rowsOf(tx: Tx, ctx: OrgContext, filter: Narrowed, page: Page): Promise<InitiativeRow[]> {
  return dressedAll(ctx, await pageOf(tx, ctx, filter, page, false));
}

/** Rows with how many match and how many there are: one statement, a second one where no row is on the page. */
export async function countedRows(
  tx: Tx,
  ctx: OrgContext,
  filter: Narrowed,
  page: Page,
): Promise<{ rows: InitiativeRow[]; all: number; total: number }> {
  const rows = await pageOf(tx, ctx, filter, page, true);
  const isAll = !isNarrowed(filter) && !filter.ids && !filter.activeOnly;
  const counts = rows[0] ?? (await countsOf(tx, ctx, filter));
  return {
    rows: dressedAll(ctx, rows),
    all: counts.all,
    total: isAll ? counts.all : counts.total,
  };
}

async function countsOf(tx: Tx, ctx: OrgContext, filter: Narrowed): Promise<{ all: number; total: number }> {
  const search = filter.q ? sql`with found as (select * from ${searched(filter.q)})` : nothing;
  const [row] = await tx.execute<{ all: number; total: number }>(
    sql`${search} select ${countAll(ctx)} as "all", ${countOf(ctx, filter)} as total`,
  );
  return row ?? { all: 0, total: 0 };
}

export type WorstInitiative = Pick<InitiativeRow, "id" | "code" | "title"> & { reasons: Attention[] };
