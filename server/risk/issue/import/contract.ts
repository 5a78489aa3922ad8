import { asc, eq } from "drizzle-orm";
import { issue } from "@/db/schema/raid";
import { ISSUE_IMPORT, type IssueValues } from "@/domain/raid/import/issue";
import { type PlaceWorld, shownPlace, standsOn } from "@/domain/risk/import/place";
import type { ServerNoun } from "../../../import/noun/imported";
import { placeWorld } from "../../import/place";
import { PLACE, Shape, writeRecords } from "../../import/record";

const SHAPE = new Shape(
  `title text, description text, severity text, status text, raised_on date, resolution_due_on date, ${PLACE}, code text`,
);
const FIELDS = {
  ...{ id: issue.id, version: issue.version, code: issue.code, title: issue.title, description: issue.description },
  ...{ severity: issue.severity, status: issue.status, raisedOn: issue.raisedOn, ownerId: issue.ownerId },
  ...{ resolutionDueOn: issue.resolutionDueOn, programId: issue.programId, modelId: issue.modelId },
  countsOnId: issue.countsOnId,
};

export const issueImport: ServerNoun<IssueValues, PlaceWorld> = {
  noun: ISSUE_IMPORT,
  takes: { created: "risk:edit", changed: "risk:edit" },
  permissions: ["risk:edit"],
  tables: ["issue"],
  load: placeWorld,
  existing: async (tx, { orgId }, world) => {
    const rows = await tx.select(FIELDS).from(issue).where(eq(issue.orgId, orgId)).orderBy(asc(issue.number));
    return rows.map(({ countsOnId, ...row }) => ({ ...row, ...shownPlace({ ...row, countsOnId }, world) }));
  },
  write: (tx, ctx, { plan }, onProgress) => {
    const fields = (values: IssueValues) => ({ ...values, ...standsOn(values) });
    return writeRecords(tx, ctx, plan, { table: "issue", shape: SHAPE, fields }, onProgress);
  },
};
