import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { ME, NOT_STATED, type RegisterColumn } from "@/domain/table/column";
import { type Condition, type Filter, isCondition, partsOf } from "@/domain/table/filter";
import { type DayRange, dayRanges } from "@/domain/table/relative-date";
import { isUuidText } from "@/domain/table/value";
import type { Archived } from "@/domain/table/view";
import type { ColumnSql } from "./register";
import type { Setting } from "./setting";

const nothing = sql`false`;
const everything = sql`true`;

/** The organisation's time zone; one look-up a statement. */
const zone = sql`(select o.time_zone from organisation o where o.org_id = private.org_id())`;
const startOfDay = (day: string, after = 0): SQL =>
  sql`((${day}::date + ${sql.raw(String(after))})::timestamp at time zone ${zone})`;

const anyOf = (parts: readonly (SQL | undefined)[]): SQL => or(...parts) ?? nothing;
/** One parameter however many values: with one each, every further tick in a list would be a statement to plan anew. */
const isOneOf = (value: SQL, values: readonly unknown[]): SQL => sql`${value} = any(${sql.param(values)})`;
const contains = (text: SQL, values: readonly string[]): SQL =>
  anyOf(values.map((value) => sql`position(lower(${value}::text) in lower(${text})) > 0`));

function inRange({ value, textual }: ColumnSql, kind: RegisterColumn["kind"], { from, to }: DayRange): SQL {
  if (kind === "instant")
    return (
      and(
        from ? sql`${value} >= ${startOfDay(from)}` : everything,
        to ? sql`${value} < ${startOfDay(to, 1)}` : everything,
      ) ?? everything
    );
  const day = (text: string) => (textual ? sql`${text}::text` : sql`${text}::date`);
  return (
    and(from ? sql`${value} >= ${day(from)}` : everything, to ? sql`${value} <= ${day(to)}` : everything) ?? everything
  );
}

/** Stated values of "is"; never null on a filled row. */
function isAmong(setting: Setting, column: RegisterColumn, own: ColumnSql, values: readonly string[]): SQL {
  if (own.is) return own.is(values);
  const { value, bind = (text: string) => text } = own;
  switch (column.kind) {
    case "boolean":
      return anyOf(values.map((each) => sql`${value} = ${each === "yes"}`));
    case "number":
      return sql`${value} in (${sql.join(
        values.map((each) => sql`${each}::numeric`),
        sql`, `,
      )})`;
    case "date":
    case "instant": {
      const today = setting.today ?? { day: "", fiscalYearStart: 1 };
      return anyOf(dayRanges("is", values, today).map((range) => inRange(own, column.kind, range)));
    }
    case "person": {
      const { actor } = setting.ctx;
      const me = actor.kind === "user" ? [actor.memberId] : [];
      const ids = values.flatMap((each) => (each === ME ? me : isUuidText(each) ? [each] : []));
      const names = values.filter((each) => each !== ME && !isUuidText(each));
      return anyOf([
        ids.length > 0 ? isOneOf(value, ids) : undefined,
        names.length > 0 && own.named ? isOneOf(own.named, names) : undefined,
      ]);
    }
    default:
      return isOneOf(value, values.map(bind));
  }
}

const emptyOf = ({ kind }: RegisterColumn, { value, named, tags }: ColumnSql): SQL => {
  if (kind === "tag") return sql`not exists (${tags})`;
  return named ? (and(sql`${value} is null`, sql`${named} is null`) ?? nothing) : sql`${value} is null`;
};

const tagged = ({ tags }: ColumnSql, values: readonly string[]): SQL =>
  sql`exists (${tags} and ${isOneOf(sql`t.name`, values)})`;

function conditionSql(setting: Setting, { column: key, op, values }: Condition): SQL {
  const column = setting.columns.find((each) => each.key === key);
  if (!column) return everything; // filterFaults refused it before
  const own = setting.sqlOf(key);
  const text = own.label ?? own.value;
  const isEmpty = emptyOf(column, own);
  switch (op) {
    case "empty":
      return isEmpty;
    case "filled":
      return sql`not ${isEmpty}`;
    case "is":
    case "is-not": {
      const stated = values.filter((each) => each !== NOT_STATED);
      const among =
        column.kind === "tag" ? tagged : (sqls: ColumnSql, of: readonly string[]) => isAmong(setting, column, sqls, of);
      const is = anyOf([
        stated.length > 0 ? among(own, stated) : undefined,
        stated.length < values.length ? isEmpty : undefined,
      ]);
      return op === "is" ? is : sql`not coalesce(${is}, false)`;
    }
    case "contains":
      return contains(text, values);
    case "contains-not":
      return sql`not coalesce(${contains(text, values)}, false)`;
    case "at-least":
      if (column.kind === "number") return sql`${own.value} >= ${values[0] ?? ""}::numeric`;
      break;
    case "at-most":
      if (column.kind === "number") return sql`${own.value} <= ${values[0] ?? ""}::numeric`;
      break;
    case "between":
      if (column.kind === "number")
        return sql`${own.value} between ${values[0] ?? ""}::numeric and ${values[1] ?? ""}::numeric`;
      break;
    default:
  }
  const ranges = dayRanges(op, values, setting.today ?? { day: "", fiscalYearStart: 1 });
  return anyOf(ranges.map((range) => inRange(own, column.kind, range)));
}

/** A filter tree in SQL, every value bound. The filter was held against the columns before. */
export function filterSql(setting: Setting, filter: Filter): SQL {
  if (isCondition(filter)) return sql`(${conditionSql(setting, filter)})`;
  const parts = partsOf(filter).map((part) => filterSql(setting, part));
  return sql`(${"all" in filter ? (and(...parts) ?? everything) : (or(...parts) ?? everything)})`;
}

type Scope = { q: string; archived: Archived; ids?: readonly string[] | undefined };

const soughtIn = (register: Setting["register"], q: string): SQL =>
  anyOf((register.sought ?? []).map((text) => contains(text, [q])));

/** Archived rows left out, or those alone. */
export const archivedIs = ({ register: { archivedAt } }: Setting, archived: Archived): SQL | undefined => {
  if (!archivedAt || archived === "all") return undefined;
  return archived === "no" ? isNull(archivedAt) : sql`${archivedAt} is not null`;
};

/** The rows of a view. A ranked search is a join beside it: see `found`. */
export function whereOf(setting: Setting, { q, archived, ids }: Scope, filter = setting.filter): SQL {
  const { register, ctx } = setting;
  const { table, declaration } = register;
  return (
    and(
      eq(table.orgId, ctx.orgId),
      archivedIs(setting, archived),
      filter ? filterSql(setting, filter) : undefined,
      q !== "" && declaration.search === "contains" ? soughtIn(register, q) : undefined,
      ids ? (ids.length > 0 ? inArray(table.id, [...ids]) : nothing) : undefined,
    ) ?? everything
  );
}
