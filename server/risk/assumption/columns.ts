import { type SQL, sql } from "drizzle-orm";
import { assumption } from "@/db/schema/raid";
import type { AssumptionStatus } from "@/domain/raid/choice";
import { ASSUMPTION_REGISTER, type AssumptionColumn } from "@/domain/raid/columns";
import { assumptionEdit } from "@/domain/raid/input";
import type { OrgContext } from "../../context";
import type { ColumnSql, ServerRegister } from "../../table/register";
import {
  dressed,
  PLACE_NEEDS,
  type PlaceExtra,
  placeColumns,
  placeExtra,
  placeJoins,
  riskColumn,
  riskJoin,
} from "../raid/place";
import { entryRules } from "../raid/rules";
import { today } from "../register/scope";
import { writeAssumptionEdit } from "./commands";

const columnsOf = (ctx: OrgContext): Record<AssumptionColumn, ColumnSql> => ({
  ...placeColumns(assumption),
  code: { value: sql`${assumption.code}`, order: [sql`${assumption.number}`], filled: true },
  statement: { value: sql`${assumption.statement}` },
  status: { value: sql`${assumption.status}` },
  validate: { value: sql`${assumption.validateBy}` },
  risk: riskColumn(assumption.riskId),
  overdue: {
    value: sql`(${assumption.status} = 'open' and coalesce(${assumption.validateBy} < ${today(ctx)}, false))`,
  },
  raised: { value: sql`${assumption.raisedOn}` },
  note: { value: sql`${assumption.note}` },
});

const rules = entryRules(
  "assumption",
  { statement: "statement", owner: "ownerId", validate: "validateBy", note: "note" },
  (given) => assumptionEdit.safeParse(given),
  writeAssumptionEdit,
);

export type AssumptionExtra = PlaceExtra & {
  statement: string;
  status: AssumptionStatus;
  validateBy: string | null;
  riskId: string | null;
};
const EXTRA: Record<keyof AssumptionExtra, SQL> = {
  ...placeExtra(assumption),
  statement: sql`left(${assumption.statement}, 300)`,
  status: sql`${assumption.status}`,
  validateBy: sql`${assumption.validateBy}`,
  riskId: sql`${assumption.riskId}`,
};

/** The register of assumptions in SQL. */
export const assumptionRegister: ServerRegister<AssumptionExtra> = {
  declaration: ASSUMPTION_REGISTER,
  permission: "risk:read",
  table: assumption,
  columns: columnsOf,
  joins: () => ({ ...placeJoins(assumption), risk: riskJoin(assumption, assumption.riskId) }),
  name: sql`${assumption.code} || ' ' || left(${assumption.statement}, 150)`,
  named: "statement",
  sought: [sql`${assumption.code}`, sql`${assumption.statement}`],
  extra: () => ({ select: EXTRA, needs: PLACE_NEEDS }),
  dress: dressed<AssumptionExtra>(Object.keys(EXTRA)),
  rules,
};
