import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { BoardAnswer, Group, GroupsAnswer, ValueCount } from "@/domain/table/answer";
import {
  emptyWord,
  isBoardable,
  isFilterable,
  isGroupable,
  NOT_STATED,
  type RegisterColumn,
} from "@/domain/table/column";
import { type Filter, withPlainValues } from "@/domain/table/filter";
import {
  type BoardInput,
  type GroupsInput,
  MOST_LANES,
  type RowScopeInput,
  type ValuesInput,
} from "@/domain/table/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { celled } from "./cell";
import { filterSql } from "./condition";
import { groupBy, orderNeeds, orderOf, rankOf } from "./order";
import type { ServerRegister } from "./register";
import { attached, limitOf, rowOf, shownRows, sortsOf } from "./rows";
import { columnOf, type Setting, settingFor } from "./setting";
import { blank, countAll, foundOf, fromWhere } from "./source";

const MOST_GROUPS = 500;
const MOST_VALUES = 100;

type Grouped = { value: string | null; label: string | null; count: number };

function labelOf(column: RegisterColumn, { value, label }: Grouped): string {
  if (value === null) return emptyWord(column);
  return column.choices?.find((choice) => choice.value === value)?.label ?? label ?? value;
}

const SUBTOTAL = { sum: "sum", average: "avg" } as const;

/** Groups by the values of a column with counts and subtotals. One statement. */
export function listGroups(
  ctx: OrgContext,
  register: ServerRegister<unknown>,
  input: GroupsInput,
): Promise<GroupsAnswer> {
  return read(ctx, async (tx) => {
    const setting = await settingFor(tx, ctx, register, {
      filter: input.filter,
      columns: [input.group, ...input.columns],
    });
    const column = columnOf(setting, input.group, isGroupable, "grouped by");
    const summed = celled(setting, input.columns).flatMap(({ key, subtotal }) =>
      subtotal === "sum" || subtotal === "average" ? [{ key, subtotal }] : [],
    );
    const by = groupBy(column, setting.sqlOf(column.key));
    const { needs = [], labelNeeds = [] } = setting.sqlOf(column.key);
    const sums = summed.map(
      ({ key, subtotal }, index) =>
        sql`, ${sql.raw(SUBTOTAL[subtotal])}(${setting.sqlOf(key).value})::float8 as ${sql.identifier(`s${index}`)}`,
    );
    const order = column.kind === "choice" ? rankOf(column, by.value) : sql`lower(${by.label})`;
    const joins = [...needs, ...labelNeeds, ...summed.flatMap(({ key }) => setting.sqlOf(key).needs ?? [])];
    const found = await tx.execute<
      Grouped & Record<string, unknown> & { groups: number; all: number; total: number }
    >(sql`
      ${foundOf(setting, input.q)} select g.*, count(*) over ()::int as groups, sum(g.count) over ()::int as total, ${countAll(setting, input)} as "all"
      from (select ${by.value} as value, min(${by.label}) as label, count(*)::int as count, min(${order}) as place${sql.join(sums, blank)}
        ${fromWhere(setting, input, joins)} group by 1) g
      order by g.place nulls last, g.value nulls last ${limitOf(MOST_GROUPS)}`);
    const groups = found.map((row): Group => {
      const subtotals = summed.map(({ key }, index) => {
        const value = row[`s${index}`];
        return [key, typeof value === "number" ? value : null] as const;
      });
      return {
        value: row.value ?? NOT_STATED,
        label: labelOf(column, row),
        count: row.count,
        subtotals: Object.fromEntries(subtotals),
      };
    });
    const first = found[0];
    const all = first?.all ?? (await allIn(tx, setting, input));
    return { groups, more: Math.max(0, (first?.groups ?? 0) - groups.length), total: first?.total ?? 0, all };
  });
}

async function allIn(tx: Tx, setting: Setting, input: RowScopeInput): Promise<number> {
  const [row] = await tx.execute<{ all: number }>(sql`select ${countAll(setting, input)} as "all"`);
  return row?.all ?? 0;
}

/** The lanes of a board with their first cards: counts in one statement, cards in another. */
export function listBoard<Extra>(
  ctx: OrgContext,
  register: ServerRegister<Extra>,
  input: BoardInput,
): Promise<BoardAnswer<Extra>> {
  return read(ctx, async (tx) => {
    const setting = await settingFor(tx, ctx, register, {
      filter: input.filter,
      columns: [input.board, ...input.columns],
      sort: input.sort,
    });
    const column = columnOf(setting, input.board, isBoardable, "shown as a board");
    const by = groupBy(column, setting.sqlOf(column.key));
    const { needs = [] } = setting.sqlOf(column.key);
    const stated = (column.choices ?? []).slice(0, MOST_LANES);
    const choices = column.required ? stated : [...stated, { value: NOT_STATED, label: emptyWord(column) }];
    const sorts = sortsOf(setting, input);
    const columns = celled(setting, [input.board, ...input.columns]);
    const sortNeeds = [
      ...needs,
      ...orderNeeds(
        setting,
        sorts.map(({ key }) => key),
      ),
    ];
    const lanes = choices.map(({ value }) => {
      const inLane: Filter = { column: column.key, op: "is", values: [value] };
      return sql`array(select ${register.table.id} ${fromWhere(setting, input, sortNeeds)} and ${filterSql(setting, inLane)}
        order by ${sql.join(orderOf(setting, sorts), sql`, `)} ${limitOf(input.perLane)})`;
    });
    const [counts, raws] = await Promise.all([
      tx.execute<{ value: string | null; count: number; all: number }>(sql`${foundOf(setting, input.q)}
        select g.*, ${countAll(setting, input)} as "all" from (select ${by.value} as value, count(*)::int as count ${fromWhere(setting, input, needs)} group by 1) g`),
      tx.execute<Record<string, unknown> & { id: string; version: number }>(
        sql`${foundOf(setting, input.q)} ${shownRows(setting, sql.join(lanes, sql` || `), columns)}`,
      ),
    ]);
    const dressed = raws.map((raw) => rowOf(register, ctx, columns, raw));
    const rows = await attached(tx, ctx, register, dressed, input.columns);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const answer = choices.map(({ value, label }) => ({
      value,
      label,
      count: counts.find((each) => (each.value ?? NOT_STATED) === value)?.count ?? 0,
      rows: rows.filter(({ cells }) => (cells[column.key] ?? NOT_STATED) === value),
    }));
    const shown = answer.reduce((sum, { count }) => sum + count, 0);
    return { lanes: answer, more: total - shown, total, all: counts[0]?.all ?? (await allIn(tx, setting, input)) };
  });
}

/** What a column holds, with the rows each value would leave while every other condition holds. One statement. */
export function listValues(
  ctx: OrgContext,
  register: ServerRegister<unknown>,
  input: ValuesInput,
): Promise<ValueCount[]> {
  return read(ctx, async (tx) => {
    const filter = withPlainValues(input.filter, input.column, []);
    const setting = await settingFor(tx, ctx, register, { filter, columns: [input.column] });
    const column = columnOf(setting, input.column, isFilterable, "filtered");
    if (column.kind === "number" || column.kind === "date" || column.kind === "instant") return [];
    if (column.several) return severalValues(tx, setting, column, input);
    const { needs = [], labelNeeds = [], tags } = setting.sqlOf(column.key);
    const isTag = column.kind === "tag";
    const by = isTag ? { value: sql`t.name`, label: sql`t.name` } : groupBy(column, setting.sqlOf(column.key));
    const like = input.find.replaceAll(/[\\%_]/g, "\\$&");
    const narrowed = input.find && !column.choices ? sql`and ${by.label} ilike ${`%${like}%`}` : blank;
    const joins = [...needs, ...labelNeeds];
    const source = fromWhere(setting, input, joins, isTag ? sql`join lateral (${tags}) t on true` : blank);
    const rows = await tx.execute<Grouped>(sql`${foundOf(setting, input.q)}
      select ${by.value} as value, min(${by.label}) as label, count(*)::int as count ${source} ${narrowed} group by 1 order by 3 desc, 2 ${limitOf(MOST_VALUES)}`);
    const counted = rows.map((row) => ({
      value: row.value ?? NOT_STATED,
      label: labelOf(column, row),
      count: row.count,
    }));
    return column.choices || column.kind === "boolean" ? inChoiceOrder(column, counted) : counted;
  });
}

/** Every choice, also those without rows, then the empty value. */
function inChoiceOrder(column: RegisterColumn, counted: readonly ValueCount[]): ValueCount[] {
  const yesNo = [
    { value: "yes", label: "yes" },
    { value: "no", label: "no" },
  ];
  const empty = column.required || column.kind === "boolean" ? [] : [{ value: NOT_STATED, label: emptyWord(column) }];
  return [...(column.choices ?? yesNo), ...empty].map(({ value, label }) => ({
    value,
    label,
    count: counted.find((each) => each.value === value)?.count ?? 0,
  }));
}

async function severalValues(
  tx: Tx,
  setting: Setting,
  column: RegisterColumn,
  input: RowScopeInput,
): Promise<ValueCount[]> {
  const { needs = [] } = setting.sqlOf(column.key);
  const choices = column.choices ?? [];
  const counts = choices.map(({ value }, index) => {
    const is: Filter = { column: column.key, op: "is", values: [value] };
    return sql`count(*) filter (where ${filterSql(setting, is)})::int as ${sql.identifier(`n${index}`)}`;
  });
  const [row] = await tx.execute<Record<string, number>>(
    sql`${foundOf(setting, input.q)} select ${sql.join(counts, sql`, `)} ${fromWhere(setting, input, needs)}`,
  );
  return choices.map(({ value, label }, index) => ({ value, label, count: row?.[`n${index}`] ?? 0 }));
}
