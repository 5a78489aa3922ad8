import { type SQL, sql } from "drizzle-orm";
import type { Cell } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import type { Setting } from "./setting";
import { blank } from "./source";

/** Longest text of a cell on a page, in characters; exports give the whole. */
const LONGEST = sql.raw("300");

/** `uncut`: long texts whole. `undressed`: no extras are there to make a cell of. */
type Shape = { uncut?: boolean; undressed?: boolean };
type Raw = Readonly<Record<string, unknown>>;

/** Columns of a request that have a cell here: known, not merely drawn. */
export const celled = ({ columns }: Pick<Setting, "columns">, keys: readonly string[]): RegisterColumn[] =>
  [...new Set(keys)].flatMap((key) => columns.filter((column) => column.key === key && !column.drawn));

/** The expressions behind the cells, each with a comma before it: `c0`, `c1`, and `l0` for names. */
export function cellSelect(
  setting: Setting,
  columns: readonly RegisterColumn[],
  { uncut = false, undressed = false }: Shape = {},
): SQL {
  const parts = columns.map((column, index) => {
    const { value, label, named, dressed } = setting.sqlOf(column.key);
    if (dressed && !undressed) return blank;
    const isLong = column.kind === "text" && !uncut;
    const own = isLong ? sql`left(${value}, ${LONGEST})` : value;
    const name = label ?? named;
    return sql`, ${own} as ${sql.identifier(`c${index}`)}${name ? sql`, ${name} as ${sql.identifier(`l${index}`)}` : blank}`;
  });
  return sql.join(parts, blank);
}

/** Names of the joins that cells need. */
export const cellNeeds = (
  setting: Setting,
  columns: readonly RegisterColumn[],
  { undressed = false }: Shape = {},
): string[] =>
  columns.flatMap(({ key }) => {
    const { needs = [], labelNeeds = [], dressed } = setting.sqlOf(key);
    return dressed && !undressed ? [] : [...needs, ...labelNeeds];
  });

function cellOf({ kind }: RegisterColumn, value: unknown, label: unknown): Cell {
  if (kind === "person" || kind === "reference")
    return typeof label === "string" ? { id: typeof value === "string" ? value : null, label } : null;
  if (value === null || value === undefined) return null;
  if (kind === "number") return Number(value);
  if (kind === "boolean") return value === true;
  if (kind === "instant") return new Date(String(value)).toISOString();
  if (Array.isArray(value)) return value.map(String);
  return String(value);
}

/** The cells of a row as `cellSelect` read it; those `made` of its extras are taken as they are. */
export const cellsOf = (
  columns: readonly RegisterColumn[],
  row: Raw,
  made: Readonly<Record<string, Cell>> = {},
): Record<string, Cell> =>
  Object.fromEntries(
    columns.map((column, index) => {
      const own = made[column.key];
      return [column.key, own === undefined ? cellOf(column, row[`c${index}`], row[`l${index}`]) : own];
    }),
  );
