import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { assumption, issue } from "@/db/schema/raid";
import type { ImportNounName } from "@/domain/import/words";
import { ASSUMPTION_REGISTER, ISSUE_REGISTER } from "@/domain/raid/columns";
import { riskCreation } from "@/domain/risk/input";
import type { RegisterDeclaration } from "@/domain/table/column";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { keepUpload, planImport, undoImport } from "../../import/commands";
import { commitImport } from "../../import/commit/commands";
import { prepareImport } from "../../import/queries";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { exportCsv } from "../../table/export";
import type { ServerRegister } from "../../table/register";
import { asMember, joinAs, test } from "../../testing";
import { assumptionRegister } from "../assumption/columns";
import { createRisk } from "../commands";
import { issueRegister } from "../issue/columns";
import { resolveIssue } from "../issue/commands";

const assumptions = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(assumption).orderBy(assumption.number));
const issues = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(issue).orderBy(issue.number));

async function dryRun(ctx: OrgContext, noun: ImportNounName, text: string) {
  const { id } = await keepUpload(ctx, { noun, name: "a.csv", bytes: new TextEncoder().encode(text), choices: {} });
  const { mapping } = await prepareImport(ctx, { id });
  return { id, ...(await planImport(ctx, { id, mapping })) };
}
async function run(ctx: OrgContext, noun: ImportNounName, text: string) {
  const { id, counts } = await dryRun(ctx, noun, text);
  await commitImport(ctx, { id, rows: "all", counts });
  return { id, counts };
}

async function exported(ctx: OrgContext, register: ServerRegister<unknown>, declaration: RegisterDeclaration) {
  let csv = "";
  const view = viewFromParams(readerOf({ cols: declaration.columns.map(({ key }) => key).join(",") }), declaration);
  await exportCsv({ ...ctx, timeZone: "UTC" }, register, { view }, async (part) => {
    csv += String(part);
  });
  return csv;
}

const setup = (ctx: OrgContext) =>
  change(ctx, { name: "setup" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, code: "AI-1", title: "Sepsis" }).returning({ id: initiative.id }),
  );

test("assumptions come in with the risk that follows, come back from an export unchanged, and are undone", async ({
  db,
}) => {
  const { ctx, memberId } = await asMember(db, "pmo");
  const [sepsis] = await setup(ctx);
  const raised = await createRisk(ctx, riskCreation.parse({ title: "Recall falls" }));
  const bad = await dryRun(ctx, "assumption", "Statement,Risk,Validate by\nx,R-99,soon\n,,\n");
  expect(bad.report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
    [2, "Risk", "There is no risk “R-99”."],
    [2, "Validate by", expect.stringContaining("is no complete date")],
  ]);
  const file = `Statement,Risk,Validate by,Owner,Initiative\nThe feed stays,${raised.code},2027-01-31,robin vale,AI-1\n`;
  const { id, counts } = await run(ctx, "assumption", file);
  expect(counts).toMatchObject({ created: 1 });
  expect(await assumptions(ctx)).toMatchObject([
    {
      statement: "The feed stays",
      riskId: raised.id,
      ownerId: memberId,
      initiativeId: sepsis?.id,
      validateBy: "2027-01-31",
    },
  ]);
  const csv = await exported(ctx, assumptionRegister, ASSUMPTION_REGISTER);
  expect((await dryRun(ctx, "assumption", csv)).counts).toMatchObject({ rows: 1, unchanged: 1, rejected: 0 });
  await undoImport(ctx, { id });
  expect(await assumptions(ctx)).toEqual([]);
});

test("issues come in with their severity, resolved ones stay as they are, and an owner's are their own", async ({
  db,
}) => {
  const { ctx, orgId } = await asMember(db, "pmo");
  await setup(ctx);
  const first = await run(
    ctx,
    "issue",
    "Code,Issue,Severity,Status,Due\nI-7,Feed stopped,critical,ongoing,2027-02-01\n",
  );
  const [made] = await issues(ctx);
  expect(made).toMatchObject({ code: "I-7", severity: "red", status: "in_progress", resolutionDueOn: "2027-02-01" });
  const csv = await exported(ctx, issueRegister, ISSUE_REGISTER);
  expect((await dryRun(ctx, "issue", csv)).counts).toMatchObject({ rows: 1, unchanged: 1, rejected: 0 });
  const changed = await run(ctx, "issue", "Code,Issue,Severity\nI-7,Feed stopped again,\n");
  expect(changed.counts).toMatchObject({ changed: 1 });
  await undoImport(ctx, { id: changed.id });
  const [back] = await issues(ctx);
  expect(back).toMatchObject({ title: "Feed stopped", severity: "red" });
  await resolveIssue(ctx, { id: back?.id ?? "", version: back?.version ?? 0, resolution: "The vendor mended it." });
  const bad = await dryRun(
    ctx,
    "issue",
    "Code,Issue,Severity,Status\nI-7,Feed stopped again,red,\nI-8,No severity,,\nI-9,Done,red,Resolved\n",
  );
  expect(bad.report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
    [2, null, "I-7 “Feed stopped” is resolved."],
    [3, "Severity", "How grave it is, is missing."],
    [4, "Status", "There is no status “Resolved”."],
  ]);
  await expect(undoImport(ctx, { id: first.id })).rejects.toMatchObject({ code: "CONFLICT" });
  const owner = await joinAs(db, orgId, "owner", "Olga Own");
  const theirs = await dryRun(owner.ctx, "issue", "Issue,Severity,Owner\nTheirs,red,Robin Vale\nMine,red,\n");
  expect(theirs.counts).toMatchObject({ created: 1, rejected: 1 });
});
