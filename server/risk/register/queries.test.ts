import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import { isBoardable, isFilterable, isGroupable, isSortable, type RegisterColumn } from "@/domain/table/column";
import { boardInput, groupsInput, rowsInput } from "@/domain/table/input";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { commitBulk, previewBulk, undoBulk } from "../../table/bulk";
import { exportCsv } from "../../table/export";
import { listBoard, listGroups, listValues } from "../../table/group";
import { listRows } from "../../table/rows";
import { asMember, joinAs, test } from "../../testing";
import { assessRisk } from "../assess/commands";
import { closeRisk, createRisk } from "../commands";
import { addAction } from "../part/commands";
import { listRisksOn } from "../queries";
import { riskRegister } from "./columns";

const COLUMNS: readonly RegisterColumn[] = RISK_REGISTER.columns;
const view = (address: Record<string, string> = {}) => viewFromParams(readerOf(address), RISK_REGISTER);
const list = (ctx: OrgContext, address: Record<string, string> = {}, more: object = {}) => {
  const { q, filter, sort } = view(address);
  return listRows(ctx, riskRegister, rowsInput.parse({ q, filter, sort, ...more }));
};
const codes = async (ctx: OrgContext, address: Record<string, string> = {}) =>
  (await list(ctx, address)).rows.map(({ code }) => code);
const make = (ctx: OrgContext, given: object) => createRisk(ctx, riskCreation.parse(given));

/** Four risks: of an initiative, of its model, of a program, of the portfolio; the last one closed. */
async function register(ctx: OrgContext, memberId: string) {
  const [programId, initiativeId, modelId] = [randomUUID(), randomUUID(), randomUUID()];
  const { orgId } = ctx;
  await change(ctx, { name: "setup" }, async (tx) => {
    await tx.insert(program).values({ orgId, id: programId, name: "Wards" });
    await tx.insert(initiative).values({ orgId, id: initiativeId, code: "AI-1", title: "Sepsis", programId });
    await tx.insert(model).values({ orgId, id: modelId, name: "Sepsis model", initiativeId });
  });
  const own = await make(ctx, {
    ...{ title: "Recall falls", cause: "Lactate recoded", initiativeId, category: "patient_safety", ownerId: memberId },
    ...{ probability: 0.5, lossLikely: 100_000_00, strategy: "reduce", proximityOn: "2026-12-01" },
    residual: { likelihood: 3, impacts: { patient_safety: 4 } },
    tags: [{ framework: "mit-ai-risk", edition: "v3", ref: "7.3" }],
  });
  const models = await make(ctx, {
    ...{ title: "Alerts are muted", modelId, category: "operations", probability: 0.25, lossLikely: 40_000_00 },
    residual: { likelihood: 1, impacts: { operations: 1 } },
  });
  const programs = await make(ctx, {
    title: "Funding ends",
    programId,
    kind: "opportunity",
    probability: 0.1,
    lossLikely: 10_000_00,
  });
  const portfolio = await make(ctx, { title: "Law changes" });
  await closeRisk(ctx, { id: portfolio.id, version: 1, reason: "Passed" });
  return { programId, initiativeId, modelId, own, models, programs, portfolio };
}

describe("the register of risks", () => {
  test("shows every column, sorts, groups, filters and boards by each that says it can", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    await register(ctx, memberId);
    const keys = COLUMNS.filter(({ drawn }) => !drawn).map(({ key }) => key);
    const { rows, total } = await list(ctx, {}, { columns: keys });
    expect(total).toBe(4);
    expect(rows[0]).toMatchObject({
      code: "R-01",
      beyond: true,
      level: "initiative",
      tolerance: "green",
      expectedValue: 5_000_000,
    });
    expect(Object.keys(rows[0]?.cells ?? {}).sort()).toEqual([...keys].sort());
    expect(rows[0]?.cells).toMatchObject({
      ...{ expected: 50_000, loss: 100_000, probability: 50, likelihood: 4, impact: 5, score: 20, severity: "red" },
      ...{
        beyond: true,
        initiative: { label: "AI-1 Sepsis" },
        program: { label: "Wards" },
        tag: ["mit-ai-risk 7.3"],
        overdue: 0,
      },
    });
    for (const column of COLUMNS) {
      if (isSortable(column))
        for (const descending of [true, false])
          expect((await list(ctx, {}, { sort: [{ key: column.key, descending }] })).rows, column.key).toHaveLength(4);
      if (isGroupable(column)) {
        const { groups } = await listGroups(
          ctx,
          riskRegister,
          groupsInput.parse({ group: column.key, columns: ["expected"] }),
        );
        expect(
          groups.reduce((sum, { count }) => sum + count, 0),
          column.key,
        ).toBe(4);
      }
      if (isFilterable(column))
        expect(await listValues(ctx, riskRegister, { ...view(), column: column.key, find: "" })).toBeInstanceOf(Array);
      if (isBoardable(column)) {
        const board = await listBoard(ctx, riskRegister, boardInput.parse({ board: column.key }));
        expect(board.lanes.reduce((sum, { count }) => sum + count, 0) + board.more, column.key).toBe(4);
      }
    }
  });

  test("answers the conditions pages link to", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { initiativeId, programId, modelId } = await register(ctx, memberId);
    expect(await codes(ctx)).toEqual(["R-01", "R-02", "R-03", "R-04"]); // by expected loss, a gain below zero, unstated last
    expect(await codes(ctx, { status: "open" })).toEqual(["R-01", "R-02", "R-03"]);
    expect(await codes(ctx, { initiative: initiativeId })).toEqual(["R-01", "R-02"]);
    expect(await codes(ctx, { model: modelId })).toEqual(["R-02"]);
    expect(await codes(ctx, { program: programId })).toEqual(["R-01", "R-02", "R-03"]);
    expect(await codes(ctx, { severity: "red" })).toEqual(["R-01"]);
    expect(await codes(ctx, { severity: "none" })).toEqual(["R-03", "R-04"]);
    expect(await codes(ctx, { beyond: "yes" })).toEqual(["R-01"]);
    expect(await codes(ctx, { owner: "me" })).toEqual(["R-01"]);
    expect(await codes(ctx, { category: "Operations" })).toEqual(["R-02"]);
    expect(await codes(ctx, { tag: "mit-ai-risk 7.3" })).toEqual(["R-01"]);
    expect(await codes(ctx, { level: "model" })).toEqual(["R-02"]);
    expect(await codes(ctx, { q: "lactate" })).toEqual(["R-01"]);
    expect(await codes(ctx, { q: "r-03" })).toEqual(["R-03"]);
    const cell = {
      all: [
        { column: "likelihood", op: "is" as const, values: ["4"] },
        { column: "impact", op: "is" as const, values: ["5"] },
      ],
    };
    expect((await list(ctx, {}, { filter: cell })).rows.map(({ code }) => code)).toEqual(["R-01"]);
  });

  test("counts actions that are overdue on the day looked from", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { own } = await register(ctx, memberId);
    await addAction(ctx, { riskId: own.id, title: "Fix", ownerId: null, dueOn: "2026-01-01", doneOn: null });
    await addAction(ctx, { riskId: own.id, title: "Later", ownerId: null, dueOn: "2099-01-01", doneOn: null });
    await addAction(ctx, { riskId: own.id, title: "Done", ownerId: null, dueOn: "2026-01-01", doneOn: "2026-01-02" });
    const { rows } = await list(ctx, {}, { columns: ["overdue"] });
    expect(rows[0]).toMatchObject({ nextAction: { title: "Fix", dueOn: "2026-01-01" }, cells: { overdue: 1 } });
  });

  test("is exported as shown", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    await register(ctx, memberId);
    const parts: string[] = [];
    const given = { view: view({ status: "open", cols: "code,title,expected,severity,cause" }) };
    const count = await exportCsv({ ...ctx, timeZone: "UTC" }, riskRegister, given, async (part) => {
      parts.push(String(part));
    });
    expect(count).toBe(3);
    expect(parts.join("").split("\r\n").slice(1, 3)).toEqual([
      expect.stringMatching(/R-01.*Recall falls.*50000.*Red.*Lactate recoded/),
      expect.stringMatching(/R-02.*Alerts are muted.*10000.*Green/),
    ]);
  });

  test("is read as of a past instant, and not by strangers", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { own } = await register(ctx, memberId);
    const asOf = await mintInstant(ctx);
    const worse = {
      riskId: own.id,
      kind: "residual",
      likelihood: 4,
      impacts: { patient_safety: 4 },
      rationale: "Worse",
    };
    await assessRisk(ctx, riskAssessmentInput.parse(worse));
    await make(ctx, { title: "New" });
    const past = await list({ ...ctx, asOf }, {}, { columns: ["score", "updated"] });
    expect(past).toMatchObject({ total: 4, rows: [{ residualScore: 20 }, {}, {}, {}] });
    expect(await list(ctx)).toMatchObject({ total: 5, rows: [{ residualScore: 25 }, {}, {}, {}, {}] });
    const stranger = await asMember(db, "admin");
    expect(await codes(stranger.ctx)).toEqual([]);
  });
});

describe("many at once", () => {
  const set = (column: string, value: string | null) => ({ op: "set" as const, column, value });

  test("each row goes through its own rules, and all can be taken back", async ({ db }) => {
    const { ctx: bare, memberId } = await asMember(db, "pmo");
    const ctx = { ...bare, timeZone: "UTC" };
    const { own, models, programs, portfolio, initiativeId } = await register(ctx, memberId);
    const ids = [own, models, programs, portfolio].map(({ id }) => id);
    const preview = await previewBulk(ctx, riskRegister, { rows: { ids }, change: set("strategy", "avoid") });
    expect(preview.changes.map(({ name }) => name)).toEqual(["R-01 Recall falls", "R-02 Alerts are muted"]);
    expect(preview.refused.map(({ why }) => why)).toEqual([
      expect.stringContaining("does not fit"),
      expect.stringContaining("no longer open"),
    ]);
    const rows = [own, models].map(({ id }) => ({ id, version: 1 }));
    const { changeId } = await commitBulk(ctx, riskRegister, { rows, change: set("strategy", "avoid") });
    expect((await list(ctx, { strategy: "avoid" })).total).toBe(2);
    await undoBulk(ctx, riskRegister, changeId ?? "");
    expect((await list(ctx, { strategy: "avoid" })).total).toBe(0);
    expect((await list(ctx, { strategy: "reduce" })).rows[0]).toMatchObject({
      code: "R-01",
      residualScore: 20,
      expectedValue: 5_000_000,
    });
    await commitBulk(ctx, riskRegister, {
      rows: [{ id: programs.id, version: 1 }],
      change: set("initiative", initiativeId),
    });
    expect((await list(ctx, { level: "initiative" })).total).toBe(2);
    await commitBulk(ctx, riskRegister, { rows: [{ id: models.id, version: 3 }], change: set("probability", "40") });
    expect((await list(ctx, { q: "muted" })).rows[0]?.probability).toBe(0.4);
    await commitBulk(ctx, riskRegister, { rows: [{ id: models.id, version: 4 }], change: set("category", "Equity") });
    expect((await list(ctx, { category: "Equity" })).total).toBe(1);
  });
});

test("an initiative's page counts the risks of its models; a model's page its own; nobody's what is hidden", async ({
  db,
}) => {
  const { ctx, memberId, orgId } = await asMember(db);
  const { initiativeId, modelId, programId, own } = await register(ctx, memberId);
  const eased = { riskId: own.id, kind: "residual", likelihood: 3, impacts: { patient_safety: 2 }, rationale: "Fixed" };
  await assessRisk(ctx, riskAssessmentInput.parse(eased));
  const [was] = (await listRisksOn(ctx, { initiativeId })).rows;
  expect(was).toMatchObject({ residualScore: 12, scoreBefore: 20 });
  await assessRisk(
    ctx,
    riskAssessmentInput.parse({ ...eased, impacts: { patient_safety: 4 }, rationale: "Not fixed" }),
  );
  const on = await listRisksOn(ctx, { initiativeId });
  expect(on.rows.map(({ code }) => code)).toEqual(["R-01", "R-02"]);
  expect(on.rows).toMatchObject([
    { residualScore: 20, scoreBefore: 12 },
    { residualScore: 4, scoreBefore: null },
  ]);
  expect(on.scale).toMatchObject({ most: 25, limits: { amber: 15.5, red: null } });
  expect(on.totals).toEqual({ all: 2, open: 2, red: 1, amber: 0, expected: 6_000_000 });
  expect((await listRisksOn(ctx, { modelId })).rows.map(({ code }) => code)).toEqual(["R-02"]);
  expect((await listRisksOn(ctx, { programId })).totals).toMatchObject({ all: 1, expected: -100_000 });
  const pmo = await joinAs(db, orgId, "pmo");
  await change(ctx, { name: "restrict" }, (tx) =>
    tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, initiativeId)),
  );
  expect((await listRisksOn(pmo.ctx, { initiativeId })).totals).toMatchObject({ all: 0, open: 0 });
  expect(await codes(pmo.ctx)).toEqual(["R-03", "R-04"]);
});
