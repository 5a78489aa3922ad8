import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Row, RowsAnswer } from "@/domain/table/answer";
import { isCustomKey, isGroupable, isSortable, RELEVANCE, type RegisterColumn, type Sort } from "@/domain/table/column";
import { conditionsOf } from "@/domain/table/filter";
import type { RowsInput } from "@/domain/table/input";
import { sortOf } from "@/domain/table/view";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { celled, cellNeeds, cellSelect, cellsOf } from "./cell";
import { KeptStatements } from "./kept";
import { orderNeeds, orderOf, withinGroups } from "./order";
import type { ServerRegister } from "./register";
import { columnOf, type Setting, settingFor } from "./setting";
import { blank, countAll, countOf, foundOf, fromWhere, isWhole, joined } from "./source";

/** The size of a page is written out: with it as a parameter PostgreSQL plans the statement anew on every call. */
export function limitOf(limit: number, offset = 0): SQL {
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError("a page size must be a whole number");
  return sql`limit ${sql.raw(String(limit))} ${offset > 0 ? sql`offset ${offset}` : blank}`;
}

/** Sorts of a request, each held against its column; those of custom fields that are gone are left out. */
export function sortsOf(setting: Setting, { q, sort }: { q: string; sort: readonly Sort[] }): readonly Sort[] {
  const { declaration } = setting.register;
  const known = sort.filter(({ key }) => !setting.ignored.includes(key));
  for (const { key } of known) if (key !== RELEVANCE) columnOf(setting, key, isSortable, "sorted by");
  return sortOf({ q, sort: known }, declaration);
}

/** What a row carries: the joins and the expressions of cells and extras. */
export function rowSelect(setting: Setting, columns: readonly RegisterColumn[], whole = false) {
  const { select, needs } = setting.register.extra(setting.ctx);
  const extras = Object.entries(select).map(([name, value]) => sql`, ${value} as ${sql.identifier(name)}`);
  return {
    needs: [...needs, ...cellNeeds(setting, columns)],
    select: sql`${setting.register.table.id} as id, ${setting.register.table.version} as version${sql.join(extras, blank)}${cellSelect(setting, columns, { uncut: whole })}`,
  };
}

type Raw = Record<string, unknown> & { id: string; version: number };

/** A row as answered: its cells, and what the noun makes of its extras. */
export function rowOf<Extra>(
  register: ServerRegister<Extra>,
  ctx: OrgContext,
  columns: readonly RegisterColumn[],
  raw: Raw,
): Row<Extra> {
  const { extra, cells } = register.dress(ctx, raw);
  return { id: raw.id, version: raw.version, ...extra, cells: cellsOf(columns, raw, cells) };
}

export const attached = async <Extra>(
  tx: Tx,
  ctx: OrgContext,
  { attach }: ServerRegister<Extra>,
  rows: Row<Extra>[],
  columns: readonly string[],
): Promise<Row<Extra>[]> => (attach ? [...(await attach(tx, ctx, rows, columns))] : rows);

/** The rows of some ids in their order; what a row shows is looked up for these only. */
export const shownRows = (
  setting: Setting,
  ids: SQL,
  columns: readonly RegisterColumn[],
  more: SQL = blank,
  whole = false,
): SQL => {
  const { table } = setting.register;
  const { select, needs } = rowSelect(setting, columns, whole);
  return sql`select ${select}${more} from unnest(${ids}) with ordinality as page (id, place)
    join ${table} on ${table.orgId} = ${setting.ctx.orgId} and ${table.id} = page.id ${joined(setting, needs)} order by page.place`;
};

/** `whole`: long texts whole, as a comparison needs them; a page cuts them. Not `counted`: only the rows are true. */
type Shape = { whole?: boolean; counted?: boolean };

/** What is to be made of the rows of a page. */
type Made = { columns: readonly RegisterColumn[]; ignored: string[] };

async function pageOf(
  tx: Tx,
  ctx: OrgContext,
  register: ServerRegister<unknown>,
  input: RowsInput,
  { whole: uncut = false, counted = true }: Shape,
): Promise<{ statement: SQL; about: Made; counts: SQL }> {
  const { sort, group, page, pageSize } = input;
  const named = namedIn(input);
  const held = await settingFor(tx, ctx, register, { filter: input.filter, columns: named, sort });
  const grouped = group && !held.ignored.includes(group) ? group : null;
  const grouping = grouped ? columnOf(held, grouped, isGroupable, "grouped by") : null;
  const within = grouping && input.only ? withinGroups(grouping, held.sqlOf(grouping.key), input.only) : undefined;
  const setting = { ...held, within };
  const sorts = sortsOf(setting, input);
  const columns = celled(setting, named);
  const keys = [...(grouped ? [grouped] : []), ...sorts.map(({ key }) => key)];
  const ids = sql`array(select ${register.table.id} ${fromWhere(setting, input, orderNeeds(setting, keys))}
    order by ${sql.join(orderOf(setting, sorts, grouped), sql`, `)} ${limitOf(pageSize, (page - 1) * pageSize)})`;
  const found = foundOf(setting, input.q);
  const [all, total] = [sql`${countAll(setting, input)} as "all"`, sql`, ${countOf(setting, input)} as total`];
  const counting = counted ? sql`, ${all}${isWhole(setting, input) ? blank : total}` : blank;
  return {
    about: { columns, ignored: setting.ignored },
    statement: sql`${found} ${shownRows(setting, ids, columns, counting, uncut)}`,
    counts: sql`${found} select ${all}${total}`,
  };
}

const namedIn = ({ columns, group }: RowsInput): string[] => [...columns, ...(group ? [group] : [])];

/** Pages of the whole register, by what they show. */
const kept = new WeakMap<object, KeptStatements<Made>>();

/**
 * The page asked for; one of the whole register as it stands now is kept, because building its statement takes longer than the
 * database takes to find its rows.
 */
async function keptPageOf(tx: Tx, ctx: OrgContext, register: ServerRegister<unknown>, input: RowsInput, shape: Shape) {
  const { q, filter, archived, ids, sort, only, page, pageSize, group, columns } = input;
  const named = [...columns, ...sort.map(({ key }) => key), group ?? ""];
  const isPlain = q === "" && !ids && !only && conditionsOf(filter).length === 0 && !named.some(isCustomKey);
  const build = (of: OrgContext) => pageOf(tx, of, register, input, shape);
  if (!isPlain) return build(ctx);
  const pages = kept.get(register) ?? new KeptStatements();
  kept.set(register, pages);
  return pages.of(ctx, JSON.stringify([columns, sort, group, archived, page, pageSize, shape]), build);
}

/**
 * One page of a register with how many match and how many there are, in one statement: the ids of the page first, then what
 * their rows show, the search once for ids and count. A second statement where no row is on the page to carry the counts.
 */
export async function rowsIn<Extra>(
  tx: Tx,
  ctx: OrgContext,
  register: ServerRegister<Extra>,
  input: RowsInput,
  shape: Shape = {},
): Promise<RowsAnswer<Extra>> {
  const { page, pageSize } = input;
  const { statement, about } = await keptPageOf(tx, ctx, register, input, shape);
  const { columns, ignored } = about;
  const raws = await tx.execute<Raw & { all: number; total?: number }>(statement);
  const counts =
    shape.counted === false ? { all: raws.length } : (raws[0] ?? (await countsIn(tx, ctx, register, input)));
  return {
    rows: await attached(
      tx,
      ctx,
      register,
      raws.map((raw) => rowOf(register, ctx, columns, raw)),
      input.columns,
    ),
    total: counts.total ?? counts.all,
    all: counts.all,
    page,
    pageSize,
    ignored,
  };
}

async function countsIn(tx: Tx, ctx: OrgContext, register: ServerRegister<unknown>, input: RowsInput) {
  const { counts } = await pageOf(tx, ctx, register, input, {});
  const [row] = await tx.execute<{ all: number; total?: number }>(counts);
  return row ?? { all: 0, total: 0 };
}

export const listRows = <Extra>(ctx: OrgContext, register: ServerRegister<Extra>, input: RowsInput) =>
  read(ctx, (tx) => rowsIn(tx, ctx, register, input));
