import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Row, RowsAnswer } from "@/domain/table/answer";
import { isGroupable, isSortable, RELEVANCE, type RegisterColumn, type Sort } from "@/domain/table/column";
import type { RowsInput } from "@/domain/table/input";
import { sortOf } from "@/domain/table/view";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { celled, cellNeeds, cellSelect, cellsOf } from "./cell";
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
  const dressed = columns.flatMap(({ key }) => (cells[key] === undefined ? [] : [[key, cells[key]] as const]));
  return {
    id: raw.id,
    version: raw.version,
    ...extra,
    cells: { ...cellsOf(columns, raw), ...Object.fromEntries(dressed) },
  };
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

/**
 * One page of a register with how many match and how many there are, in one statement: the ids of the page first, then what
 * their rows show, the search once for ids and count. A second statement where no row is on the page to carry the counts.
 */
export async function rowsIn<Extra>(
  tx: Tx,
  ctx: OrgContext,
  register: ServerRegister<Extra>,
  input: RowsInput,
  /** `whole`: long texts whole, as a comparison needs them; a page cuts them. Not `counted`: only the rows are true. */
  { whole: uncut = false, counted = true }: { whole?: boolean; counted?: boolean } = {},
): Promise<RowsAnswer<Extra>> {
  const { sort, group, page, pageSize } = input;
  const named = [...input.columns, ...(group ? [group] : [])];
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
  const whole = isWhole(setting, input);
  const total = whole ? blank : sql`, ${countOf(setting, input)} as total`;
  const counting = counted ? sql`, ${countAll(setting, input)} as "all"${total}` : blank;
  const raws = await tx.execute<Raw & { all: number; total?: number }>(
    sql`${foundOf(setting, input.q)} ${shownRows(setting, ids, columns, counting, uncut)}`,
  );
  const counts = counted ? (raws[0] ?? (await countsIn(tx, setting, input))) : { all: raws.length };
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
    ignored: setting.ignored,
  };
}

async function countsIn(tx: Tx, setting: Setting, input: RowsInput): Promise<{ all: number; total?: number }> {
  const [row] = await tx.execute<{ all: number; total: number }>(
    sql`${foundOf(setting, input.q)} select ${countAll(setting, input)} as "all", ${countOf(setting, input)} as total`,
  );
  return row ?? { all: 0, total: 0 };
}

export const listRows = <Extra>(ctx: OrgContext, register: ServerRegister<Extra>, input: RowsInput) =>
  read(ctx, (tx) => rowsIn(tx, ctx, register, input));
