import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect, onTestFinished } from "vitest";
import { connect } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { organisation } from "@/db/schema/organisation";
import type { Proof } from "@/domain/seal/proof";
import type { Report } from "@/domain/seal/report";
import { findingText, reportLines } from "@/domain/seal/report";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { askCheck, runCheck, sealDays, verifyLive } from "./commands";
import { verifyFile } from "./file/queries";
import { proofOf } from "./proof/queries";
import { listSeals, recordVersions } from "./queries";
import { readRecord, writeRecord } from "./record/queries";

const DAY_MS = 86_400_000;
const dayBack = (days: number, hour = 10) => {
  const day = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  return { day, at: new Date(`${day}T${String(hour).padStart(2, "0")}:00:00.123Z`) };
};

type Past = { ctx: OrgContext; ids: { one: string; other: string; program: string } };

/** An organisation with recorded changes on past days, sealed to yesterday. Only a seed, as owner in a sample, makes a past. */
async function withPast(db: TestDatabase): Promise<Past> {
  const orgId = mintOrgId(randomUUID());
  const owner = connect(db.ownerUrl, { max: 2 });
  onTestFinished(() => owner.end());
  const ctx: OrgContext = {
    ...{ orgId, db, now: new Date(), asOf: null, requestId: "test", emit: async () => undefined },
    actor: { kind: "job", name: "test" },
  };
  const past = { ...ctx, db: owner };
  const ids = { one: randomUUID(), other: randomUUID(), program: randomUUID() };
  await change(past, { name: "organisation.create", at: dayBack(6).at }, async (tx) => {
    await tx
      .insert(organisation)
      .values({ orgId, slug: `org-${randomBytes(6).toString("hex")}`, name: "Sealed", sample: true });
    await tx.insert(program).values({ orgId, id: ids.program, name: 'Prögram "one" – 𝒳' });
  });
  await change(past, { name: "initiative.create", at: dayBack(5).at }, (tx) =>
    tx.insert(initiative).values([
      { orgId, id: ids.one, code: "S-1", title: "First", restricted: true },
      { orgId, id: ids.other, code: "S-2", title: "Second" },
    ]),
  );
  await change(past, { name: "initiative.edit", at: dayBack(3).at }, (tx) =>
    tx.update(initiative).set({ title: "First, renamed" }).where(eq(initiative.id, ids.one)),
  );
  await change(past, { name: "initiative.delete", at: dayBack(2).at }, (tx) =>
    tx.delete(initiative).where(eq(initiative.id, ids.other)),
  );
  await change(ctx, { name: "initiative.edit" }, (tx) =>
    tx.update(initiative).set({ title: "Of today" }).where(eq(initiative.id, ids.one)),
  );
  await sealDays(ctx);
  return { ctx, ids };
}

/** What a superuser does past every trigger and policy. */
async function tampered(db: TestDatabase, statement: string): Promise<void> {
  const superuser = postgres(db.superUrl, { max: 1 });
  await superuser.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    const done = await tx.unsafe(statement);
    if (done.count === 0) throw new Error(`nothing was altered by ${statement}`);
  });
  await superuser.end();
}

async function exported(ctx: OrgContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "record-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "record.jsonl");
  const chunks: string[] = [];
  await writeRecord(ctx, async (chunk) => void chunks.push(chunk));
  await writeFile(file, chunks.join(""));
  return file;
}

async function reportOf(file: string, head?: string): Promise<Report> {
  const result = await verifyFile(file, head);
  if (result.kind !== "record") throw new Error("not a record");
  return result.report;
}

const kinds = (report: Report) =>
  report.findings.map(({ kind, day, place }) => [kind, day, place?.table, place?.key[0]]);

describe("a day", () => {
  test("is sealed once it is over, in order, without a gap, and never today", async ({ db }) => {
    const { ctx } = await withPast(db);
    const { rows, total, gaps, waiting, sample } = await listSeals(
      { ...ctx, timeZone: "UTC" },
      { page: 1, pageSize: 31 },
    );
    expect(rows.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6].map((days) => dayBack(days).day));
    expect(rows.map(({ leaves }) => leaves)).toEqual([0, 2, 3, 0, 3, 20]);
    expect({ total, gaps, waiting, sample }).toEqual({ total: 6, gaps: [], waiting: 0, sample: true });
    expect(await sealDays(ctx)).toEqual([]);
  });

  test("is not sealed while nothing shows that it is over, and never twice by two workers", async ({ db }) => {
    const { ctx } = await asMember(db);
    expect(await sealDays(ctx)).toEqual([]);
    const past = await withPast(db);
    await tampered(db, `delete from seal_part where org_id = '${past.ctx.orgId}'`);
    await tampered(db, `delete from seal where org_id = '${past.ctx.orgId}'`);
    const both = await Promise.all([sealDays(past.ctx), sealDays(past.ctx)]);
    expect(both.flat()).toHaveLength(6);
    expect((await verifyLive(past.ctx)).findings).toEqual([]);
  });

  test("waits for a change that is still open", async ({ db }) => {
    const { ctx } = await withPast(db);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let began = () => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const order: string[] = [];
    const slow = change(ctx, { name: "slow" }, async (tx) => {
      await tx.update(initiative).set({ title: "Slow" });
      began();
      await held;
      order.push("changed");
    });
    await begun;
    const sealing = sealDays(ctx).then(() => order.push("sealed"));
    await new Promise((resolve) => setTimeout(resolve, 100)); // time enough to seal, were it not waiting
    release();
    await Promise.all([slow, sealing]);
    expect(order).toEqual(["changed", "sealed"]);
  });

  test("takes no past instants any more, of the seed either", async ({ db }) => {
    const { ctx } = await withPast(db);
    const owner = connect(db.ownerUrl, { max: 1 });
    onTestFinished(() => owner.end());
    // The latest change is of today, so the order alone would refuse it: that one is put away first.
    await tampered(
      db,
      `update change set at = '${dayBack(2).at.toISOString()}' where org_id = '${ctx.orgId}' and at > now() - interval '1 day'`,
    );
    const late = change({ ...ctx, db: owner }, { name: "late", at: dayBack(1).at }, (tx) =>
      tx.update(initiative).set({ title: "Late" }),
    );
    await expect(late).rejects.toThrow(/is sealed/);
  });
});

describe("the app's role cannot", () => {
  test.for([
    ["write a seal", "insert into seal select * from seal"],
    ["change a seal", "update seal set root = ''"],
    ["remove a seal", "delete from seal"],
    ["write what was sealed", "insert into seal_part select * from seal_part"],
    ["change what was sealed", "update seal_part set entries = ''"],
    ["remove what was sealed", "delete from seal_part"],
    ["truncate the seals", "truncate seal"],
    ["keep a part", "select private.keep_part(null::seal, '{}')"],
  ])("%s", async ([, statement = ""], { db }) => {
    await expect(db.sql.unsafe(statement)).rejects.toThrow(/permission denied/);
  });
});

test("an untouched record verifies, from the database and from the file alone, and says what the sample may set", async ({
  db,
}) => {
  const { ctx } = await withPast(db);
  const live = await verifyLive(ctx);
  const file = await exported(ctx);
  const offline = await reportOf(file);
  expect(live.findings).toEqual([]);
  expect({ ...offline, madeAt: "" }).toEqual({ ...live, madeAt: "" });
  expect(offline).toMatchObject({ days: 6, leaves: 28, sample: true, seeded: 4, waiting: [] });
  expect(offline.late.count).toBeGreaterThan(2);
  const text = reportLines(offline).join("\n");
  expect(text).toContain("the record is as it was sealed");
  expect(text).toContain(
    "This is a sample organisation: its seed set past instants. Changes written later than they say: 4.",
  );
  await writeFile(`${file}.gz`, gzipSync(await readFile(file)));
  expect({ ...(await reportOf(`${file}.gz`)), madeAt: "" }).toEqual({ ...live, madeAt: "" });
});

test("an instant set into the past outside a sample is found", async ({ db }) => {
  const { ctx } = await asMember(db);
  await change(ctx, { name: "program.create" }, (tx) => tx.insert(program).values({ orgId: ctx.orgId, name: "P" }));
  expect((await verifyLive(ctx)).found).toBe(0);
  await tampered(
    db,
    `update change set at = at - interval '3 days' where org_id = '${ctx.orgId}' and action = 'program.create'`,
  );
  expect((await verifyLive(ctx)).findings).toContainEqual(
    expect.objectContaining({ kind: "backdated", day: dayBack(3).day }),
  );
});

describe("a superuser past all triggers is found out, and the finding names table, row and day", () => {
  type Case = [
    name: string,
    statement: (past: Past) => string,
    expected: (past: Past) => [kind: string, day: string | null, table?: string, key?: string][],
  ];
  const org = ({ ctx }: Past) => `org_id = '${ctx.orgId}'`;
  const cases: Case[] = [
    [
      "one byte of a past version",
      (past) => `update history.initiative set title = 'Firsu' where ${org(past)} and title = 'First'`,
      ({ ids }) => [["changed", dayBack(5).day, "initiative", ids.one]],
    ],
    [
      "one byte of the current version, in history",
      (past) => `update history.program set name = replace(name, 'ö', 'o') where ${org(past)}`,
      ({ ids }) => [["changed", dayBack(6).day, "program", ids.program]],
    ],
    [
      "when a version was recorded",
      (past) =>
        `update history.initiative set recorded_from = recorded_from - interval '1 second' where ${org(past)} and title = 'Second'`,
      ({ ids }) => [
        ["inserted", dayBack(5).day, "initiative", ids.other],
        ["removed", dayBack(5).day, "initiative", ids.other],
        ["inserted", dayBack(2).day, "initiative", ids.other],
        ["removed", dayBack(2).day, "initiative", ids.other],
      ],
    ],
    [
      "when a version ended",
      (past) =>
        `update history.initiative set recorded_to = recorded_to + interval '1 day' where ${org(past)} and title = 'Second'`,
      ({ ids }) => [["changed", dayBack(2).day, "initiative", ids.other]],
    ],
    [
      "that a version ended",
      (past) =>
        `update history.initiative set recorded_to = null, closed_by = null where ${org(past)} and title = 'Second'`,
      ({ ids }) => [["removed", dayBack(2).day, "initiative", ids.other]],
    ],
    [
      "a row removed",
      (past) => `delete from history.program where ${org(past)}`,
      ({ ids }) => [["removed", dayBack(6).day, "program", ids.program]],
    ],
    [
      "a row inserted into the past, under a change of then",
      (past) =>
        `insert into history.program (org_id, id, name, parent_id, version, recorded_from, recorded_to, change_id, closed_by) select org_id, gen_random_uuid() as id, name, parent_id, version, recorded_from, recorded_to, change_id, closed_by from history.program where ${org(past)}`,
      () => [["inserted", dayBack(6).day, "program"]],
    ],
    [
      "a row inserted under no change at all",
      (past) =>
        `insert into history.program (org_id, id, name, parent_id, version, recorded_from, recorded_to, change_id, closed_by) select org_id, gen_random_uuid() as id, name, parent_id, version, recorded_from, recorded_to, gen_random_uuid(), closed_by from history.program where ${org(past)}`,
      () => [["orphan", dayBack(6).day, "program"]],
    ],
    [
      "who made a change",
      (past) => `update change set actor_name = 'Somebody else' where ${org(past)} and action = 'initiative.delete'`,
      () => [["changed", dayBack(2).day, "change"]],
    ],
    [
      "a change inserted into the past",
      (past) =>
        `insert into change (org_id, actor_kind, actor_name, action, at) select org_id, 'user', 'Forged', 'x', at from change where ${org(past)} and action = 'initiative.delete'`,
      () => [["inserted", dayBack(2).day, "change"]],
    ],
    [
      "the list of what was sealed",
      (past) =>
        `update seal_part set entries = replace(entries, '["open","program"', '["open","progran"') where ${org(past)} and day = '${dayBack(6).day}'`,
      ({ ids }) => [
        ["inserted", dayBack(6).day, "program", ids.program],
        ["removed", dayBack(6).day, "progran", ids.program],
        ["list", dayBack(6).day],
      ],
    ],
    [
      "a root",
      (past) => `update seal set root = repeat('0', 64) where ${org(past)} and day = '${dayBack(3).day}'`,
      () => [
        ["seal", dayBack(3).day],
        ["list", dayBack(3).day],
      ],
    ],
    [
      "a day removed",
      (past) => `delete from seal where ${org(past)} and day = '${dayBack(3).day}'`,
      () => [["missing", dayBack(3).day]],
    ],
    [
      "an empty day removed",
      (past) => `delete from seal where ${org(past)} and day = '${dayBack(4).day}'`,
      () => [["missing", dayBack(4).day]],
    ],
    [
      "the first day removed",
      (past) => `delete from seal where ${org(past)} and day = '${dayBack(6).day}'`,
      () => [
        ["missing", dayBack(6).day],
        ["before", dayBack(6).day],
      ],
    ],
    [
      "two days swapped",
      (
        past,
      ) => `update seal s set (leaves, root, columns, added, sealed_at, before, chain) = row(o.leaves, o.root, o.columns, o.added, o.sealed_at, o.before, o.chain)
        from seal o where s.${org(past)} and o.${org(past)} and (s.day, o.day) in (('${dayBack(3).day}', '${dayBack(2).day}'), ('${dayBack(2).day}', '${dayBack(3).day}'))`,
      () => [
        ["seal", dayBack(3).day],
        ["chain", dayBack(3).day],
        ["list", dayBack(3).day],
        ["seal", dayBack(2).day],
        ["chain", dayBack(2).day],
        ["list", dayBack(2).day],
        ["chain", dayBack(1).day],
      ],
    ],
  ];
  test.for(cases)("%s", async ([, statement, expected], { db }) => {
    const past = await withPast(db);
    await tampered(db, statement(past));
    const report = await reportOf(await exported(past.ctx));
    const found = kinds(report).map((finding, at) => finding.slice(0, expected(past)[at]?.length ?? 4));
    expect(found).toEqual(expected(past));
    expect(report.organisation).toMatchObject({ id: past.ctx.orgId, name: "Sealed" });
    expect((await verifyLive(past.ctx)).findings).toEqual(report.findings);
    const [first] = report.findings;
    expect(first && findingText(first)).toContain(expected(past)[0]?.[1] ?? "");
  });
});

test("the last day removed, or the whole chain made anew, is shown by a hash kept elsewhere", async ({ db }) => {
  const { ctx } = await withPast(db);
  const kept = (await verifyLive(ctx)).head?.chain ?? "";
  expect((await verifyLive(ctx, { head: kept })).found).toBe(0);
  await tampered(db, `update history.initiative set title = 'Firsu' where org_id = '${ctx.orgId}' and title = 'First'`);
  for (const table of ["seal", "seal_part"]) await tampered(db, `delete from ${table} where org_id = '${ctx.orgId}'`);
  await sealDays(ctx);
  const forged = await verifyLive(ctx);
  expect(forged.found).toBe(0);
  expect(forged.late.count).toBeGreaterThan(0); // that it was made anew is said
  expect(kinds(await verifyLive(ctx, { head: kept }))).toEqual([["head", null, undefined, undefined]]);
  await tampered(db, `delete from seal where org_id = '${ctx.orgId}' and day >= '${dayBack(5).day}'`);
  expect((await verifyLive(ctx)).findings).toContainEqual({ kind: "unsealed", day: dayBack(5).day });
});

describe("a file that was altered after it was written is found out", () => {
  const swap = (lines: string[], one: number, other: number) => {
    [lines[one], lines[other]] = [lines[other] ?? "", lines[one] ?? ""];
  };
  const blockOf = (lines: string[], day: string) => {
    const from = lines.findIndex((line) => line.startsWith('{"seal":') && line.includes(`"day" : "${day}"`));
    const to = lines.findIndex((line, at) => at > from && (line.startsWith('{"seal":') || line === '{"rest":true}'));
    if (from < 0 || to < 0) throw new Error("no such day");
    return { from, to };
  };
  type Edit = (lines: string[]) => string[] | undefined;
  const cases: [string, Edit, string[]][] = [
    [
      "one byte of a row",
      (lines) => lines.map((line) => line.replace('"title":"First"', '"title":"Firsu"')),
      ["changed", "file"],
    ],
    [
      "a row without its content",
      (lines) => lines.map((line) => line.replace(/^(\{"recorded":\["open","program".*?\]),"row".*$/, "$1}")),
      ["changed", "file"],
    ],
    [
      "an entry of what was sealed",
      (lines) => lines.map((line) => line.replace('{"sealed":["open","program"', '{"sealed":["open","progran"')),
      ["removed", "list", "file", "inserted"],
    ],
    [
      "a day removed",
      (lines) => {
        const { from, to } = blockOf(lines, dayBack(3).day);
        lines.splice(from, to - from);
        return lines;
      },
      ["missing", "manifest", "file"],
    ],
    [
      "two days swapped",
      (lines) => {
        const [one, other] = [blockOf(lines, dayBack(4).day), blockOf(lines, dayBack(1).day)];
        swap(lines, one.from, other.from);
        return lines;
      },
      ["missing", "order", "missing", "order", "manifest", "file"],
    ],
    [
      "the manifest",
      (lines) => lines.map((line) => line.replace(/("manifest":.*"leaves":)\d+/, "$10")),
      ["manifest", "file"],
    ],
    [
      "the head in the manifest",
      (lines) => lines.map((line) => line.replace(/("manifest":.*"head":")./, "$1x")),
      ["manifest", "file"],
    ],
    [
      "that it is a sample",
      (lines) => lines.map((line, at) => (at === 0 ? line.replace(/"sample" : true/, '"sample" : false') : line)),
      ["manifest", "file"],
    ],
    ["the end cut off", (lines) => lines.slice(0, -4), ["file"]],
    [
      "a line of another kind",
      (lines) => [...lines.slice(0, 3), '{"note":1}', ...lines.slice(3)],
      ["file", "manifest"],
    ],
    [
      "a line that is no JSON",
      (lines) => [...lines.slice(0, 3), '{"later":x', ...lines.slice(3)],
      ["file", "manifest"],
    ],
  ];
  test.for(cases)("%s", async ([, edit, expected], { db }) => {
    const { ctx } = await withPast(db);
    const file = await exported(ctx);
    const before = await readFile(file, "utf8");
    const after = (edit(before.split("\n")) ?? []).join("\n");
    expect(after).not.toBe(before);
    await writeFile(file, after);
    const report = await reportOf(file);
    const found = new Set(report.findings.map(({ kind }) => kind));
    expect([...found].sort()).toEqual([...new Set(expected)].sort());
  });
});

describe("a column added by a migration", () => {
  /** As a migration does: the table, then its history, triggers and views anew. */
  const addColumn = async (db: TestDatabase, column: string) => {
    const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
    await owner.unsafe(`alter table program add column ${column}; select private.record_table('program')`);
    await owner.end();
  };

  test("leaves old seals as they are, and what old versions hold in it is watched once it is sealed", async ({
    db,
  }) => {
    const { ctx, ids } = await withPast(db);
    await addColumn(db, "budget_code text not null default 'none'");
    const report = await reportOf(await exported(ctx));
    expect(report.findings).toEqual([]);
    const { program: id } = ids;
    expect(
      await proofOf(ctx, { table: "program", id, at: (await recordVersions(ctx, { record: id }))[0]?.at ?? "" }),
    ).toMatchObject({
      row: expect.not.stringContaining("budget_code"),
    });
    // Today becomes a past day by moving the record two days back, seals and all, before that day is sealed.
    await tampered(db, `delete from seal where org_id = '${ctx.orgId}' and day >= '${dayBack(2).day}'`);
    await tampered(db, `delete from seal_part where org_id = '${ctx.orgId}' and day >= '${dayBack(2).day}'`);
    await tampered(
      db,
      `update change set at = '${dayBack(1).at.toISOString()}' where org_id = '${ctx.orgId}' and at > now() - interval '1 day'`,
    );
    await tampered(
      db,
      `insert into history.program (org_id, id, name, parent_id, version, recorded_from, recorded_to, change_id, closed_by) select org_id, gen_random_uuid(), name, parent_id, version, '${dayBack(1).at.toISOString()}', null,
      (select id from change where org_id = '${ctx.orgId}' order by at desc limit 1), null from history.program where org_id = '${ctx.orgId}'`,
    );
    await sealDays(ctx);
    expect(kinds(await verifyLive(ctx)).filter(([kind]) => kind !== "backdated")).toEqual([]);
    await tampered(
      db,
      `update history.program set budget_code = 'forged' where org_id = '${ctx.orgId}' and id = '${id}'`,
    );
    const after = await reportOf(await exported(ctx));
    expect(kinds(after)).toEqual([["later", null, "program", id]]);
    expect(after.findings[0]?.detail).toBe('budget_code is "forged" and was "none".');
  });
});

describe("a proof of one version", () => {
  test("is checked from its file alone against the day's root", async ({ db }) => {
    const { ctx, ids } = await withPast(db);
    const versions = await recordVersions(ctx, { record: `/org/initiatives/${ids.one}?tab=activity` });
    expect(versions.map(({ table, day }) => [table, day])).toEqual([
      ["initiative", null],
      ["initiative", dayBack(3).day],
      ["initiative", dayBack(5).day],
    ]);
    expect((await recordVersions(ctx, { record: "s-1" })).map(({ id }) => id)).toEqual([ids.one, ids.one, ids.one]);
    const [today, , first] = versions;
    if (!today || !first) throw new Error("no versions");
    await expect(proofOf(ctx, today)).rejects.toThrow(/not sealed yet/);
    const proof = await proofOf(ctx, first);
    const file = path.join(path.dirname(await exported(ctx)), "proof.json");
    const check = async (held: Proof, given?: string) => {
      await writeFile(file, JSON.stringify(held, null, 2));
      const result = await verifyFile(file, given);
      if (result.kind !== "proof") throw new Error("not a proof");
      return result.result;
    };
    const { rows } = await listSeals({ ...ctx, timeZone: "UTC" }, { page: 1, pageSize: 31 });
    const root = rows.find(({ day }) => day === dayBack(5).day)?.root ?? "";
    expect(await check(proof, root)).toMatchObject({ ok: true, day: dayBack(5).day, root });
    expect(await check(proof, proof.chain)).toMatchObject({ ok: true });
    expect(await check(proof)).toMatchObject({
      ok: true,
      text: expect.stringContaining(`if that day's root is ${root}`),
    });
    expect(await check(proof, "0".repeat(64))).toMatchObject({ ok: false });
    expect(await check({ ...proof, row: proof.row.replace("First", "Firsu") }, root)).toMatchObject({ ok: false });
    expect(await check({ ...proof, entry: proof.entry.replace("open", "opem") }, root)).toMatchObject({ ok: false });
    expect(await check({ ...proof, index: proof.index + 1 }, root)).toMatchObject({ ok: false });
    expect(await check({ ...proof, path: proof.path.slice(1) }, root)).toMatchObject({ ok: false });
    expect(await check({ ...proof, seal: proof.seal.replace(/"leaves" : \d+/, '"leaves" : 9') }, root)).toMatchObject({
      ok: false,
    });
    await tampered(
      db,
      `update history.initiative set title = 'Firsu' where org_id = '${ctx.orgId}' and title = 'First'`,
    );
    await expect(proofOf(ctx, first)).rejects.toThrow(/not as it was sealed/);
    await expect(proofOf(ctx, { ...first, table: "seal" })).rejects.toThrow(/No such table/);
  });
});

test("a tree of several parts gives every proof, and is what the verifier builds from its entries", async ({ db }) => {
  const { ctx } = await withPast(db);
  const owner = connect(db.ownerUrl, { max: 2 });
  onTestFinished(() => owner.end());
  for (const table of ["seal", "seal_part"]) await tampered(db, `delete from ${table} where org_id = '${ctx.orgId}'`);
  await tampered(
    db,
    `update change set at = '${dayBack(3, 11).at.toISOString()}' where org_id = '${ctx.orgId}' and at > now() - interval '1 day'`,
  );
  await change({ ...ctx, db: owner }, { name: "many", at: dayBack(2, 12).at }, (tx) =>
    tx.execute(
      sql`insert into ${program} (org_id, name) select ${ctx.orgId}::uuid, 'P ' || n from generate_series(1, 9000) n`,
    ),
  );
  await sealDays(ctx);
  const report = await verifyLive(ctx);
  expect({ kinds: kinds(report).filter(([kind]) => kind !== "backdated"), leaves: report.leaves }).toEqual({
    kinds: [],
    leaves: 9032,
  });
  const [first] = await db.sql.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${ctx.orgId}, true)`;
    return tx<
      { parts: number; leaves: number }[]
    >`select count(*)::int as parts, sum(leaves)::int as leaves from seal_part where day = ${dayBack(2).day}`;
  });
  expect(first).toEqual({ parts: 3, leaves: 9003 });
  const names = ["P 1", "P 4500", "P 9000"];
  const rows = await db.sql.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${ctx.orgId}, true)`;
    return tx<
      { id: string; at: string }[]
    >`select id, to_json(recorded_from) #>> '{}' as at from history.program where name in ${tx(names)}`;
  });
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    const proof = await proofOf(ctx, { table: "program", ...row });
    const file = path.join(path.dirname(await exported(ctx)), "proof.json");
    await writeFile(file, JSON.stringify(proof));
    expect(await verifyFile(file)).toMatchObject({ result: { ok: true } });
  }
});

test("everything is in the record, whoever reads it: restricted rows too", async ({ db }) => {
  const { ctx, ids } = await withPast(db);
  const auditor = await joinAs(db, mintOrgId(ctx.orgId), "auditor");
  const lines: string[] = [];
  await readRecord(auditor.ctx, { line: (text) => void lines.push(text) });
  expect(lines.some((line) => line.includes(`["open","initiative",["${ids.one}"]`))).toBe(true);
  expect((await verifyLive(auditor.ctx)).found).toBe(0);
});

test("a check that is asked for is done once and kept", async ({ db }) => {
  const { ctx } = await withPast(db);
  const { id } = await askCheck(ctx);
  await expect(askCheck(ctx)).rejects.toThrow(/already/);
  expect(await runCheck(ctx, { checkId: id })).toEqual({ found: 0 });
  expect(await runCheck(ctx, { checkId: id })).toBeNull();
  const { check } = await listSeals({ ...ctx, timeZone: "UTC" }, { page: 1, pageSize: 31 });
  expect(check).toMatchObject({
    askedBy: "test",
    endedAt: expect.any(Date),
    report: { found: 0, days: 6 },
    error: null,
  });
});

test("another organisation's record is none of this one's", async ({ db }) => {
  const { ctx } = await withPast(db);
  const stranger = await asMember(db);
  await mintInstant(stranger.ctx);
  const lines: string[] = [];
  await readRecord(stranger.ctx, { line: (text) => void lines.push(text) });
  expect(lines.join("\n")).not.toContain(ctx.orgId);
});
