import { and, type SQL, sql } from "drizzle-orm";
import { conditionsOf, type Filter } from "@/domain/table/filter";
import type { RowScopeInput } from "@/domain/table/input";
import { archivedIs, whereOf } from "./condition";
import type { Setting } from "./setting";

export const blank = sql``;

/** Above what an organisation holds: a count must be true. */
const MOST_FOUND = 1_000_000;

const isRanked = ({ register }: Setting, q: string): boolean => q !== "" && register.declaration.search === "ranked";

/** The ids of a ranked search, once a statement; its first words. */
export const foundOf = (setting: Setting, q: string): SQL =>
  isRanked(setting, q)
    ? sql`with found as (select * from private.search(${setting.register.declaration.noun}, ${q}, ${sql.raw(String(MOST_FOUND))}))`
    : blank;

/** Names of the joins that conditions need. */
export const filterNeeds = (setting: Setting, filter: Filter | null): string[] =>
  (filter ? conditionsOf(filter) : []).flatMap(({ column, op }) => {
    const { needs = [], labelNeeds = [] } = setting.sqlOf(column);
    return [...needs, ...(op === "contains" || op === "contains-not" ? labelNeeds : [])];
  });

/** The joins named, each once, in the order the register gives them. */
export const joined = ({ register, ctx }: Setting, names: readonly string[]): SQL =>
  sql.join(
    Object.entries(register.joins(ctx)).flatMap(([name, join]) => (names.includes(name) ? [join] : [])),
    sql` `,
  );

/** `from … where …` of the rows of a view; `needs` are joins for what is selected or sorted by, `more` one of its own. */
export function fromWhere(
  setting: Setting,
  scope: RowScopeInput,
  needs: readonly string[] = [],
  more: SQL = blank,
): SQL {
  const { register, filter } = setting;
  const { table } = register;
  const found = isRanked(setting, scope.q) ? sql`join found on found.id = ${table.id}` : blank;
  const within = setting.within ? sql`and ${setting.within.is}` : blank;
  const joins = joined(setting, [...filterNeeds(setting, filter), ...(setting.within?.needs ?? []), ...needs]);
  return sql`from ${table} ${found} ${joins} ${more} where ${whereOf(setting, scope)} ${within}`;
}

export const countOf = (setting: Setting, scope: RowScopeInput): SQL =>
  sql`(select count(*)::int ${fromWhere(setting, scope)})`;

/**
 * Rows there are of the kind a view shows, whatever else narrows it. The organisation as a list of one: compared with a value, it
 * would be held against the policy's once more for every row counted.
 */
export function countAll(setting: Setting, { archived }: Pick<RowScopeInput, "archived">): SQL {
  const { table } = setting.register;
  const ofThis = sql`${table.orgId} = any(array[${setting.ctx.orgId}]::uuid[])`;
  return sql`(select count(*)::int from ${table} where ${and(ofThis, archivedIs(setting, archived))})`;
}

/** True when a view leaves nothing out of those. */
export const isWhole = (setting: Setting, { q, ids }: RowScopeInput): boolean =>
  q === "" && ids === undefined && setting.filter === null && setting.within === undefined;
