import { readFileSync } from "node:fs";
import { count, eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { customField } from "@/db/schema/custom-field";
import { importRun } from "@/db/schema/import";
import { initiative, initiativePerson, tag } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { collapse } from "@/domain/import/label";
import { targetKey } from "@/domain/import/mapping";
import { readTable } from "@/domain/import/read-table";
import { cellText } from "@/domain/initiative/import/cell";
import { USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "../context";
import { exportInitiatives, exportInitiativesSheet } from "../initiative/export";
import { loadExisting, loadRegister } from "../initiative/import/queries";
import { initiativeRegister } from "../initiative/register/columns";
import { change } from "../record/change";
import { read } from "../record/read";
import { exportSheet } from "../table/export";
import { asMember, test } from "../testing";
import { cancelImport, chooseSheet, confirmImport, keepUpload, planImport, undoImport } from "./commands";
import { commitImport, writeImport } from "./commit/commands";
import { getImport, listColumnValues, listImports, prepareImport, settingsOf } from "./queries";
import { raw, STYLE, styled, workbook } from "./workbook/fixture";
import { readSource } from "./workbook/read";

const bytes = (text: string) => new TextEncoder().encode(text);

async function upload(ctx: OrgContext, file: string | Uint8Array, name = "portfolio.csv") {
  const { id } = await keepUpload(ctx, { name, bytes: typeof file === "string" ? bytes(file) : file, choices: {} });
  const { mapping } = await prepareImport(ctx, { id });
  return { id, mapping };
}

async function importAll(ctx: OrgContext, file: string | Uint8Array, rows: "all" | "good" = "all") {
  const { id, mapping } = await upload(ctx, file);
  const { counts } = await planImport(ctx, { id, mapping });
  return { id, ...(await commitImport(ctx, { id, rows, counts })) };
}

const portfolio = (ctx: OrgContext) =>
  read(ctx, async (tx) => ({
    existing: await loadExisting(tx, ctx.orgId),
    register: await loadRegister(tx, ctx.orgId),
  }));
const titles = async (ctx: OrgContext) => (await portfolio(ctx)).existing.map(({ title }) => title);
const changes = (ctx: OrgContext) =>
  read(
    ctx,
    async (tx) =>
      (await tx.select({ n: count() }).from(changeTable).where(eq(changeTable.orgId, ctx.orgId)))[0]?.n ?? 0,
  );

const FILE = 'Title,Stage,Tags,Vendor,Owner\nSepsis,Pilot,"b; a",Acme,Robin Vale\nDenials,Somewhere,,,Nobody Known\n';

test("an import is one change, is reported, and is undone as one", async ({ db }) => {
  const { ctx, memberId } = await asMember(db, "pmo");
  const before = await changes(ctx);
  const { id, mapping } = await upload(ctx, FILE);
  expect(await changes(ctx)).toBe(before);
  const dry = await planImport(ctx, { id, mapping });
  expect(dry.counts).toMatchObject({ rows: 2, created: 2, changed: 0, unchanged: 0, rejected: 0 });
  expect(dry.report.notes).toMatchObject([{ column: "Stage", value: "Somewhere", rows: 1 }]);
  expect(await titles(ctx)).toEqual([]);

  const { changeId } = await commitImport(ctx, { id, rows: "all", counts: dry.counts });
  expect(await changes(ctx)).toBe(before + 1);
  const { existing, register } = await portfolio(ctx);
  const vendor = [...register.customFields.values()].find(({ label }) => label === "Vendor")?.id ?? "";
  expect(existing).toMatchObject([
    {
      title: "Sepsis",
      stage: "pilot",
      tags: ["a", "b"],
      ownerId: memberId,
      custom: { [vendor]: "Acme" },
      code: "AI-01",
    },
    { title: "Denials", stage: null, ownerName: "Nobody Known", source: { stage: "Somewhere" }, code: "AI-02" },
  ]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", changeId, by: "Robin Vale", progress: 2 });

  await undoImport(ctx, { id });
  expect(await titles(ctx)).toEqual([]);
  const left = await read(ctx, async (tx) => [await tx.select().from(customField), await tx.select().from(tag)]);
  expect(left).toEqual([[], []]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "undone", report: { fields: ["Vendor"] } });
  await expect(commitImport(ctx, { id, rows: "all", counts: dry.counts })).rejects.toMatchObject({ code: "CONFLICT" });
});

test("the same file twice changes nothing and makes no change", async ({ db }) => {
  const { ctx } = await asMember(db);
  await importAll(ctx, FILE);
  const before = await changes(ctx);
  const again = await importAll(ctx, FILE);
  expect(again).toMatchObject({ changeId: null, counts: { created: 0, changed: 0, unchanged: 2 } });
  expect(await changes(ctx)).toBe(before);
  await expect(undoImport(ctx, { id: again.id })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("a changed row is written with its tags and put back by undo", async ({ db }) => {
  const { ctx } = await asMember(db);
  await importAll(ctx, FILE);
  const before = await portfolio(ctx);
  const { id, counts } = await importAll(
    ctx,
    FILE.replace("b; a", "c; b").replace("Pilot", "Production").replace("Acme", ""),
  );
  expect(counts).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
  const after = await portfolio(ctx);
  expect(after.existing[0]).toMatchObject({ stage: "production", tags: ["b", "c"], custom: {}, version: 2 });
  await undoImport(ctx, { id });
  const undone = await portfolio(ctx);
  expect(undone.existing.map((row) => ({ ...row, version: 1 }))).toEqual(before.existing);
});

test("one bad line: all is refused and changes nothing, the good lines go in", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id, mapping } = await upload(ctx, "Title,Restricted\nOne,yes\nTwo,perhaps\nThree,no\n");
  const { counts, report } = await planImport(ctx, { id, mapping });
  expect(report.rejects).toMatchObject([{ line: 3, column: "Restricted", value: "perhaps" }]);
  const before = await changes(ctx);
  await expect(commitImport(ctx, { id, rows: "all", counts })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  expect([await titles(ctx), await changes(ctx)]).toEqual([[], before]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "planned", error: expect.stringContaining("line 3") });
  await commitImport(ctx, { id, rows: "good", counts });
  expect(await titles(ctx)).toEqual(["One", "Three"]);
});

test("no good row is a failure with its reason", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id, mapping } = await upload(ctx, "Title,Restricted\nTwo,perhaps\n");
  const { counts, fault } = await planImport(ctx, { id, mapping });
  expect(fault).toMatch(/None of the 1 rows can be imported. First: line 2, Restricted/);
  await expect(commitImport(ctx, { id, rows: "good", counts })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("a portfolio that moved on since the dry run is not written over", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id, mapping } = await upload(ctx, "Title,Summary\nOne,a\n");
  const { counts } = await planImport(ctx, { id, mapping });
  await importAll(ctx, "Title,Summary\nOne,b\n");
  await expect(commitImport(ctx, { id, rows: "all", counts })).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await portfolio(ctx)).existing.map(({ problem }) => problem)).toEqual(["b"]);
});

test("undo is refused when a row was edited since", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id } = await importAll(ctx, FILE);
  await change(ctx, { name: "initiative.edit" }, (tx) =>
    tx.update(initiative).set({ title: "Edited" }).where(eq(initiative.title, "Sepsis")),
  );
  await expect(undoImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await titles(ctx)).toEqual(["Edited", "Denials"]);
});

test("a file that cannot be read is not kept", async ({ db }) => {
  const { ctx } = await asMember(db);
  await expect(upload(ctx, "just words\nand more\n")).rejects.toMatchObject({ code: "BAD_REQUEST", line: 1 });
  expect((await listImports(ctx, { page: 1 })).total).toBe(0);
});

test("a code held by an initiative out of sight is refused by line; given codes pass it over", async ({ db }) => {
  const { ctx } = await asMember(db, "admin");
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, code: "AI-01", title: "Secret", restricted: true }),
  );
  const pmo: OrgContext = {
    ...ctx,
    actor: {
      kind: "user",
      userId: crypto.randomUUID(),
      memberId: crypto.randomUUID(),
      name: "P",
      role: "pmo",
      scopes: null,
    },
  };
  expect(await titles(pmo)).toEqual([]);
  await importAll(pmo, "Title,Unit\nOne,a\n");
  expect((await portfolio(pmo)).existing.map(({ code }) => code)).toEqual(["AI-02"]);
  await expect(importAll(pmo, "Title,Code\nTwo,AI-01\n")).rejects.toThrow(
    /^Line 2: the code AI-01 belongs to an initiative that you may not see/,
  );
});

test("an importer keeps sight of what the file restricts, and undo takes that back too", async ({ db }) => {
  const { ctx, memberId } = await asMember(db, "pmo");
  await importAll(ctx, "Title,Restricted,Tags\nOne,yes,a\nTwo,no,b\n");
  expect((await portfolio(ctx)).existing).toMatchObject([
    { title: "One", restricted: true, tags: ["a"] },
    { title: "Two", restricted: false },
  ]);
  const again = await importAll(ctx, "Title,Restricted,Tags\nOne,yes,c\nTwo,yes,b\n");
  expect(again.counts).toMatchObject({ changed: 2 });
  const named = await read(ctx, (tx) => tx.select({ memberId: initiativePerson.memberId }).from(initiativePerson));
  expect(named).toEqual([{ memberId }, { memberId }]);
  await undoImport(ctx, { id: again.id });
  expect((await portfolio(ctx)).existing).toMatchObject([
    { restricted: true, tags: ["a"] },
    { restricted: false, tags: ["b"] },
  ]);
});

test("a mapping is remembered for the same header", async ({ db }) => {
  const { ctx } = await asMember(db);
  const text = "Title,Whatever\nOne,a\n";
  const { id, mapping } = await upload(ctx, text);
  const adjusted = {
    ...mapping,
    columns: mapping.columns.map((entry) =>
      entry.column === "Whatever" ? { ...entry, target: { kind: "field" as const, field: "domain" as const } } : entry,
    ),
  };
  const { counts } = await planImport(ctx, { id, mapping: adjusted });
  await commitImport(ctx, { id, rows: "all", counts });
  const next = await keepUpload(ctx, { name: "b.csv", bytes: bytes(text), choices: {} });
  const prepared = await prepareImport(ctx, { id: next.id });
  expect(prepared.isRemembered).toBe(true);
  expect(prepared.mapping.columns.find(({ column }) => column === "Whatever")?.target).toEqual({
    kind: "field",
    field: "domain",
  });
});

test("programs the file names are made when asked for, remembered, and undone", async ({ db }) => {
  const { ctx } = await asMember(db);
  const text = "Title,Program\nOne, Safer  Care\nTwo,safer care\nThree,Other\n";
  const { id, mapping } = await upload(ctx, text);
  const asked = {
    ...mapping,
    columns: mapping.columns.map((entry) =>
      entry.column === "Program" ? { ...entry, values: { "safer care": "+", other: null } } : entry,
    ),
  };
  const { counts, report } = await planImport(ctx, { id, mapping: asked });
  expect(report.programs).toEqual(["Safer Care"]);
  expect((await portfolio(ctx)).register.programs).toEqual([]);
  await commitImport(ctx, { id, rows: "all", counts });
  const { existing, register } = await portfolio(ctx);
  const made = register.programs[0]?.id ?? "";
  expect(existing.map(({ programId, source }) => [programId, source.program])).toEqual([
    [made, " Safer  Care"],
    [made, "safer care"],
    [null, "Other"],
  ]);
  expect(await importAll(ctx, text)).toMatchObject({ changeId: null, counts: { unchanged: 3 } });
  await undoImport(ctx, { id });
  expect((await portfolio(ctx)).register.programs).toEqual([]);
  expect((await upload(ctx, text)).mapping.columns.find(({ column }) => column === "Program")?.values).toEqual({
    other: null,
  });
});

test("another organisation's import does not exist", async ({ db }) => {
  const [mine, theirs] = [await asMember(db), await asMember(db)];
  const { id, mapping } = await upload(theirs.ctx, FILE);
  const missing = { code: "NOT_FOUND" };
  await expect(getImport(mine.ctx, { id })).rejects.toMatchObject(missing);
  await expect(prepareImport(mine.ctx, { id })).rejects.toMatchObject(missing);
  await expect(planImport(mine.ctx, { id, mapping })).rejects.toMatchObject(missing);
  await expect(undoImport(mine.ctx, { id })).rejects.toMatchObject(missing);
  const [row] = await read(theirs.ctx, (tx) => tx.select({ status: importRun.status }).from(importRun));
  expect(row?.status).toBe("uploaded");
});

const job = (ctx: OrgContext): OrgContext => ({ ...ctx, actor: { kind: "job", name: "import-write" } });

test("a person decides, a job writes as that person, and does so once", async ({ db }) => {
  const { ctx, memberId, emitted } = await asMember(db, "pmo");
  const { id, mapping } = await upload(ctx, FILE);
  await expect(
    confirmImport(ctx, { id, rows: "all", counts: { created: 2, changed: 0, unchanged: 0, rejected: 0 } }),
  ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  const { counts } = await planImport(ctx, { id, mapping });
  await confirmImport(ctx, { id, rows: "all", counts });
  expect(emitted).toMatchObject([{ name: "import/import.confirmed", data: { importId: id } }]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "running" });
  await expect(confirmImport(ctx, { id, rows: "all", counts })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await writeImport(job(ctx), { importId: id })).toEqual({ written: true });
  expect(await writeImport(job(ctx), { importId: id })).toEqual({ written: false });
  const made = await read(ctx, (tx) =>
    tx.select({ by: changeTable.actorId }).from(changeTable).where(eq(changeTable.action, "initiative.import")),
  );
  expect(made).toEqual([{ by: memberId }]);
  expect(await titles(ctx)).toEqual(["Sepsis", "Denials"]);
});

test("rows that are rejected cannot be asked for with all", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id, mapping } = await upload(ctx, "Title,Restricted\nOne,yes\nTwo,perhaps\n");
  const { counts } = await planImport(ctx, { id, mapping });
  await expect(confirmImport(ctx, { id, rows: "all", counts })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("a job says on the run why it did not write", async ({ db }) => {
  const { ctx, memberId } = await asMember(db, "pmo");
  const { id, mapping } = await upload(ctx, FILE);
  const { counts } = await planImport(ctx, { id, mapping });
  await confirmImport(ctx, { id, rows: "all", counts });
  await change(job(ctx), { name: "membership.change_role" }, (tx) =>
    tx.update(membership).set({ role: "viewer" }).where(eq(membership.id, memberId)),
  );
  expect(await writeImport(job(ctx), { importId: id })).toEqual({ written: false });
  expect(await getImport(ctx, { id })).toMatchObject({
    status: "planned",
    error: "Who started this import may no longer run imports.",
  });
  expect(await titles(ctx)).toEqual([]);
});

test("an import that is stopped changes nothing", async ({ db }) => {
  const { ctx } = await asMember(db);
  await expect(cancelImport(ctx, { id: (await upload(ctx, FILE)).id })).rejects.toMatchObject({ code: "CONFLICT" });
  const rows = Array.from({ length: 3_000 }, (_, i) => `Initiative ${i},unit`);
  const { id, mapping } = await upload(ctx, `Title,Unit\n${rows.join("\n")}\n`);
  const { counts } = await planImport(ctx, { id, mapping });
  await confirmImport(ctx, { id, rows: "all", counts });
  const writing = writeImport(job(ctx), { importId: id });
  await expect
    .poll(async () => (await getImport(ctx, { id })).progress, { timeout: 20_000, interval: 5 })
    .toBeGreaterThan(0);
  await cancelImport(ctx, { id });
  expect(await writing).toEqual({ written: false });
  expect(await getImport(ctx, { id })).toMatchObject({
    status: "planned",
    error: "The import was stopped, and nothing was changed.",
  });
  expect(await titles(ctx)).toEqual([]);
});

async function exported(ctx: OrgContext): Promise<Uint8Array> {
  let text = "";
  await exportInitiatives(ctx, { view: USUAL_VIEW }, (chunk) => {
    text += chunk;
  });
  return bytes(text);
}

const TRICKY = [
  "Title,Stage,Start date,Restricted,Tags,Owner,Note,Sum",
  '"=HYPERLINK(""http://x"")",Deployment,24-Nov,,"b;a",robin vale,"\'=1+1",007',
  '" Padded ",LIVE ,30/9/2026,yes,,Nobody,"two\r\nlines",-5',
  "@home,,1/2/2026,no,a,,+1,1.50",
].join("\n");

test("an exported file changes nothing here and gives the same cells elsewhere", async ({ db }) => {
  const [here, elsewhere] = [await asMember(db), await asMember(db)];
  await importAll(here.ctx, TRICKY);
  const file = await exported(here.ctx);
  expect(await importAll(here.ctx, file)).toMatchObject({ changeId: null, counts: { unchanged: 3, spacing: 0 } });
  await importAll(elsewhere.ctx, file);
  const again = readTable(await exported(elsewhere.ctx));
  const cells = (table: ReturnType<typeof readTable>) => table.rows.map((row) => row.cells.slice(1)); // without the ids
  expect(cells(again)).toEqual(cells(readTable(file)));
});

const zoned = (ctx: OrgContext) => ({ ...ctx, timeZone: "America/Chicago" });

async function exportedSheet(ctx: OrgContext): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await exportInitiativesSheet(zoned(ctx), { view: USUAL_VIEW }, (chunk) => void chunks.push(chunk));
  return Buffer.concat(chunks);
}

test("an exported workbook changes nothing here and gives the same cells elsewhere", async ({ db }) => {
  const [here, elsewhere] = [await asMember(db), await asMember(db)];
  await importAll(here.ctx, `${TRICKY}\nMarked _x000D_ <b>&,Pilot,2026-11-20,,,,_x0041_ \u{1F642},0.30`);
  const file = await exportedSheet(here.ctx);
  expect(await importAll(here.ctx, file)).toMatchObject({
    changeId: null,
    counts: { unchanged: 4, spacing: 0, created: 0, changed: 0, rejected: 0 },
  });
  await importAll(elsewhere.ctx, file);
  const again = await readSource(await exportedSheet(elsewhere.ctx), {});
  const cells = (table: typeof again) => table.rows.map((row) => row.cells.slice(1)); // without the ids
  expect(cells(again)).toEqual(cells(await readSource(file, {})));
  expect(cells(again)).toEqual(cells(readTable(await exported(elsewhere.ctx))));
});

test("the register's own workbook, exactly what is seen, changes nothing", async ({ db }) => {
  const { ctx } = await asMember(db);
  await importAll(
    ctx,
    "Code,Title,Business unit,Stage,Tier,Target date\nX-1,Ward rounds,Nursing,Build,2,2027-03-01\nX-2,=1+1,,Pilot,,\n",
  );
  const chunks: Uint8Array[] = [];
  const columns = ["code", "title", "unit", "stage", "tier", "target"].map((key) => ({ key }));
  await exportSheet(
    zoned(ctx),
    initiativeRegister,
    { view: { ...USUAL_VIEW, columns } },
    (chunk) => void chunks.push(Buffer.from(chunk)),
  );
  expect(await importAll(ctx, Buffer.concat(chunks))).toMatchObject({
    changeId: null,
    counts: { rows: 2, unchanged: 2, created: 0, changed: 0, rejected: 0 },
  });
});

const BOOK = () =>
  workbook([
    { name: "Read me", rows: [["Kept by the office of the chief data officer."]] },
    {
      name: "AI portfolio",
      rows: [
        ["AI portfolio 2026", null, null, null, null],
        ["Code", "Title", "Dates", null, "Restricted"],
        [null, null, "Start date", "Target date", null],
        ["X-1", "Ward rounds", styled(46_000, STYLE.day), styled(46_346, STYLE.day), false],
        ["X-2", "Theatre", styled(46_000, STYLE.day), raw("<f>VLOOKUP(1,Z:Z,1)</f><v>#N/A</v>", ' t="e"'), true],
      ],
      merges: ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"],
    },
    {
      name: "Ideas",
      rows: [
        ["Title", "Stage"],
        ["Bed flow", "Idea"],
      ],
    },
  ]);

test("a workbook goes the same way as a text: dry run, the good rows, and undo as one", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const { id, mapping } = await upload(ctx, BOOK(), "portfolio.xlsx");
  const { file } = await prepareImport(ctx, { id });
  expect(file).toMatchObject({ sheet: { name: "AI portfolio" }, headerLine: 3, troubles: 1, rows: 2 });
  expect(file.sheets.map(({ name, rows }) => [name, rows])).toEqual([
    ["Read me", 0],
    ["AI portfolio", 2],
    ["Ideas", 1],
  ]);
  const { counts, report } = await planImport(ctx, { id, mapping });
  expect(counts).toMatchObject({ created: 1, rejected: 1 });
  expect(report.rejects).toEqual([
    {
      ...{ line: 5, sheet: "AI portfolio", letters: "D", column: "Dates / Target date", value: "#N/A" },
      reason: "The cell shows an error of the spreadsheet instead of a value.",
      cure: "Correct the formula, or clear the cell.",
    },
  ]);
  await expect(commitImport(ctx, { id, rows: "all", counts })).rejects.toThrow(/First: 'AI portfolio'!D5, Dates/);
  await commitImport(ctx, { id, rows: "good", counts });
  expect((await portfolio(ctx)).existing).toMatchObject([
    { code: "X-1", title: "Ward rounds", startOn: "2025-12-09", targetOn: "2026-11-20", restricted: false, custom: {} },
  ]);
  await expect(chooseSheet(ctx, { id, sheet: "Ideas" })).rejects.toMatchObject({ code: "CONFLICT" });
  await undoImport(ctx, { id });
  expect(await titles(ctx)).toEqual([]);
});

test("another sheet is read instead; one that is no table leaves the one before", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const { id, mapping } = await upload(ctx, BOOK(), "portfolio.xlsx");
  const { counts } = await planImport(ctx, { id, mapping });
  await expect(chooseSheet(ctx, { id, sheet: "Read me" })).rejects.toThrow(/^The sheet “Read me”: Only one column/);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "planned", counts: { created: 1 } });
  const prepared = await chooseSheet(ctx, { id, sheet: "Ideas" });
  expect(prepared).toMatchObject({
    file: { sheet: { name: "Ideas" }, rows: 1 },
    columns: [{ name: "Title" }, { name: "Stage" }],
  });
  expect(await getImport(ctx, { id })).toMatchObject({ status: "uploaded", counts: { rows: 1 }, report: null });
  await expect(confirmImport(ctx, { id, rows: "good", counts })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  const again = await planImport(ctx, { id, mapping: prepared.mapping });
  await commitImport(ctx, { id, rows: "all", counts: again.counts });
  expect(await titles(ctx)).toEqual(["Bed flow"]);
  const text = await upload(ctx, FILE);
  await expect(chooseSheet(ctx, { id: text.id, sheet: "Ideas" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("a workbook that cannot be read is not kept", async ({ db }) => {
  const { ctx } = await asMember(db);
  await expect(upload(ctx, BOOK().subarray(0, 900))).rejects.toThrow(/cut off or damaged/);
  expect((await listImports(ctx, { page: 1 })).total).toBe(0);
});

test("10,000 rows: a workbook against the same as CSV", { timeout: 120_000 }, async ({ db }) => {
  const { ctx } = await asMember(db);
  const head = ["Code", "Title", "Business unit", "Stage", "Target date", "Summary", "Owner", "Cost centre"];
  const rows = Array.from({ length: 10_000 }, (_, i) => [
    ...[`X-${i}`, `Initiative number ${i}`, `Unit ${i % 40}`, i % 2 ? "Build" : "Pilot", 46_346 + (i % 300)],
    ...[`What initiative ${i} is about, in one sentence of usual length.`, `Person ${i % 90}`, 4_000 + (i % 700)],
  ]);
  const day = (serial: unknown) =>
    new Date(Date.UTC(1899, 11, 30) + Number(serial) * 86_400_000).toISOString().slice(0, 10);
  const csv = [head, ...rows.map((row) => row.map((cell, at) => (at === 4 ? day(cell) : cell)))]
    .map((row) => row.map((cell) => `"${cell}"`).join(","))
    .join("\n");
  const book = workbook([
    {
      name: "S",
      rows: [head, ...rows.map((row) => row.map((cell, at) => (at === 4 ? styled(Number(cell), STYLE.day) : cell)))],
    },
  ]);
  const timed = async (file: string | Uint8Array) => {
    const t0 = performance.now();
    const { id } = await keepUpload(ctx, {
      name: "a",
      bytes: typeof file === "string" ? bytes(file) : file,
      choices: {},
    });
    const t1 = performance.now();
    const { mapping } = await prepareImport(ctx, { id });
    const t2 = performance.now();
    const { counts } = await planImport(ctx, { id, mapping });
    expect(counts).toMatchObject({ created: 10_000, rejected: 0 });
    return { upload: t1 - t0, dry: performance.now() - t2, all: performance.now() - t0 };
  };
  await timed(csv);
  const [text, sheet] = [await timed(csv), await timed(book)];
  const said = (of: typeof text) =>
    `upload ${Math.round(of.upload)} ms, dry run ${Math.round(of.dry)} ms, all ${Math.round(of.all)} ms`;
  console.info(
    `10,000 rows as CSV: ${said(text)}; as XLSX: ${said(sheet)}; ratio ${(sheet.all / text.all).toFixed(2)}`,
  );
  expect(sheet.all / text.all).toBeLessThan(10);
});

const root = process.env.PORTOLAN_REAL_DATA;
if (!root) console.info("PORTOLAN_REAL_DATA not set: the federal inventories are not imported into a database");

describe.runIf(root)("the federal inventories in a database", () => {
  const source = (name: string) => readFileSync(`${root}/fed-ai-inventory/${name}`);
  const [V1, V2] = ["2024_consolidated_ai_inventory_raw.csv", "2024_consolidated_ai_inventory_raw_v2.csv"];

  test("2,133 rows of 62 columns: no cell lost, and quickly", async ({ db }) => {
    const { ctx } = await asMember(db);
    const { id, mapping } = await upload(ctx, source(V2));
    const [t0, { counts }] = [performance.now(), await planImport(ctx, { id, mapping })];
    const t1 = performance.now();
    await commitImport(ctx, { id, rows: "all", counts });
    const t2 = performance.now();
    console.info(`2,133 rows: dry run ${Math.round(t1 - t0)} ms, commit ${Math.round(t2 - t1)} ms`);
    // The aim on an idle machine is 2 s and 3 s; tests share theirs with others, so these limits only catch a blow-up.
    expect(t1 - t0).toBeLessThan(10_000);
    expect(t2 - t1).toBeLessThan(20_000);
    const { existing, register } = await portfolio(ctx);
    const { mapping: used } = settingsOf((await read(ctx, (tx) => tx.select().from(importRun)))[0]?.mapping);
    expect(used?.columns).toHaveLength(62);
    const table = readTable(source(V2));
    const labels = new Map([...register.customFields.values()].map((field) => [field.label, field.id]));
    const keys = table.columns.map(
      ({ name }) =>
        targetKey(mapping.columns.find(({ column }) => column === name)?.target ?? { kind: "ignore" }) ??
        labels.get(name) ??
        "",
    );
    expect(existing.map((row) => keys.map((key) => cellText(row, key, register)))).toEqual(
      table.rows.map(({ cells }) => cells),
    );
    expect((await listColumnValues(ctx, { id, column: "Stage of Development" })).values[0]).toMatchObject({
      text: "Operation and Maintenance",
      rows: 874,
    });
    const [t3] = [performance.now(), await undoImport(ctx, { id })];
    console.info(`2,133 rows: undo ${Math.round(performance.now() - t3)} ms`);
    expect(await titles(ctx)).toEqual([]);
  });

  test("the first version of 2024, then the second twice", async ({ db }) => {
    const { ctx } = await asMember(db);
    expect((await importAll(ctx, source(V1))).counts).toMatchObject({ created: 1757 });
    const second = await importAll(ctx, source(V2));
    expect(second.counts).toMatchObject({
      created: 376,
      changed: 22,
      unchanged: 1735,
      rejected: 0,
      matchedKeys: 1739,
      newKeys: 311,
      absent: 0,
    });
    const { report } = await getImport(ctx, { id: second.id });
    expect(report?.fields).toEqual([]);
    expect(
      report?.changes
        .flatMap(({ cells }) => cells)
        .filter(({ from, to }) => collapse(from) === "NO" && collapse(to) === "No"),
    ).toHaveLength(11);
    expect(await importAll(ctx, source(V2))).toMatchObject({ changeId: null, counts: { unchanged: 2133 } });
    const file = await exported(ctx);
    expect(await importAll(ctx, file)).toMatchObject({
      changeId: null,
      counts: { rows: 2133, unchanged: 2133, spacing: 0 },
    });
    await undoImport(ctx, { id: second.id });
    expect(await titles(ctx)).toHaveLength(1757);
  });
});
