import { type SQL, sql } from "drizzle-orm";
import { NOT_STATED, RELEVANCE, type RegisterColumn, type Sort } from "@/domain/table/column";
import type { RowsInput } from "@/domain/table/input";
import type { ColumnSql } from "./register";
import type { Setting } from "./setting";

const LONGEST_KEY = 200;

/** Where a choice stands among the choices. */
export const rankOf = ({ choices = [] }: RegisterColumn, value: SQL): SQL =>
  sql`array_position(array[${sql.join(
    choices.map((choice) => sql`${choice.value}::text`),
    sql`, `,
  )}], ${value}::text)`;

function keysOf(column: RegisterColumn, { order, label, value, bind }: ColumnSql): readonly SQL[] {
  if (order) return order;
  switch (column.kind) {
    case "choice":
      return [bind ? value : rankOf(column, value)];
    case "person":
    case "reference":
      return [sql`lower(left(${label ?? value}, ${sql.raw(String(LONGEST_KEY))}))`];
    case "text":
      return [sql`lower(left(${value}, ${sql.raw(String(LONGEST_KEY))}))`];
    default:
      return [value];
  }
}

/** The value a group is named by, and what it is called. */
export function groupBy(column: RegisterColumn, { value, label, named }: ColumnSql): { value: SQL; label: SQL } {
  if (column.kind === "boolean")
    return { value: sql`case when ${value} then 'yes' else 'no' end`, label: sql`null::text` };
  const own = named ? sql`coalesce(${value}::text, ${named})` : sql`${value}::text`;
  return { value: own, label: label ?? named ?? own };
}

/** Rows of the groups named, or of all others; exactly these groups, whatever "is" means for the column. */
export function withinGroups(
  column: RegisterColumn,
  own: ColumnSql,
  { groups, values }: NonNullable<RowsInput["only"]>,
) {
  const named = sql`coalesce(${groupBy(column, own).value}, ${NOT_STATED})`;
  return {
    is: groups === "these" ? sql`${named} in ${values}` : sql`${named} not in ${values}`,
    needs: own.needs ?? [],
  };
}

/** Expressions that put rows in order. Empty values come last either way; ties keep one order, so that pages never overlap. */
export function orderOf(setting: Setting, sorts: readonly Sort[], group: string | null = null): SQL[] {
  const { register } = setting;
  const by = [...(group ? [{ key: group, descending: false }] : []), ...sorts.filter(({ key }) => key !== group)];
  const parts = by.flatMap(({ key, descending }) => {
    if (key === RELEVANCE) return [sql`found.rank ${sql.raw(descending ? "desc" : "asc")} nulls last`];
    const column = setting.columns.find((each) => each.key === key);
    if (!column) return []; // a custom field that is gone
    const own = setting.sqlOf(key);
    const way = sql.raw(`${descending ? "desc" : "asc"}${own.filled ? "" : " nulls last"}`);
    const keys = keysOf(column, own).map((each) => sql`${each} ${way}`);
    // Two people of one name are two groups: their rows must not mix.
    return key === group ? [...keys, sql`${groupBy(column, own).value} nulls last`] : keys;
  });
  return [...parts, sql`${register.table.id}`];
}

/** Names of the joins that sorting needs. */
export const orderNeeds = (setting: Setting, keys: readonly string[]): string[] =>
  keys.flatMap((key) => {
    const column = setting.columns.find((each) => each.key === key);
    if (!column) return [];
    const { needs = [], labelNeeds = [], order } = setting.sqlOf(key);
    return [...needs, ...(order ? [] : labelNeeds)];
  });
