import { type SQL, sql } from "drizzle-orm";
import { issue } from "@/db/schema/raid";
import type { IssueStatus } from "@/domain/raid/choice";
import { ISSUE_REGISTER, type IssueColumn } from "@/domain/raid/columns";
import { issueEdit } from "@/domain/raid/input";
import type { Severity } from "@/domain/risk/severity";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import type { ColumnSql, Rules, ServerRegister } from "../../table/register";
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
import { today } from "../register/scope";
import { writeIssueEdit } from "./commands";

const columnsOf = (ctx: OrgContext): Record<IssueColumn, ColumnSql> => ({
  ...placeColumns(issue),
  code: { value: sql`${issue.code}`, order: [sql`${issue.number}`], filled: true },
  title: { value: sql`${issue.title}` },
  severity: { value: sql`${issue.severity}` },
  status: { value: sql`${issue.status}` },
  due: { value: sql`${issue.resolutionDueOn}` },
  risk: riskColumn(issue.riskId),
  overdue: {
    value: sql`(${issue.status} <> 'resolved' and coalesce(${issue.resolutionDueOn} < ${today(ctx)}, false))`,
  },
  raised: { value: sql`${issue.raisedOn}` },
  resolved: { value: sql`${issue.resolvedOn}` },
  description: { value: sql`${issue.description}` },
  resolution: { value: sql`${issue.resolution}` },
});

const FIELDS: Readonly<Record<string, string>> = { owner: "ownerId", due: "resolutionDueOn", severity: "severity" };

const rules: Rules = {
  permission: "risk:edit",
  action: "issue.edit",
  tables: ["issue"],
  write: (tx, ctx, row, change) => {
    const field = FIELDS[change.column];
    if (!field || change.op !== "set")
      throw new AppError("BAD_REQUEST", "This column cannot be changed for many rows.");
    const edit = issueEdit.safeParse({ ...row, patch: { [field]: change.value } });
    if (!edit.success) throw new AppError("BAD_REQUEST", edit.error.issues[0]?.message ?? "This value does not fit.");
    return writeIssueEdit(tx, ctx, edit.data);
  },
};

export type IssueExtra = PlaceExtra & {
  title: string;
  severity: Severity;
  status: IssueStatus;
  resolutionDueOn: string | null;
  riskId: string | null;
};
const EXTRA: Record<keyof IssueExtra, SQL> = {
  ...placeExtra(issue),
  title: sql`${issue.title}`,
  severity: sql`${issue.severity}`,
  status: sql`${issue.status}`,
  resolutionDueOn: sql`${issue.resolutionDueOn}`,
  riskId: sql`${issue.riskId}`,
};

/** The register of issues in SQL. */
export const issueRegister: ServerRegister<IssueExtra> = {
  declaration: ISSUE_REGISTER,
  permission: "risk:read",
  table: issue,
  columns: columnsOf,
  joins: () => ({ ...placeJoins(issue), risk: riskJoin(issue, issue.riskId) }),
  name: sql`${issue.code} || ' ' || ${issue.title}`,
  named: "title",
  sought: [sql`${issue.code}`, sql`${issue.title}`, sql`${issue.description}`],
  extra: () => ({ select: EXTRA, needs: PLACE_NEEDS }),
  dress: dressed<IssueExtra>(Object.keys(EXTRA)),
  rules,
};
