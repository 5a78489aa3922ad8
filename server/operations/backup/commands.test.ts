import { createHash, randomBytes } from "node:crypto";
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "@/db/client";
import { seedSample } from "@/db/seed/sample";
import { roleUrl } from "@/db/testing/cluster";
import { bundled, scratchFolder, settingsFor, started } from "@/db/testing/program";
import { packRequest } from "@/domain/pack/input";
import { jobContext } from "@/server/context";
import { buildPack, requestPack } from "@/server/pack/commands";
import { verifyPack } from "@/server/pack/queries";
import { createPrinter, type Printer } from "@/server/pack/render";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { read } from "@/server/record/read";
import { asMember, openTestDatabase } from "@/server/testing";
import { restoreBackup } from "../restore/commands";
import { backUp } from "./commands";

type Place = Awaited<ReturnType<typeof openTestDatabase>>;

let program: Awaited<ReturnType<typeof bundled>>;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let press: Printer;
let source: Place;
/** A whole backup of the source, made while others wrote. */
let folder: string;
let storage: string;
const opened: { drop(): Promise<void> }[] = [];
const seen: { at: Date; orgId: string; state: string }[] = [];
let packId: string;
let sampleId: string;

const STATE = sql`select md5(string_agg(t, '|' order by t)) as state from (
  select to_jsonb(i)::text as t from initiative i union all select to_jsonb(m)::text from model m union all select to_jsonb(s)::text from membership s
  union all select to_jsonb(r)::text from rule r union all select to_jsonb(a)::text from alert a union all select to_jsonb(p)::text from point p) x`;

async function stateAt(place: Pick<Place, "pool" | "sql" | "end">, orgId: string, asOf: Date | null): Promise<string> {
  const ctx = { ...jobContext({ db: place, emit: async () => undefined }, "look", orgId), asOf };
  const [row] = await read(ctx, (tx) => tx.execute<{ state: string }>(STATE));
  return row?.state ?? "nothing";
}

/** A new database of no tables at all, as an operator makes it. */
async function emptyDatabase(): Promise<Place> {
  const superUrl = process.env.TEST_DATABASE_URL ?? "";
  const name = `e_${randomBytes(6).toString("hex")}`;
  const admin = postgres(superUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name} owner portolan_owner`);
  const urls = { url: roleUrl(superUrl, "portolan_app", name), ownerUrl: roleUrl(superUrl, "portolan_owner", name) };
  const its = new URL(superUrl);
  its.pathname = `/${name}`;
  const db = connect(urls.url, { max: 3, name: "test" });
  const place = {
    ...db,
    ...urls,
    superUrl: its.href,
    drop: async () => {
      await db.end();
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
  opened.push(place);
  return place;
}

async function asSuperuser<T>(place: Place, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(place.superUrl, { max: 1, onnotice: () => undefined });
  return work(admin).finally(() => admin.end());
}

/** Rows of every table, past any policy. */
const countsOf = (place: Place): Promise<Record<string, number>> =>
  asSuperuser(place, async (admin) => {
    const tables = await admin<{ t: string }[]>`
      select n.nspname || '.' || c.relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'history', 'private', 'runner') order by 1`;
    const counts: Record<string, number> = {};
    for (const { t } of tables) {
      const [row] = await admin.unsafe<{ n: number }[]>(
        `select count(*)::int as n from ${t
          .split(".")
          .map((part) => `"${part}"`)
          .join(".")}`,
      );
      counts[t] = row?.n ?? 0;
    }
    return counts;
  });

beforeAll(async () => {
  program = await bundled({ cli: "server/cli.ts", "pdf-worker": "server/pack/pdf/worker.tsx" });
  scratch = await scratchFolder();
  press = createPrinter({ path: path.join(program.folder, "pdf-worker.mjs") });
  source = await openTestDatabase();
  opened.push(source);
  const owner = connect(source.ownerUrl, { max: 2 });
  const { slug } = await seedSample(owner).finally(() => owner.end());
  const [org] = await asSuperuser(
    source,
    (admin) => admin<{ id: string }[]>`select org_id as id from private.org_slug where slug = ${slug}`,
  );
  sampleId = org?.id ?? "";
  const ctx = {
    ...jobContext({ db: source, emit: async () => undefined }, "test", sampleId),
    timeZone: "America/Chicago",
  };
  ({ id: packId } = await requestPack(ctx, packRequest.parse({})));
  await buildPack(ctx, { packId }, press);
  const other = await asMember(source);
  await change(other.ctx, { name: "initiative.create" }, (tx) =>
    tx.execute(
      sql`insert into initiative (org_id, code, title, restricted) values (${other.orgId}, 'AI-1', ${"Tab\there, line\nbreak, back\\slash, \\N, quote' and \u202f"}, true)`,
    ),
  );
  await source.sql`select runner.emit('[{"id":"one","name":"a/b.c","keyed":true,"body":{"x":1}}]'::json)`;
  await source.sql`select private.open_session(${other.userId}, 'hash-of-a-session', ${new Date(Date.now() + 3_600_000)}, 'test')`;
  const now = { sample: await mintInstant(ctx), other: await mintInstant(other.ctx) };
  await delay(20);
  for (const daysAgo of [0, 40, 200]) {
    const at = new Date(now.sample.getTime() - daysAgo * 86_400_000);
    seen.push({ at, orgId: sampleId, state: await stateAt(source, sampleId, at) });
  }
  seen.push({ at: now.other, orgId: other.orgId, state: await stateAt(source, other.orgId, now.other) });
  expect(new Set(seen.map(({ state }) => state)).size).toBe(4);
  storage = path.join(scratch.path, "documents");
  await mkdir(path.join(storage, "ab"), { recursive: true });
  await writeFile(path.join(storage, "ab", "abcd"), "a document");
  await writeFile(path.join(storage, "ab", ".being-written"), "half a doc");

  const sealing = started(
    path.join(program.folder, "cli.mjs"),
    ["seal", "cedar-valley"],
    settingsFor(source, { PORTOLAN_HOME: scratch.path }),
  );
  expect((await sealing.ended).code).toBe(0);
  folder = path.join(scratch.path, "whole");
  let writing = true;
  const busy = (async () => {
    for (let n = 0; writing; n += 1)
      await change(other.ctx, { name: "initiative.create" }, (tx) =>
        tx.execute(
          sql`insert into initiative (org_id, code, title) values (${other.orgId}, ${`B-${n}`}, 'Made while the backup ran')`,
        ),
      );
  })();
  await backUp({ ownerUrl: source.ownerUrl, target: folder, storage }).finally(() => {
    writing = false;
  });
  await busy;
}, 120_000);

afterAll(async () => {
  await press.close();
  for (const place of opened) await place.drop();
  await program.remove();
  await scratch.remove();
});

const restoreInto = (
  place: Place,
  from = folder,
  to: string | null = path.join(scratch.path, `files-${randomBytes(3).toString("hex")}`),
) => restoreBackup({ ownerUrl: place.ownerUrl, folder: from, storage: to });

async function changed(what: (copy: string) => Promise<void>): Promise<string> {
  const copy = path.join(scratch.path, `copy-${randomBytes(3).toString("hex")}`);
  await cp(folder, copy, { recursive: true });
  await what(copy);
  return copy;
}

describe("a backup of a system that is being written to", () => {
  test("restored, serves the same as-of reads and the same packs, and works on", async () => {
    const place = await emptyDatabase();
    const files = path.join(scratch.path, "restored-files");
    const done = await restoreInto(place, folder, files);
    expect(done).toMatchObject({ organisations: 2, files: 1 });
    expect(await readFile(path.join(files, "ab", "abcd"), "utf8")).toBe("a document");
    expect(await readdir(path.join(files, "ab"))).toEqual(["abcd"]);

    for (const { at, orgId, state } of seen) expect(await stateAt(place, orgId, at)).toBe(state);
    const ctx = jobContext({ db: place, emit: async () => undefined }, "test", sampleId);
    expect(await verifyPack(ctx, { id: packId }, press)).toMatchObject({ data: true, file: true });

    // The sealed record of the restored system, checked from its file alone.
    const record = path.join(scratch.path, "record.jsonl.gz");
    const portolan = (words: string[]) =>
      started(path.join(program.folder, "cli.mjs"), words, settingsFor(place, { PORTOLAN_HOME: scratch.path })).ended;
    expect(await portolan(["record", "cedar-valley", record])).toMatchObject({ code: 0, err: "" });
    expect(await portolan(["verify", record])).toMatchObject({ code: 0 });
    const [sealed] = await asSuperuser(
      place,
      (admin) => admin<{ days: number }[]>`select count(*)::int as days from public.seal`,
    );
    expect(sealed?.days).toBeGreaterThan(300);

    // Triggers and policies are back: a change is recorded, the other organisation unseen, identities go on counting.
    const before = await stateAt(place, sampleId, null);
    await change(ctx, { name: "test.edit" }, (tx) => tx.execute(sql`update initiative set title = title || '.'`));
    expect(await stateAt(place, sampleId, null)).not.toBe(before);
    const [versions] = await read(ctx, (tx) =>
      tx.execute<{ n: number }>(
        sql`select count(*)::int as n from history.initiative where recorded_to is null and change_id in (select id from change where action = 'test.edit')`,
      ),
    );
    expect(versions?.n).toBe(45);
    const [seq] = await place.sql<
      { n: number }[]
    >`select runner.emit('[{"id":"two","name":"a/b.c","keyed":true,"body":{"x":1}}]'::json) as n`;
    expect(seq?.n).toBe(1);
    const again = await asMember(place);
    expect(await stateAt(place, again.orgId, null)).not.toBe(before);
    const [session] = await place.sql`select 1 from private.session_person('hash-of-a-session')`;
    expect(session).toBeUndefined();
  });

  test("holds every row of every table, whatever its policies, and made again is the same", async () => {
    const [quiet, second] = [path.join(scratch.path, "quiet"), path.join(scratch.path, "second")];
    await backUp({ ownerUrl: source.ownerUrl, target: quiet, storage: null });
    const place = await emptyDatabase();
    await restoreInto(place, quiet, null);
    const rows = async (of: Place) =>
      Object.fromEntries(
        Object.entries(await countsOf(of)).filter(
          ([table]) => !/^private\.(session|attempt|__drizzle)|^runner\.(heartbeat|leader)/.test(table),
        ),
      );
    const here = await rows(source);
    expect(await rows(place)).toEqual(here);
    expect(here["public.point"]).toBeGreaterThan(1000);

    await backUp({ ownerUrl: place.ownerUrl, target: second, storage: null });
    const manifestOf = async (of: string) => JSON.parse(await readFile(path.join(of, "manifest.json"), "utf8"));
    const [before, after] = [await manifestOf(quiet), await manifestOf(second)];
    expect(after.tables).toEqual(before.tables);
    expect(after.sequences).toEqual(before.sequences);
    const empty = createHash("sha256").update("").digest("hex");
    expect(before.tables.find(({ table }: { table: string }) => table === "public.api_token").sha256).toBe(empty);
    expect(before.leftOut).toHaveProperty("private.session");
    expect(before.files).toEqual([]);
  });
});

describe("a restore is refused and leaves the database as it was", () => {
  test.each([
    [
      "a byte was changed",
      async (copy: string) => {
        const file = path.join(copy, "tables", "public.initiative.copy.gz");
        const bytes = await readFile(file);
        bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
        await writeFile(file, bytes);
      },
      /public\.initiative/,
    ],
    [
      "a table is missing",
      (copy: string) => rm(path.join(copy, "tables", "public.model.copy.gz")),
      /public\.model.*missing/,
    ],
    ["a document was changed", (copy: string) => appendFile(path.join(copy, "files", "ab", "abcd"), "x"), /abcd/],
    ["the manifest is missing", (copy: string) => rm(path.join(copy, "manifest.json")), /no whole backup/],
    [
      "the manifest is cut",
      (copy: string) => writeFile(path.join(copy, "manifest.json"), '{"portolan":"back'),
      /damaged/,
    ],
    ["the format is newer", (copy: string) => edit(copy, (held) => ({ ...held, format: 2 })), /format 2/],
    [
      "the version is another",
      (copy: string) => edit(copy, (held) => ({ ...held, migrations: ["0000_tables"] })),
      /version that made it/,
    ],
    [
      "a file lies outside",
      (copy: string) =>
        edit(copy, (held) => ({ ...held, files: [{ file: "../../etc/passwd", bytes: 1, sha256: "x" }] })),
      /outside/,
    ],
    [
      "rows and manifest differ",
      (copy: string) => edit(copy, (held) => ({ ...held, tables: held.tables.slice(1) })),
      /same tables/,
    ],
  ])("%s", async (_what, damage, said) => {
    const place = await openTestDatabase(2);
    opened.push(place);
    const before = await countsOf(place);
    await place.end();
    await expect(restoreInto(place, await changed(damage))).rejects.toThrow(said);
    expect(await countsOf(place)).toEqual(before);
  });

  const edit = async (copy: string, how: (held: { tables: unknown[] } & Record<string, unknown>) => object) => {
    const file = path.join(copy, "manifest.json");
    await writeFile(file, JSON.stringify(how(JSON.parse(await readFile(file, "utf8")))));
  };

  test("it is not empty, or somebody works in it", async () => {
    const place = await openTestDatabase(2);
    opened.push(place);
    await place.sql`select 1`; // a pool named portolan
    await expect(restoreInto(place)).rejects.toThrow(/in use by portolan/);
    await asMember(place);
    await place.end();
    const before = await countsOf(place);
    await expect(restoreInto(place)).rejects.toThrow(/not empty: .* has rows/);
    expect(await countsOf(place)).toEqual(before);
  });
});

describe("killed in the middle", () => {
  const portolan = (place: Place, words: string[]) =>
    started(path.join(program.folder, "cli.mjs"), words, settingsFor(place, { PORTOLAN_HOME: scratch.path }));

  test("a backup leaves nothing that looks whole, and the next one clears up", async () => {
    const target = path.join(scratch.path, "killed");
    const holder = postgres(source.ownerUrl, { max: 1 });
    const held = await holder.reserve();
    await held`begin`;
    await held`lock table public.pack in access exclusive mode`;
    const { child, ended } = portolan(source, ["backup", target]);
    const names = async () => (await readdir(scratch.path)).filter((name) => name.startsWith("killed"));
    while (
      !(
        await Promise.all(
          (await names()).map((name) => readdir(path.join(scratch.path, name, "tables")).catch(() => [])),
        )
      )
        .flat()
        .some((name) => name.startsWith("public.pack."))
    )
      await delay(20);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    await held`rollback`;
    held.release();
    await holder.end();
    const [left, ...none] = await names();
    expect(none).toEqual([]);
    expect(left).toMatch(/^killed\.partial-\d+$/);
    const place = await emptyDatabase();
    await expect(restoreInto(place, path.join(scratch.path, left ?? ""))).rejects.toThrow(/no whole backup/);
    expect((await portolan(source, ["backup", target]).ended).code).toBe(0);
    expect(await names()).toEqual(["killed"]);
    expect(await portolan(source, ["restore", target, "--check"]).ended).toMatchObject({
      code: 0,
      out: expect.stringContaining("is whole"),
    });
    expect(await portolan(source, ["backup", target]).ended).toMatchObject({
      code: 1,
      err: expect.stringContaining("exists already"),
    });
  });

  test("a restore leaves the database empty, and can be made again", async () => {
    const place = await emptyDatabase();
    await place.end();
    let caught = 0;
    for (let attempt = 0; attempt < 6 && caught < 2; attempt += 1) {
      const { child, ended } = portolan(place, ["restore", folder]);
      const isLoading = await asSuperuser(place, async (admin) => {
        for (const end = Date.now() + 20_000; child.exitCode === null && Date.now() < end; ) {
          const [busy] =
            await admin`select 1 from pg_stat_activity where application_name = 'portolan-restore' and query like 'copy%from stdin' and state = 'active'`;
          if (busy) return true;
          await delay(3);
        }
        return false;
      });
      child.kill("SIGKILL");
      const { signal, code, err } = await ended;
      expect(isLoading || code === 0, err).toBe(true);
      if (signal === "SIGKILL") caught += 1;
      await asSuperuser(place, async (admin) => {
        while ((await admin`select 1 from pg_stat_activity where application_name = 'portolan-restore'`).length > 0)
          await delay(20);
      });
      const rows = Object.entries(await countsOf(place)).filter(
        ([table, n]) => n > 0 && !/private\.(mechanism|__drizzle)/.test(table),
      );
      expect(rows).toEqual([]);
    }
    expect(caught).toBe(2);
    const done = await portolan(place, ["restore", folder, "--json"]).ended;
    expect(done.err).toBe("");
    expect(JSON.parse(done.out)).toMatchObject({ organisations: 2 });
  });
});
