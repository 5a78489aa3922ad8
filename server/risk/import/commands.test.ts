import { count, eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { riskControl } from "@/db/schema/risk-part";
import type { ImportMapping } from "@/domain/import/mapping";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { riskCreation } from "@/domain/risk/input";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { confirmImport, keepUpload, planImport, undoImport } from "../../import/commands";
import { commitImport, writeImport } from "../../import/commit/commands";
import { getImport, listImports, prepareImport } from "../../import/queries";
import { STYLE, styled, workbook } from "../../import/workbook/fixture";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { exportCsv } from "../../table/export";
import { asMember, joinAs, test } from "../../testing";
import { createRisk } from "../commands";
import { riskRegister } from "../register/columns";

const all = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(risk).orderBy(risk.number));
const assessments = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(riskAssessment));
const changes = async (ctx: OrgContext) => {
  const [row] = await read(ctx, (tx) =>
    tx.select({ n: count() }).from(changeTable).where(eq(changeTable.orgId, ctx.orgId)),
  );
  return row?.n ?? 0;
};

async function dryRun(
  ctx: OrgContext,
  file: string | Uint8Array,
  adjust: (mapping: ImportMapping) => ImportMapping = (same) => same,
) {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const { id } = await keepUpload(ctx, { noun: "risk", name: "risks.csv", bytes, choices: {} });
  const prepared = await prepareImport(ctx, { id });
  return { id, prepared, ...(await planImport(ctx, { id, mapping: adjust(prepared.mapping) })) };
}

async function run(ctx: OrgContext, file: string | Uint8Array, rows: "all" | "good" = "all") {
  const { id, counts, report } = await dryRun(ctx, file);
  return { ...(await commitImport(ctx, { id, rows, counts })), id, report };
}

const place = (ctx: OrgContext) =>
  change(ctx, { name: "setup" }, async (tx) => {
    const [made] = await tx
      .insert(initiative)
      .values({ orgId: ctx.orgId, code: "AI-1", title: "Sepsis" })
      .returning({ id: initiative.id });
    const initiativeId = made?.id ?? "";
    const [sepsis] = await tx
      .insert(model)
      .values({ orgId: ctx.orgId, name: "Sepsis model", initiativeId })
      .returning({ id: model.id });
    return { initiativeId, modelId: sepsis?.id ?? "" };
  });

async function exported(ctx: OrgContext, cols: string): Promise<string> {
  let csv = "";
  const view = viewFromParams(readerOf({ cols }), RISK_REGISTER);
  await exportCsv({ ...ctx, timeZone: "UTC" }, riskRegister, { view }, async (part) => {
    csv += String(part);
  });
  return csv;
}

const FILE = [
  "Risk ID;Description;Cause;Owner;Category;Probability;Impact;Likely loss;Treatment;Project;Next review;Colour",
  "ENT-7;Recall falls;Lactate recoded;robin vale;Patient safety;40 %;severe;$250,000;mitigate;AI-1 Sepsis;31.12.2026;red",
  "ENT-8;Vendor fails;;Nobody Known;Weather;140;6;12x;Pray;AI-9;31/4/2026;",
  "ENT-7;Twice;;;;;;;;;;",
  ";;No title;;;;;;;;;",
  ";Alerts are muted;;;;10;2;;;;;",
].join("\n");

describe("a register from elsewhere", () => {
  test("is understood by its headers; a row that cannot be read names every cell and what may stand there", async ({
    db,
  }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { initiativeId } = await place(ctx);
    const { id, prepared, counts, report } = await dryRun(ctx, FILE);
    const ignored = prepared.mapping.columns.filter(({ target }) => target.kind === "ignore");
    expect(ignored.map(({ column }) => column)).toEqual(["Colour"]);
    expect(prepared.mapping.key).toEqual(["Risk ID"]);
    expect(counts).toMatchObject({ created: 2, changed: 0, rejected: 3 });
    expect(report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, "Owner", "There is no member “Nobody Known”."],
      [3, "Category", "There is no category “Weather”."],
      [3, "Probability", "“140” is no probability."],
      [3, "Impact", "“6” is no step of the matrix in use."],
      [3, "Likely loss", "“12x” is no amount. Write one such as 250k or 1.2M."],
      [3, "Treatment", "There is no response “Pray”."],
      [3, "Project", "There is no initiative “AI-9”."],
      [3, "Next review", "“31/4/2026” is no complete date, or its day and month cannot be told apart."],
      [4, "Risk ID", "The code already belongs to the row on line 2."],
      [5, "Description", "The title is missing."],
    ]);
    const cures = new Map(report.rejects.map(({ column, cure }) => [column, cure]));
    expect(cures.get("Category")).toMatch(/^Write one of: Patient safety, Financial, /);
    expect(cures.get("Impact")).toBe("Write one of: minor (1), moderate (2), serious (3), major (4), severe (5).");
    await expect(commitImport(ctx, { id, rows: "all", counts })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const before = await changes(ctx);
    const { changeId } = await commitImport(ctx, { id, rows: "good", counts });
    expect(await changes(ctx)).toBe(before + 1);
    expect(await all(ctx)).toMatchObject([
      {
        ...{ code: "ENT-7", title: "Recall falls", cause: "Lactate recoded", ownerId: memberId, initiativeId },
        ...{ strategy: "reduce", category: "patient_safety", probability: 0.4, lossLikely: 25_000_000 },
        ...{ expectedValue: 10_000_000, residualScore: 20, residualSeverity: "red", reviewOn: "2026-12-31" },
      },
      { code: "R-02", title: "Alerts are muted", residualScore: 4 },
    ]);
    expect(await getImport(ctx, { id })).toMatchObject({ status: "done", changeId, noun: "risk", progress: 2 });
  });

  test("is undone as one: risks and ratings go, changed ones go back, and nothing that somebody needs is taken", async ({
    db,
  }) => {
    const { ctx } = await asMember(db, "pmo");
    await run(ctx, "Code,Risk,Category,Likelihood,Impact,Probability\nR-1,Old,Financial,possible,serious,20 %\n");
    const before = [await all(ctx), await assessments(ctx)];
    const again = await run(
      ctx,
      "Code,Risk,Category,Likelihood,Impact\nR-1,Old renamed,Financial,likely,severe\nR-9,New,Financial,rare,minor\n",
    );
    expect(again.counts).toMatchObject({ created: 1, changed: 1 });
    expect(await all(ctx)).toMatchObject([
      { title: "Old renamed", residualScore: 20, probability: 0.475 }, // as near as the band of the new likelihood allows
      { title: "New", residualScore: 1 },
    ]);
    await undoImport(ctx, { id: again.id });
    expect([(await all(ctx)).map((row) => ({ ...row, version: 1 })), await assessments(ctx)]).toEqual(before);
    expect(await getImport(ctx, { id: again.id })).toMatchObject({ status: "undone" });

    const third = await run(ctx, "Risk,Cause\nLeant on,\n");
    const [, made] = await all(ctx);
    await change(ctx, { name: "risk.control" }, (tx) =>
      tx.insert(riskControl).values({
        ...{ orgId: ctx.orgId, riskId: made?.id ?? "", name: "Second reader", kind: "preventive", effectiveness: 0.5 },
      }),
    );
    await expect(undoImport(ctx, { id: third.id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("added to one of these"),
    });
    expect(await all(ctx)).toHaveLength(2);
  });

  test("the app itself may take no assessment away but those of an import", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await createRisk(
      ctx,
      riskCreation.parse({ title: "Kept", residual: { likelihood: 1, impacts: { financial: 1 } } }),
    );
    const [made] = await read(ctx, (tx) =>
      tx.select({ id: changeTable.id }).from(changeTable).where(eq(changeTable.action, "risk.create")),
    );
    const taken = change(ctx, { name: "attempt" }, (tx) =>
      tx.execute(`select private.take_back_assessments(array['${made?.id}']::uuid[])`),
    );
    await expect(taken).rejects.toThrow();
    expect(await assessments(ctx)).toHaveLength(1);
  });

  test("changes only what it states: the same file again changes nothing", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const file = "Code,Risk,Cause,Impact,Likelihood,Category\nENT-7,Recall falls,Recoded,major,likely,Patient safety\n";
    await run(ctx, file);
    const before = await changes(ctx);
    expect(await run(ctx, file)).toMatchObject({ changeId: null, counts: { unchanged: 1, changed: 0, created: 0 } });
    expect(await changes(ctx)).toBe(before);
    const later = await run(ctx, "Code,Risk\nENT-7,Recall falls again\n");
    expect(later.counts).toMatchObject({ changed: 1 });
    expect(later.report.changes).toMatchObject([
      { title: "Recall falls again", cells: [{ column: "Risk", from: "Recall falls", to: "Recall falls again" }] },
    ]);
    expect(await all(ctx)).toMatchObject([{ title: "Recall falls again", cause: "Recoded", residualScore: 16 }]);
    expect(await assessments(ctx)).toHaveLength(1);
    const cleared = await run(ctx, "Code,Risk,Cause\nENT-7,Recall falls again,\n");
    expect(cleared.counts).toMatchObject({ changed: 1 });
    expect(await all(ctx)).toMatchObject([{ cause: null, residualScore: 16 }]);
  });

  test("as a workbook: merged headings, typed dates and percentages, impacts by category, a formula kept as text", async ({
    db,
  }) => {
    const { ctx } = await asMember(db, "pmo");
    await place(ctx);
    const book = workbook([
      {
        name: "Register 2026",
        rows: [
          ["Risks of the year", null, null, null, null, null, null],
          ["Code", "Risk", "Rating", null, null, "Dates", "Place"],
          [null, null, "Likelihood", "Impact: Financial", "Impact: Patient safety", "Next review", "Model"],
          ["E-1", "=HYPERLINK(1)", 4, "serious", 5, styled(46_446, STYLE.day), "Sepsis model"],
          ["E-2", "No such step", 9, null, null, null, null],
        ],
        merges: ["A1:G1", "A2:A3", "B2:B3", "C2:E2"],
      },
    ]);
    const { counts, report, id } = await dryRun(ctx, book);
    expect(report.rejects).toMatchObject([
      { sheet: "Register 2026", letters: "C", line: 5, column: "Rating / Likelihood", value: "9" },
    ]);
    await commitImport(ctx, { id, rows: "good", counts });
    expect(await all(ctx)).toMatchObject([
      { code: "E-1", title: "=HYPERLINK(1)", reviewOn: "2027-02-28", residualScore: 20, residualSeverity: "red" },
    ]);
    expect(await assessments(ctx)).toMatchObject([{ impacts: { financial: 2, patient_safety: 4 }, likelihood: 3 }]);
  });

  test("what hangs together is held together", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { initiativeId, modelId } = await place(ctx);
    await change(ctx, { name: "setup" }, (tx) =>
      tx.insert(initiative).values({ orgId: ctx.orgId, code: "AI-2", title: "Denials" }),
    );
    const { report } = await dryRun(
      ctx,
      [
        "Risk,Kind,Response,Low loss,Likely loss,High loss,Likelihood,Impact,Category,Model,Initiative",
        "A,Opportunity,Avoid,,,,,,,,",
        "B,,,9,5,7,,,,,",
        "C,,,,,,likely,,,,",
        "D,,,,,,,,,Sepsis model,AI-2",
        "E,threat,reduce,1k,2k,3k,2,3,financial,Sepsis model,AI-1",
      ].join("\n"),
    );
    expect(report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, "Response", expect.stringContaining("does not fit")],
      [3, "High loss", "Low, likely and high must ascend."],
      [4, "Impact", expect.stringContaining("the impact is missing")],
      [5, "Initiative", "The model “Sepsis model” is of AI-1."],
    ]);
    await run(ctx, "Code,Risk,Low loss,Likely loss,High loss,Model\nE,E,1k,2k,3k,Sepsis model\n");
    expect(await all(ctx)).toMatchObject([
      { distribution: "pert", modelId, initiativeId: null, countsOnId: initiativeId },
    ]);
    await run(ctx, "Code,Risk,Initiative\nE,E,AI-2\n"); // the model it stood on is not named, and gives way
    expect(await all(ctx)).toMatchObject([{ modelId: null, distribution: "pert" }]);
  });

  test("a probability is a percentage, a fraction or a band", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await run(ctx, "Risk,Probability\nA,0.4\nB,1\n");
    await run(ctx, "Risk,Probability\nC,40\nD,likely\nE,0.5\n");
    expect((await all(ctx)).map(({ title, probability }) => [title, probability])).toEqual([
      ["A", 0.4],
      ["B", 1],
      ["C", 0.4],
      ["D", 0.475],
      ["E", 0.005],
    ]);
  });
});

describe("who may import", () => {
  test("an owner imports what is their own, sees their own imports, and never initiatives", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const owner = await joinAs(db, orgId, "owner", "Olga Own");
    const viewer = await joinAs(db, orgId, "viewer");
    await place(ctx);
    const theirs = await run(ctx, "Code,Risk,Owner\nR-5,Not hers,Robin Vale\n");
    const csv = "Code,Risk,Owner,Initiative\n,Theirs,Robin Vale,AI-1\n,Mine,Olga Own,AI-1\n,Unsaid,,\nR-5,Taken,,\n";
    const { id, counts, report } = await dryRun(owner.ctx, csv);
    expect(counts).toMatchObject({ created: 2, changed: 0, rejected: 2 });
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, expect.stringContaining("neither your own")],
      [5, expect.stringContaining("neither your own")],
    ]);
    await commitImport(owner.ctx, { id, rows: "good", counts });
    expect((await all(ctx)).map(({ title, ownerId }) => [title, ownerId === owner.memberId])).toEqual([
      ["Not hers", false],
      ["Mine", true],
      ["Unsaid", true],
    ]);
    expect((await listImports(owner.ctx, { page: 1 })).rows.map((row) => row.id)).toEqual([id]);
    expect((await listImports(owner.ctx, { page: 1 })).importable).toEqual(["risk", "assumption", "issue"]);
    await expect(getImport(owner.ctx, { id: theirs.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const file = { name: "a.csv", bytes: new TextEncoder().encode("Title,Unit\nA,b\n"), choices: {} };
    await expect(keepUpload(owner.ctx, file)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(keepUpload(viewer.ctx, { ...file, noun: "risk" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await undoImport(owner.ctx, { id });
    expect((await all(ctx)).map(({ title }) => title)).toEqual(["Not hers"]);
  });

  test("what is hidden from somebody is named by nobody, and no code of it is taken", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin");
    const pmo = await joinAs(db, orgId, "pmo");
    await change(ctx, { name: "setup" }, (tx) =>
      tx.insert(initiative).values({ orgId, code: "AI-7", title: "Secret", restricted: true }),
    );
    await run(ctx, "Code,Risk,Initiative\nS-1,Hidden,AI-7\n");
    expect(await all(pmo.ctx)).toEqual([]);
    const named = await dryRun(pmo.ctx, "Risk,Initiative\nGuess,AI-7\n");
    expect(named.report.rejects).toMatchObject([{ reason: "There is no initiative “AI-7”." }]);
    const { id, counts } = await dryRun(pmo.ctx, "Code,Risk\nS-1,Guess\n");
    expect(counts).toMatchObject({ created: 1 });
    await expect(commitImport(pmo.ctx, { id, rows: "all", counts })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Line 2: the code S-1 belongs to something that you may not see"),
    });
    expect(await getImport(pmo.ctx, { id })).toMatchObject({ status: "planned" });
    expect((await all(ctx)).map(({ title }) => title)).toEqual(["Hidden"]);
  });

  test("a job writes it as whoever decided, and a token's scope counts", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id, counts } = await dryRun(ctx, "Risk,Cause\nFrom a job,\n");
    const { actor } = ctx;
    if (actor.kind !== "user") throw new Error("not a member");
    const token: OrgContext = { ...ctx, actor: { ...actor, scopes: ["import:run", "import:read"] } };
    await expect(confirmImport(token, { id, rows: "all", counts })).rejects.toThrow(/takes risk:edit/);
    await confirmImport(ctx, { id, rows: "all", counts });
    const job: OrgContext = { ...ctx, actor: { kind: "job", name: "import" } };
    expect(await writeImport(job, { importId: id })).toEqual({ written: true });
    expect(await all(ctx)).toMatchObject([{ title: "From a job" }]);
  });
});

describe("round trip", () => {
  test("what the register exports comes back without a change, whatever stands in it", async ({ db }) => {
    const { ctx, orgId, memberId } = await asMember(db, "pmo");
    await joinAs(db, orgId, "owner", "Robin Vale"); // a name that two have
    const { initiativeId, modelId } = await place(ctx);
    const rich = {
      ...{ title: '=Recall, "falls"', cause: "a\nb", event: "b", consequence: "c", category: "financial" },
      ...{ probability: 0.123_456_7, lossLikely: 12_345, strategy: "reduce", proximityOn: "2026-12-01" },
      ...{ reviewOn: "2027-01-01", ownerId: memberId, correlationGroup: "'=x", contingency: 100 },
    };
    const cells = { residual: { likelihood: 3, impacts: { financial: 2, patient_safety: 4 } } };
    await createRisk(ctx, riskCreation.parse({ ...rich, ...cells, initiativeId }));
    await createRisk(ctx, riskCreation.parse({ title: "On a model", modelId, kind: "opportunity", strategy: "share" }));
    await createRisk(ctx, riskCreation.parse({ title: "Bare" }));
    const before = [await all(ctx), await changes(ctx)];
    const csv = await exported(ctx, RISK_REGISTER.columns.map(({ key }) => key).join(","));
    const { prepared, counts, report } = await dryRun(ctx, csv);
    const goes = prepared.mapping.columns.flatMap(({ column, target }) =>
      target.kind === "field" ? [`${column} > ${target.field}`] : [],
    );
    expect(goes.sort()).toEqual([
      "Category > category",
      "Cause > cause",
      "Code > code",
      "Common cause > correlationGroup",
      "Consequence > consequence",
      "Contingency > contingency",
      "Event > event",
      "Initiative > initiative",
      "Kind > kind",
      "Likely loss > lossLikely",
      "Model > model",
      "Next review > reviewOn",
      "Owner > owner",
      "Probability, % > probability",
      "Program > program",
      "Proximity > proximityOn",
      "Raised > raisedOn",
      "Residual impact > impact",
      "Residual likelihood > likelihood",
      "Response > strategy",
      "Risk > title",
    ]);
    expect(report.rejects).toEqual([]);
    expect(counts).toMatchObject({ rows: 3, unchanged: 3, created: 0, changed: 0 });
    expect([await all(ctx), await changes(ctx)]).toEqual(before);
  });
});

const ROWS = Number(process.env.ROWS ?? 1_000);

test("thousands of rows are written in chunks as one change, and undone", { timeout: 400_000 }, async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const lines = Array.from({ length: ROWS }, (_, n) => `E-${n},Risk ${n},Financial,${(n % 5) + 1},${(n % 4) + 1},5 %`);
  const started = performance.now();
  const { id, counts } = await run(ctx, ["Code,Risk,Category,Likelihood,Impact,Probability", ...lines].join("\n"));
  const written = performance.now();
  expect(counts).toMatchObject({ created: ROWS, rejected: 0 });
  const totals = await read(ctx, async (tx) => [
    (await tx.select({ n: count() }).from(risk))[0]?.n,
    (await tx.select({ n: count() }).from(riskAssessment))[0]?.n,
  ]);
  expect(totals).toEqual([ROWS, ROWS]);
  await undoImport(ctx, { id });
  expect(await all(ctx)).toEqual([]);
  const undone = performance.now();
  console.info(
    `${ROWS} risks: imported in ${Math.round(written - started)} ms, undone in ${Math.round(undone - written)} ms`,
  );
});

test("hostile files are refused in words, and what is odd in a cell stays text", { timeout: 60_000 }, async ({
  db,
}) => {
  const { ctx } = await asMember(db, "pmo");
  for (const bad of ["", "<html>", "\u0000\u0001", "only one column\n1\n"])
    await expect(dryRun(ctx, bad), JSON.stringify(bad)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(dryRun(ctx, "a,b\n1,2\n")).rejects.toThrow(
    "No column fills Risk. Choose the column that names the risk.",
  );
  const wide = await dryRun(ctx, `Risk,Cause\n${"x".repeat(301)},${"y".repeat(4_001)}\nconstructor,__proto__\n`);
  expect(wide.report.rejects.map(({ reason }) => reason)).toEqual([
    "The text has 301 characters; 300 fit.",
    "The text has 4,001 characters; 4,000 fit.",
  ]);
  const latin = Buffer.from("Risk;Cause\nAusfall der Küche;über\n", "latin1");
  const { id, counts } = await dryRun(ctx, latin);
  await commitImport(ctx, { id, rows: "all", counts });
  expect((await all(ctx)).map(({ title, cause }) => [title, cause])).toEqual([["Ausfall der Küche", "über"]]);
});
