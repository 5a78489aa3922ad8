import { type SQL, sql } from "drizzle-orm";
import { issue } from "@/db/schema/raid";
import type { IssueStatus } from "@/domain/raid/choice";
import { ISSUE_REGISTER, type IssueColumn } from "@/domain/raid/columns";
import { issueEdit } from "@/domain/raid/input";
import type { Severity } from "@/domain/risk/severity";
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

const rules = entryRules(
  "issue",
  { title: "title", owner: "ownerId", due: "resolutionDueOn", severity: "severity", description: "description" },
  (given) => issueEdit.safeParse(given),
  writeIssueEdit,
);

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
