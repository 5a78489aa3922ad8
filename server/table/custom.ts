import { sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { customId, isCustomKey, type RegisterColumn } from "@/domain/table/column";
import type { ColumnSql } from "./register";

const PLAIN_NUMBER = "^-?[0-9]+([.][0-9]+)?$";

/** A custom field as a column: its values are texts in one jsonb column, whatever its kind. */
export function customSql(values: PgColumn, columns: readonly RegisterColumn[], key: string): ColumnSql | undefined {
  const column = columns.find((each) => each.key === key);
  if (!column || !isCustomKey(key)) return undefined;
  const text = sql`${values} ->> ${customId(key)}::text`;
  if (column.kind !== "number") return { value: sql`(${text})`, textual: true };
  return { value: sql`(case when ${text} ~ ${PLAIN_NUMBER} then (${text})::numeric end)` };
}
