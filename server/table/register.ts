import type { SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import type { Permission } from "@/domain/access/permission";
import type { Row } from "@/domain/table/answer";
import type { Cell } from "@/domain/table/cell";
import type { RegisterDeclaration } from "@/domain/table/column";
import type { BulkChange } from "@/domain/table/input";
import type { OrgContext } from "../context";
import type { UndoableTable } from "../record/undo";

/** What a column is in SQL. Most are one expression; the rest says where a column means more than its value. */
export type ColumnSql = {
  /** By kind: the value itself; the id of a person or reference; a jsonb list of a tag. */
  value: SQL;
  /** The name of a person or reference. */
  label?: SQL;
  /** The name of a person who is no member. */
  named?: SQL;
  /** Joins that `value`, `is` and `order` need, by name. */
  needs?: readonly string[];
  /** Joins that `label` needs. */
  labelNeeds?: readonly string[];
  /** A stated value as the database compares it, where that is no text: a tier is a number. */
  bind?: (value: string) => unknown;
  /** Its own meaning of "is" for stated values, such as a program and everything below it. */
  is?: (values: readonly string[]) => SQL;
  /** Sorted by, where that is not the value. */
  order?: readonly SQL[];
  /** Has an index that holds no empty values apart: both directions are served without "nulls last". */
  filled?: boolean;
  /** Days kept as text, which compare as text. */
  textual?: boolean;
  /** Joins a row for each tag, as `t.name`. */
  tags?: SQL;
  /** On a page the cell is made from the row's extras, which are there anyway; an export reads `value`. */
  dressed?: boolean;
};

export type Rules = {
  permission: Permission;
  /** Name of the change that a bulk edit is. */
  action: string;
  tables: readonly UndoableTable[];
  /** Writes one row as the noun's own command does, or throws its AppError. */
  write: (
    tx: Tx,
    ctx: OrgContext,
    row: { id: string; version: number },
    change: BulkChange,
    reason: string,
  ) => Promise<unknown>;
};

/** A register on the server: the declaration, and how its columns are found in SQL. */
export type ServerRegister<Extra = unknown> = {
  declaration: RegisterDeclaration;
  /** Needed to read it. */
  permission: Permission;
  table: PgTable & Record<"orgId" | "id" | "version", PgColumn>;
  /** Every column declared that is not merely drawn. */
  columns: (ctx: OrgContext) => Readonly<Record<string, ColumnSql>>;
  /** `left join …`, by the name that columns need them by, in the order they are joined. */
  joins: (ctx: OrgContext) => Readonly<Record<string, SQL>>;
  /** What a row is called. */
  name: SQL;
  /** The column of its own table that names it, also in the record. */
  named: string;
  /** Recorded tables whose rows show in its cells, with the column that says whose they are. */
  parts?: readonly { table: string; column: string }[];
  /** The column of custom values, of a noun that has them. */
  custom?: PgColumn;
  /** When a row was archived, of a noun that archives. */
  archivedAt?: PgColumn;
  /** Where a search that is not ranked looks. */
  sought?: readonly SQL[];
  /** What rows carry beside their cells: expressions, the joins they need, and what is made of them. */
  extra: (ctx: OrgContext) => { select: Readonly<Record<string, SQL>>; needs: readonly string[] };
  dress: (ctx: OrgContext, row: Readonly<Record<string, unknown>>) => { extra: Extra; cells: Record<string, Cell> };
  /** What rows show beside one statement, for the columns asked for: at most one more statement, however many rows. */
  attach?(
    tx: Tx,
    ctx: OrgContext,
    rows: readonly Row<Extra>[],
    columns: readonly string[],
  ): Promise<readonly Row<Extra>[]>;
  rules: Rules;
};
