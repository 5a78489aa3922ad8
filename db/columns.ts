import type { BuildExtraConfigColumns } from "drizzle-orm";
import { sql } from "drizzle-orm";
import {
  bigint,
  integer,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgSchema,
  pgTable,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

/**
 * recorded: system-versioned by trigger into `history`. series: isolated and keeps what it replaces itself.
 * operational: isolated only (work in hand, logs, state that can be computed again).
 */
export type TableKind = "recorded" | "series" | "operational";
export const tableKinds = new Map<string, TableKind>();

type Columns = Record<string, PgColumnBuilderBase>;
type Extra<N extends string, C extends Columns> = (
  self: BuildExtraConfigColumns<N, C, "pg">,
) => PgTableExtraConfigValue[];

function declare(kind: TableKind) {
  return <N extends string, C extends Columns>(name: N, columns: () => C, extra: Extra<N, C>) => {
    tableKinds.set(name, kind);
    return pgTable(name, columns(), extra);
  };
}

export const recorded = declare("recorded");
export const series = declare("series");
export const operational = declare("operational");

const historySchema = pgSchema("history");

/** The typed `history.x` of a recorded table: its columns and the period in which each version held. */
export function historyOf<N extends string, C extends Columns>(name: N, columns: () => C) {
  return historySchema.table(name, {
    ...columns(),
    recordedFrom: instant().notNull(),
    recordedTo: instant(),
    changeId: uuid().notNull(),
    closedBy: uuid(),
  });
}

export const instant = () => timestamp({ withTimezone: true, mode: "date" });
export const orgId = () => uuid().notNull();
export const id = () => uuid().notNull().default(sql`uuidv7()`);
/** Counts the edits of a row; a trigger raises it. An edit names the version it saw. */
export const version = () => integer().notNull().default(1);
/** Whole minor units of a currency; more than JavaScript counts exactly is refused by the inputs. */
export const minor = () => bigint({ mode: "number" });
