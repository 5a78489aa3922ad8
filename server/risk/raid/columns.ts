import { type SQL, sql } from "drizzle-orm";
import { date, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { RaidKind } from "@/domain/raid/choice";
import { RAID_REGISTER, type RaidColumn } from "@/domain/raid/columns";
import type { Severity } from "@/domain/risk/severity";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import type { ColumnSql, ServerRegister } from "../../table/register";
import { today } from "../register/scope";
import { dressed, PLACE_NEEDS, type PlaceExtra, placeColumns, placeExtra, placeJoins } from "./place";

/** A view of db/mechanism/78-raid.sql; not among db/schema, where every table is made by a migration. */
const log = pgTable("raid_log", {
  orgId: uuid().notNull(),
  id: uuid().notNull(),
  kind: text().notNull(),
  number: integer().notNull(),
  code: text().notNull(),
  title: text().notNull(),
  status: text().notNull(),
  isOpen: text().notNull(),
  severity: text(),
  ownerId: uuid(),
  dueOn: date({ mode: "string" }),
  raisedOn: date({ mode: "string" }).notNull(),
  endedOn: date({ mode: "string" }),
  programId: uuid(),
  initiativeId: uuid(),
  modelId: uuid(),
  countsOnId: uuid(),
  version: integer().notNull(),
});

const columnsOf = (ctx: OrgContext): Record<RaidColumn, ColumnSql> => ({
  ...placeColumns(log),
  code: { value: sql`${log.code}`, order: [sql`${log.kind}`, sql`${log.number}`], filled: true },
  kind: { value: sql`${log.kind}` },
  title: { value: sql`${log.title}` },
  severity: { value: sql`${log.severity}` },
  state: { value: sql`${log.isOpen}` },
  status: { value: sql`${log.status}` },
  due: { value: sql`${log.dueOn}` },
  overdue: { value: sql`(${log.isOpen} = 'open' and coalesce(${log.dueOn} < ${today(ctx)}, false))` },
  raised: { value: sql`${log.raisedOn}` },
  ended: { value: sql`${log.endedOn}` },
});

export type RaidExtra = PlaceExtra & {
  kind: RaidKind;
  title: string;
  status: string;
  state: "open" | "ended";
  severity: Severity | null;
  dueOn: string | null;
};
const EXTRA: Record<keyof RaidExtra, SQL> = {
  ...placeExtra(log),
  kind: sql`${log.kind}`,
  title: sql`left(${log.title}, 300)`,
  status: sql`${log.status}`,
  state: sql`${log.isOpen}`,
  severity: sql`${log.severity}`,
  dueOn: sql`${log.dueOn}`,
};

/** Risks, assumptions and issues in one log: read, filtered, exported; changed in their own registers. */
export const raidRegister: ServerRegister<RaidExtra> = {
  declaration: RAID_REGISTER,
  permission: "risk:read",
  table: log,
  columns: columnsOf,
  joins: () => placeJoins(log),
  name: sql`${log.code} || ' ' || left(${log.title}, 150)`,
  named: "title",
  sought: [sql`${log.code}`, sql`${log.title}`],
  extra: () => ({ select: EXTRA, needs: PLACE_NEEDS }),
  dress: dressed<RaidExtra>(Object.keys(EXTRA)),
  rules: {
    permission: "risk:edit",
    action: "raid.edit",
    tables: [],
    write: () => {
      throw new AppError("BAD_REQUEST", "An entry is changed in its own register.");
    },
  },
};
