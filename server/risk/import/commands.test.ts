import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { riskFileImport } from "@/domain/risk/import-input";
import { riskCreation } from "@/domain/risk/input";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { exportCsv } from "../../table/export";
import { asMember, joinAs, test } from "../../testing";
import { createRisk } from "../commands";
import { riskRegister } from "../register/columns";
import { importRisks, previewRiskImport } from "./commands";

const all = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(risk).orderBy(risk.number));
const run = (ctx: OrgContext, csv: string, existing = "skip") =>
  importRisks(ctx, riskFileImport.parse({ csv, existing }));

async function place(ctx: OrgContext) {
  return change(ctx, { name: "setup" }, async (tx) => {
    const [made] = await tx
      .insert(initiative)
      .values({ orgId: ctx.orgId, code: "AI-1", title: "Sepsis" })
      .returning({ id: initiative.id });
    await tx.insert(model).values({ orgId: ctx.orgId, name: "Sepsis model", initiativeId: made?.id ?? null });
    return made?.id ?? "";
  });
}

describe("a register from elsewhere", () => {
  const FILE = [
    "Risk ID;Description;Cause;Owner;Category;Probability;Impact;Likely loss;Treatment;Project;Next review;Colour",
    "ENT-7;Recall falls;Lactate recoded;robin vale;Patient safety;40 %;severe;$250,000;reduce;AI-1 Sepsis;31.12.2026;red",
    "ENT-8;Vendor fails;;Nobody Known;Weather;140;6;12x;Pray;AI-9;3/4/2026;",
    "ENT-7;Twice;;;;;;;;;;",
    ";;No title;;;;;;;;;",
    ";Alerts are muted;;;;10;2;;;;;",
  ].join("\n");

  test("is understood by its headers; rows that cannot be read say why, all of it", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const initiativeId = await place(ctx);
    const preview = await previewRiskImport(ctx, { csv: FILE });
    expect(preview.columns.filter(({ field }) => field === null)).toEqual([{ header: "Colour", field: null }]);
    expect(preview).toMatchObject({
      added: 2,
      changed: 0,
      rows: [
        { line: 2, code: "ENT-7" },
        { line: 6, code: null },
      ],
    });
    expect(preview.faults.map(({ line, why }) => [line, why.length])).toEqual([
      [3, 8],
      [4, 1],
      [5, 1],
    ]);
    expect(preview.faults[0]?.why).toEqual([
      "There is no member “Nobody Known”.",
      "There is no category “Weather”.",
      "“140” is no probability.",
      "“6” is no step of the matrix: minor, moderate, serious, major, severe.",
      "“12x” is no amount. Write one such as 250k or 1.2M.",
      expect.stringContaining("“Pray” is none of Avoid"),
      "There is no initiative “AI-9”.",
      "“3/4/2026” is no date with one reading.",
    ]);
    const done = await run(ctx, FILE);
    expect(done).toMatchObject({ added: 2, changed: 0, skipped: 0 });
    expect(done.faults).toHaveLength(3);
    expect(await all(ctx)).toMatchObject([
      {
        ...{
          code: "ENT-7",
          title: "Recall falls",
          cause: "Lactate recoded",
          ownerId: memberId,
          initiativeId,
          strategy: "reduce",
        },
        ...{ category: "patient_safety", probability: 0.4, lossLikely: 25_000_000, expectedValue: 10_000_000 },
        ...{ residualScore: 20, residualSeverity: "red", reviewOn: "2026-12-31" },
      },
      { code: "R-02", title: "Alerts are muted", residualScore: 4 },
    ]);
  });

  test("changes what is there only when asked to, and only what it states", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await run(
      ctx,
      FILE.split("\n")
        .slice(0, 1)
        .concat("ENT-7;Recall falls;Lactate recoded;;Patient safety;40 %;severe;;;;;")
        .join("\n"),
    );
    const later =
      "Code,Risk,Impact,Likelihood,Category\nENT-7,Recall falls again,major,likely,Patient safety\nENT-8,Vendor fails,,,\n";
    await expect(run(ctx, later.split("\n").slice(0, 2).join("\n"))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await run(ctx, later)).toMatchObject({ added: 1, changed: 0, skipped: 1 });
    expect(await run(ctx, later, "change")).toMatchObject({ added: 0, changed: 2, faults: [] });
    expect(await run(ctx, later, "change")).toMatchObject({ changed: 2 });
    expect((await all(ctx))[0]).toMatchObject({
      title: "Recall falls again",
      cause: "Lactate recoded",
      residualScore: 16,
    });
    expect(await read(ctx, (tx) => tx.select().from(riskAssessment))).toHaveLength(2); // the same cell again adds none
  });

  test("keeps to the rules of each risk: a row that is refused leaves nothing behind", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const owner = await joinAs(db, orgId, "owner", "Olga Own");
    const [viewer, stranger] = [await joinAs(db, orgId, "viewer"), await asMember(db, "pmo")];
    await place(ctx);
    const csv = "Risk,Owner,Initiative\nTheirs,Robin Vale,AI-1\nMine,Olga Own,AI-1\n";
    const done = await run(owner.ctx, csv);
    expect(done).toMatchObject({
      added: 1,
      faults: [{ line: 2, title: "Theirs", why: [expect.stringContaining("your own")] }],
    });
    expect((await all(ctx)).map(({ title }) => title)).toEqual(["Mine"]);
    await run(ctx, "Risk,Probability\nOnes,0.4\nCertain,1\n");
    expect((await all(ctx)).slice(1).map(({ probability }) => probability)).toEqual([0.4, 1]);
    await expect(run(viewer.ctx, "Risk\nx\n")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await all(stranger.ctx)).toEqual([]);
    for (const bad of ["a,b\n1,2\n", "", "<html>"])
      await expect((async () => previewRiskImport(ctx, { csv: bad }))()).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("takes back what the register exports", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const initiativeId = await place(ctx);
    await createRisk(
      ctx,
      riskCreation.parse({
        ...{
          title: '=Recall, "falls"',
          cause: "a",
          event: "b",
          consequence: "c",
          category: "financial",
          initiativeId,
          ownerId: memberId,
        },
        ...{
          probability: 0.004,
          lossLikely: 12_345,
          strategy: "reduce",
          proximityOn: "2026-12-01",
          reviewOn: "2027-01-01",
        },
        residual: { likelihood: 3, impacts: { financial: 2 } },
      }),
    );
    let csv = "";
    const cols =
      "code,title,cause,event,consequence,category,owner,strategy,proximity,review,probability,loss,initiative,likelihood,impact,expected";
    const view = viewFromParams(readerOf({ cols }), RISK_REGISTER);
    await exportCsv({ ...ctx, timeZone: "UTC" }, riskRegister, { view }, async (part) => {
      csv += String(part);
    });
    const [before] = await all(ctx);
    expect(await run(ctx, csv, "change")).toMatchObject({ changed: 1, faults: [] });
    const [after] = await all(ctx);
    expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
  });
});
