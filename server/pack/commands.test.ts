import { execFileSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { rmSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import type { Database } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { alert, point, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { membership, organisation } from "@/db/schema/organisation";
import { pack } from "@/db/schema/pack";
import { riskCreation } from "@/domain/risk/input";
import { formatDate, formatNumber } from "@/domain/shared/figure";
import { jobContext } from "../context";
import { change } from "../record/change";
import { read } from "../record/read";
import { store } from "../record/store";
import { createRisk } from "../risk/commands";
import { escalateRisks, nextRisks } from "../risk/escalate/commands";
import { asMember, joinAs, type Member, test } from "../testing";
import { buildFor } from "./build-worker";
import { parseCanonical, sha256 } from "./canonical";
import { buildPack, cancelPack, refusePack, requestPack } from "./commands";
import { packData } from "./data";
import { readPdf } from "./pdf/read-pdf";
import { getPack, listPacks, packForums, readPackFile, verifyPack } from "./queries";
import { createPrinter, type Printer } from "./render";
import { PackSectionError } from "./section";

const DAY_MS = 86_400_000;
const plain = (words: string): string => words.replace(/\s+/gu, "");

let press: Printer;
let worker: string;
beforeAll(async () => {
  worker = await buildFor({ file: "server/pack/pdf/worker.tsx" }, "pdf-worker");
  press = createPrinter({ path: worker });
});
afterAll(async () => {
  await press.close();
  rmSync(worker, { force: true });
});

const asJob = (db: Database, { orgId }: Member) => jobContext({ db, emit: async () => undefined }, "pack-build", orgId);
const asker = ({ ctx }: Member) => ({ ...ctx, now: new Date(), timeZone: "UTC" });

/** Seven initiatives, three live models of which one is critical and one silent, and a month of points. */
async function portfolio(db: Database) {
  const admin = await asMember(db, "admin", "Robin Vale");
  const owner = await joinAs(db, admin.orgId, "owner", "Łucja Żak");
  const { ctx, orgId } = admin;
  const past = "2020-01-31";
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values([
      {
        orgId,
        code: "A-1",
        title: "Sepsis early warning",
        stage: "production",
        tier: 1,
        ownerId: owner.memberId,
        businessUnit: "Critical care",
      },
      { orgId, code: "A-2", title: "Prior-auth triage", stage: "build", tier: 2, ownerName: "Sam Ode", targetOn: past },
      { orgId, code: "A-3", title: "No-show forecast", stage: "pilot", tier: 3 },
      { orgId, code: "A-4", title: "Coding suggestions", stage: "idea", ownerId: owner.memberId },
      { orgId, code: "A-5", title: "Old portal", stage: "retired" },
      { orgId, code: "A-6", title: "Secret purchase", stage: "build", restricted: true, ownerId: admin.memberId },
      { orgId, code: "A-7", title: "Denial prediction", ownerId: owner.memberId },
    ]),
  );
  const idOf = async (code: string) =>
    (await read(ctx, (tx) => tx.select().from(initiative).where(eq(initiative.code, code))))[0]?.id ?? "";
  const sepsis = await idOf("A-1");
  await change(ctx, { name: "model.create" }, async (tx) => {
    for (const [name, tier, initiativeId] of [
      ["Sepsis model", 1, sepsis],
      ["Triage model", 2, null],
      ["Quiet model", null, null],
    ] as const) {
      const [made] = await tx.insert(model).values({ orgId, name, tier, initiativeId }).returning();
      const [measure] = await tx
        .insert(series)
        .values({
          orgId,
          modelId: made?.id ?? "",
          metric: "recall",
          label: "recall",
          key: `${name} recall`,
          primary: true,
        })
        .returning();
      const [limit] = await tx
        .insert(rule)
        .values({
          orgId,
          modelId: made?.id ?? "",
          seriesId: measure?.id ?? "",
          direction: "low",
          warning: 0.84,
          critical: 0.78,
        })
        .returning();
      await tx
        .insert(modelVersion)
        .values({ orgId, modelId: made?.id ?? "", label: "v7", liveFrom: new Date(Date.now() - 20 * DAY_MS) });
      const level = name === "Sepsis model" ? "critical" : name === "Quiet model" ? "no_data" : null;
      if (level) {
        await tx.insert(alert).values({
          ...{ orgId, modelId: made?.id ?? "", ruleId: limit?.id ?? "", seriesId: measure?.id ?? "", level },
          openedAt: new Date(Date.now() - 4 * DAY_MS),
          value: level === "critical" ? 0.661 : null,
          limit: level === "critical" ? 0.78 : null,
        });
      }
    }
    await tx.insert(model).values({ orgId, name: "Not yet", tier: 1, status: "development" });
  });
  const measures = await read(ctx, (tx) => tx.select().from(series));
  await store(ctx, async (tx, raw) => {
    const days = Array.from({ length: 40 }, (_, day) => new Date(Date.now() - (39 - day) * DAY_MS));
    for (const at of days) await raw`select private.ensure_point_month(${at.toISOString()}::timestamptz)`;
    for (const { id, key } of measures) {
      const fall = key.startsWith("Sepsis") ? 0.24 : 0;
      const values = days.map((at, day) => ({
        orgId,
        seriesId: id,
        at,
        value: day === 10 ? Number.NaN : 0.9 - (day > 35 ? fall : 0) - day / 10_000,
      }));
      await tx.insert(point).values(key.startsWith("Quiet") ? values.slice(0, 30) : values);
    }
  });
  return { admin, owner, sepsis };
}

async function built(db: Database, member: Member, forum = "AI Steering Committee") {
  const { id } = await requestPack(asker(member), { forum, paper: "a4" });
  const result = await buildPack(asJob(db, member), { packId: id }, press);
  expect(result, (await getPack(member.ctx, { id })).error ?? "").toEqual({ built: true });
  const file = await readPackFile(member.ctx, id);
  return { id, file, data: packData.parse(parseCanonical(file.data)) };
}

const wordsOf = (pdf: Uint8Array) =>
  plain(
    readPdf(pdf)
      .pages.flatMap(({ texts }) => texts.map(({ text }) => text))
      .join(""),
  );

describe("a pack", () => {
  test("prints the risks of the database, counted by other queries, and none that is hidden", async ({ db }) => {
    const { admin } = await portfolio(db);
    const [hidden] = await read(admin.ctx, (tx) =>
      tx.select({ id: initiative.id }).from(initiative).where(eq(initiative.restricted, true)),
    );
    const make = (given: object) => createRisk(admin.ctx, riskCreation.parse(given));
    const cell = (likelihood: number, impact: number) => ({ likelihood, impacts: { financial: impact } });
    await make({
      title: "Recall falls",
      category: "financial",
      probability: 0.5,
      lossLikely: 80_000_000,
      residual: cell(3, 4),
    });
    await make({ title: "Queue grows", probability: 0.1, lossLikely: 5_000_000, residual: cell(1, 1) });
    await make({ title: "Nothing stated" });
    await make({
      title: "Secret risk",
      initiativeId: hidden?.id,
      probability: 0.9,
      lossLikely: 1_000_000,
      residual: cell(4, 4),
    });
    await escalateRisks(asJob(db, admin), await nextRisks(admin.ctx, null));
    const { file, data } = await built(db, admin);
    const words = wordsOf(file.pdf);
    const [counted] = await read(admin.ctx, (tx) =>
      tx.execute<{
        open: number;
        expected: number;
      }>(sql`select count(*)::int as open, sum(expected_value)::float8 as expected
        from risk where status = 'open' and (counts_on_id is null or counts_on_id not in (select id from initiative where restricted))`),
    );
    expect(counted).toEqual({ open: 3, expected: 40_500_000 });
    expect(data.risks).toMatchObject({ total: counted?.open, expected: counted?.expected, beyond: 1, elsewhere: 1 });
    expect(data.risks?.rows.map(({ code, score, ask }) => [code, score, ask])).toEqual([
      ["R-01", 20, "Choose a response"],
      ["R-02", 4, "Name an owner"],
      ["R-03", null, "Name an owner"],
    ]);
    expect(data.risks?.marks.map(({ code, likelihood, impact }) => [code, likelihood, impact])).toEqual([
      ["R-01", 3, 4],
      ["R-02", 1, 1],
    ]);
    expect(data.risks?.exposure?.now.expected).toBe(counted?.expected);
    for (const printed of ["3 open risks, likelihood against impact", "$0.41 M of $0.41 M expected", "Recall falls"])
      expect(words).toContain(plain(printed));
    expect(data.risks?.standfirst).toContain("One risk of restricted initiatives is not in this pack.");
    expect(data.risks?.standfirst).toContain("One stands raised by rule."); // the hidden one stands raised too
    expect(words).not.toContain("Secretrisk");
  });

  test("prints the figures of the database, counted by other queries", async ({ db }) => {
    const { admin } = await portfolio(db);
    const { id, file, data } = await built(db, admin);
    const words = wordsOf(file.pdf);
    const one = async (query: ReturnType<typeof sql>) =>
      Number((await read(admin.ctx, (tx) => tx.execute<{ n: number }>(query)))[0]?.n);
    const open = sql`from initiative where archived_at is null and stage is distinct from 'retired' and not restricted`;
    const expected = {
      "Active initiatives": await one(sql`select count(*) as n ${open}`),
      "Live models outside limits": await one(
        sql`select count(distinct model_id) as n from alert where closed_at is null and level in ('warning', 'critical')`,
      ),
      "Target date past": await one(sql`select count(*) as n ${open} and target_on < current_date`),
      "Without an owner": await one(sql`select count(*) as n ${open} and owner_id is null and owner_name is null`),
    };
    expect(expected).toEqual({
      "Active initiatives": 5,
      "Live models outside limits": 1,
      "Target date past": 1,
      "Without an owner": 1,
    });
    for (const [label, value] of Object.entries(expected)) {
      expect(data.summary.figures.find((figure) => figure.label === label)?.value).toBe(formatNumber(value));
      expect(words).toContain(plain(`${label}${value}`));
    }
    const said = "5 of 6; 1 restricted initiative is not in this pack";
    expect(data.summary.figures[0]?.notes).toContain(said);
    expect(words).toContain(plain(said));
    expect(data.portfolio.standfirst).toMatch(
      /Five of six active initiatives are in this pack; one restricted initiative is not[.]$/,
    );
    expect(data.summary.headline).toBe(
      "One of three live models is outside its limits, and two of five initiatives are off track.",
    );
    expect(data.portfolio.rows.map(({ code, standing, owner }) => [code, standing, owner])).toEqual([
      ["A-1", "bad", "Łucja Żak"],
      ["A-2", "bad", "Sam Ode"],
      ["A-3", "watch", null],
      ["A-4", "good", "Łucja Żak"],
      ["A-7", "good", "Łucja Żak"],
    ]);
    for (const { code, title } of data.portfolio.rows) expect(words).toContain(plain(`${code}${title}`));
    expect(data.models.rows.map(({ name, state, now, tier, version }) => [name, state, now, tier, version])).toEqual([
      ["Sepsis model", "critical", 0.9 - 0.24 - 39 / 10_000, 1, "v7"],
      ["Quiet model", "no_data", null, null, "v7"],
      ["Triage model", "inside", 0.9 - 39 / 10_000, 2, "v7"],
    ]);
    for (const printed of ["recall0.780.66critical,4", "Sepsismodelv7", "Quietmodel", "Tier1", "Unrated"])
      expect(words).toContain(printed);
    const points = await read(admin.ctx, (tx) =>
      tx.execute<{ at: string; value: number }>(
        sql`select p.at, p.value from point p join series s on s.id = p.series_id where s.key = 'Sepsis model recall' order by at`,
      ),
    );
    expect(data.models.rows[0]?.points.map(({ value }) => value)).toEqual(points.map(({ value }) => Number(value)));
    expect(data.models.alerts.map(({ model: name, level, value }) => [name, level, value])).toEqual([
      ["Sepsis model", "critical", 0.661],
      ["Quiet model", "no_data", null],
    ]);
    expect(data.definitions.sources.map(({ name, records }) => [name, records])).toEqual([
      ["Register", 5],
      ["Models", 3],
      ["Without a connection", 110],
    ]);
    expect(words).not.toContain("Secretpurchase");
    const page = await getPack(admin.ctx, { id });
    expect(page).toMatchObject({
      status: "ready",
      pages: readPdf(file.pdf).pages.length,
      progress: null,
      requestedBy: "Robin Vale",
    });
    expect([page.dataSha256, page.pdfSha256]).toEqual([sha256(file.data), sha256(file.pdf)]);
  });

  test("is the same bytes after later edits and renames, here and in another process", async ({ db }) => {
    const { admin, owner, sepsis } = await portfolio(db);
    const { id, file } = await built(db, admin);
    const { ctx, orgId } = admin;
    await change(ctx, { name: "initiative.edit" }, (tx) =>
      tx
        .update(initiative)
        .set({ title: "Renamed", stage: "pilot", restricted: true })
        .where(eq(initiative.id, sepsis)),
    );
    await change(ctx, { name: "member.rename" }, (tx) =>
      tx.update(membership).set({ name: "Somebody Else" }).where(eq(membership.id, owner.memberId)),
    );
    await change(ctx, { name: "organisation.rename" }, (tx) =>
      tx.update(organisation).set({ name: "New name", timeZone: "Asia/Tokyo" }),
    );
    await change(ctx, { name: "alert.close" }, (tx) => tx.update(alert).set({ closedAt: new Date() }));
    await change(ctx, { name: "model.edit" }, (tx) =>
      tx.update(model).set({ name: "Other", tier: 3, status: "retired" }),
    );
    await change(ctx, { name: "initiative.delete" }, (tx) => tx.delete(initiative).where(eq(initiative.code, "A-4")));
    await store(ctx, (tx) => tx.update(point).set({ value: 0.1, receivedAt: new Date() }));
    const checked = await verifyPack(ctx, { id }, press);
    expect(checked).toEqual({ data: true, file: true, dataSha256: sha256(file.data), pdfSha256: sha256(file.pdf) });

    const code = `import { connect } from "./db/client";
      import { jobContext } from "./server/context";
      import { verifyPack } from "./server/pack/queries";
      import { createPrinter } from "./server/pack/render";
      const [url, orgId, id, path] = process.argv.slice(2);
      const db = connect(url);
      const press = createPrinter({ path });
      const ctx = jobContext({ db, emit: async () => undefined }, "check", orgId);
      process.stdout.write(JSON.stringify(await verifyPack(ctx, { id }, press)));
      await press.close();
      await db.end();`;
    const script = await buildFor({ code }, "verify-pack");
    const out = execFileSync(process.execPath, [script, db.url, orgId, id, worker], {
      env: { ...process.env, TZ: "Pacific/Auckland", LANG: "de_DE.UTF-8" },
      encoding: "utf8",
    });
    rmSync(script);
    expect(JSON.parse(out)).toEqual(checked);
  });

  test("prints the head of the record's chain as it was at its instant, and finds the same one later", async ({
    db,
  }) => {
    const { admin } = await portfolio(db);
    const first = await built(db, admin);
    expect(first.data.definitions.sealed).toBeNull();
    expect(wordsOf(first.file.pdf)).toContain(plain("Nothing was sealed by then"));
    const superuser = postgres(db.superUrl, { max: 1 });
    onTestFinished(() => superuser.end());
    const dayBack = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
    const sealed = async (tx: postgres.Sql | postgres.TransactionSql, day: string, chain: string) =>
      tx`insert into seal (org_id, day, leaves, root, columns, added, sealed_at, chain)
        values (${admin.orgId}, ${day}, 0, ${chain}, '{}', '{}', clock_timestamp(), ${chain})`;
    const chain = "3fa9".repeat(16);
    const steps = new EventEmitter();
    const [begun, done] = [once(steps, "begun"), once(steps, "done")];
    // A sealing that has said its instant and cannot be seen yet: the pack that is asked for meanwhile waits for it.
    const sealing = superuser.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${admin.orgId}, 8195))`;
      await sealed(tx, dayBack(2), chain);
      steps.emit("begun");
      await done;
    });
    await begun;
    const asked = built(db, admin, "Board");
    const waits = async (): Promise<boolean> => {
      const [row] = await db.sql<{ n: number }[]>`select count(*)::int as n from pg_locks
        where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
      return (row?.n ?? 0) > 0;
    };
    await expect.poll(waits, { timeout: 20_000 }).toBe(true);
    steps.emit("done");
    await sealing;
    const { id, data, file } = await asked;
    expect(data.definitions.sealed).toEqual({ day: dayBack(2), chain });
    expect(wordsOf(file.pdf)).toContain(plain(`Sealed up to ${formatDate(dayBack(2))}, head 3fa93fa9 3fa93fa9`));
    await sealed(superuser, dayBack(1), "beef".repeat(16));
    for (const each of [first.id, id])
      expect(await verifyPack(admin.ctx, { id: each }, press)).toMatchObject({ data: true, file: true });
    expect((await built(db, admin, "Council")).data.definitions.sealed).toMatchObject({ day: dayBack(1) });
  });

  test("a changed file or record is found out", async ({ db }) => {
    const { admin } = await portfolio(db);
    const { id } = await built(db, admin);
    await change(admin.ctx, { name: "pack.tamper" }, (tx) =>
      tx
        .update(pack)
        .set({ since: new Date(Date.now() - 90 * DAY_MS) })
        .where(eq(pack.id, id)),
    );
    expect(await verifyPack(admin.ctx, { id }, press)).toMatchObject({ data: false, file: false });
    await change(admin.ctx, { name: "pack.tamper" }, (tx) =>
      tx.update(pack).set({ templateVersion: "steering-0" }).where(eq(pack.id, id)),
    );
    await expect(verifyPack(admin.ctx, { id }, press)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  test("says what changed since the last pack of the forum, with names", async ({ db }) => {
    const { admin, owner } = await portfolio(db);
    const first = await built(db, admin);
    const by = { ...admin.ctx, now: new Date() };
    await change(by, { name: "initiative.edit", reason: "Built." }, (tx) =>
      tx
        .update(initiative)
        .set({ stage: "validation", ownerId: owner.memberId, ownerName: null, targetOn: "2031-03-01" })
        .where(eq(initiative.code, "A-2")),
    );
    await change(by, { name: "initiative.edit" }, (tx) =>
      tx.update(initiative).set({ title: "Hidden" }).where(eq(initiative.code, "A-6")),
    );
    await change(by, { name: "initiative.create" }, (tx) =>
      tx.insert(initiative).values({ orgId: admin.orgId, code: "A-8", title: "New one", ownerName: "Jo" }),
    );
    await change(by, { name: "alert.close" }, (tx) =>
      tx.update(alert).set({ closedAt: new Date() }).where(eq(alert.level, "critical")),
    );
    // A pack of the same minute would have the same number.
    await change(by, { name: "pack.number" }, (tx) =>
      tx.update(pack).set({ number: "earlier" }).where(eq(pack.id, first.id)),
    );
    const { data, file } = await built(db, admin);
    expect(data.since).toBe(first.data.asOf);
    expect(data.changes.headline).toMatch(
      /^One initiative moved forward, one was added and one alert closed since \d+\s\p{L}+\.$/u,
    );
    expect(data.changes.moves.map(({ code, from, to, reason, by: who }) => [code, from, to, reason, who])).toEqual([
      ["A-2", "build", "validation", "Built.", "Robin Vale"],
    ]);
    const edits = data.changes.rows.map(({ code, field, from, to }) => [code, field, from, to]);
    expect(edits).toContainEqual(["A-2", "Owner", null, "Łucja Żak"]);
    expect(edits).toContainEqual(["A-2", "Target date", "31\u00a0Jan\u00a02020", "1\u00a0Mar\u00a02031"]);
    expect(edits.map(([code]) => code)).not.toContain("A-6");
    expect(data.changes.counts.find(({ label }) => label === "Off track")).toMatchObject({ before: 2, now: 0 });
    expect(data.changes.modelChanges).toEqual([
      expect.objectContaining({ model: "Sepsis model", from: "critical", to: "inside" }),
    ]);
    expect(wordsOf(file.pdf)).toContain(plain("Targetdate31Jan20201Mar2031"));
  });

  test("of an organisation with nothing in it says so", async ({ db }) => {
    const admin = await asMember(db);
    const { data, file } = await built(db, admin, "Whole portfolio");
    expect(data.summary.headline).toBe("No initiative and no live model is recorded yet.");
    expect(wordsOf(file.pdf)).toContain(plain("No initiative is recorded as of this date."));
  });
});

describe("a request", () => {
  test("refuses days that have not come and a second pack of the same minute", async ({ db }) => {
    const admin = await asMember(db);
    const ask = (input: Partial<Parameters<typeof requestPack>[1]>) =>
      requestPack(asker(admin), { forum: "Board", paper: "a4", ...input });
    await expect(ask({ asOf: "2199-01-01" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await ask({});
    await expect(ask({})).rejects.toMatchObject({ code: "CONFLICT" });
    expect(admin.emitted.map(({ name }) => name)).toEqual(["pack/pack.requested"]);
    expect(await packForums(admin.ctx)).toEqual(["Board", "Whole portfolio"]);
    expect(await listPacks(admin.ctx, { page: 1, pageSize: 20 })).toMatchObject({
      total: 1,
      rows: [{ forum: "Board", status: "building" }],
    });
  });

  test("that is cancelled is not built, and a refused one says why", async ({ db }) => {
    const admin = await asMember(db);
    const { id } = await requestPack(asker(admin), { forum: "Board", paper: "a4" });
    await cancelPack(admin.ctx, { id });
    expect(await buildPack(asJob(db, admin), { packId: id }, press)).toEqual({ built: false });
    await expect(cancelPack(admin.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readPackFile(admin.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = await requestPack(asker(admin), { forum: "Committee", paper: "letter" });
    await refusePack(admin.ctx, { packId: other.id, reason: "No more attempts." });
    expect(await getPack(admin.ctx, other)).toMatchObject({ status: "failed", error: "No more attempts." });
  });

  test("whose section fails is refused and names the section", async ({ db }) => {
    const { admin } = await portfolio(db);
    const early = await requestPack(asker(admin), { forum: "Board", paper: "a4", asOf: "2020-01-01" });
    expect(await buildPack(asJob(db, admin), { packId: early.id }, press)).toEqual({ built: false });
    expect(await getPack(admin.ctx, early)).toMatchObject({
      status: "failed",
      error: 'The section "Summary" could not be made: The organisation was not recorded yet at this instant',
    });
    const { id } = await requestPack(asker(admin), { forum: "Board", paper: "a4" });
    const broken: Printer = {
      ...press,
      print: () => Promise.reject(new PackSectionError("Portfolio", new TypeError("x"))),
    };
    expect(await buildPack(asJob(db, admin), { packId: id }, broken)).toEqual({ built: false });
    expect(await getPack(admin.ctx, { id })).toMatchObject({
      status: "failed",
      error: 'The section "Portfolio" could not be made.',
    });
  });

  test("is taken up again when its printer died", async ({ db }) => {
    const { admin } = await portfolio(db);
    const { id } = await requestPack(asker(admin), { forum: "Board", paper: "a4" });
    const dying: Printer = { ...press, print: () => Promise.reject(new Error("the worker died")) };
    await expect(buildPack(asJob(db, admin), { packId: id }, dying)).rejects.toThrow("the worker died");
    expect(await getPack(admin.ctx, { id })).toMatchObject({
      status: "building",
      progress: { step: "Printing", done: 6, total: 7 },
    });
    expect(await buildPack(asJob(db, admin), { packId: id }, press)).toEqual({ built: true });
    expect(await buildPack(asJob(db, admin), { packId: id }, press)).toEqual({ built: false });
  });

  test("of another organisation does not exist", async ({ db }) => {
    const { admin } = await portfolio(db);
    const stranger = await asMember(db);
    const { id } = await built(db, admin);
    await expect(getPack(stranger.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readPackFile(stranger.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(verifyPack(stranger.ctx, { id }, press)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
