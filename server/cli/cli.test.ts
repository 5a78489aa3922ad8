import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { point } from "@/db/schema/metric";
import { membership } from "@/db/schema/organisation";
import { bundled, type Ended, scratchFolder, settingsFor, started } from "@/db/testing/program";
import { workbook } from "@/server/import/workbook/fixture";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { asMember, type TestDatabase, test } from "@/server/testing";

let program: Awaited<ReturnType<typeof bundled>>;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  program = await bundled({ cli: "server/cli.ts", "pdf-worker": "server/pack/pdf/worker.tsx" });
  scratch = await scratchFolder();
});
afterAll(async () => {
  await program.remove();
  await scratch.remove();
});

function portolan(db: TestDatabase, words: string[], more: { env?: Record<string, string>; input?: string } = {}) {
  const env = settingsFor(db, { PORTOLAN_HOME: scratch.path, ...more.env });
  return started(path.join(program.folder, "cli.mjs"), words, env, more.input).ended;
}

const json = ({ out }: Ended) => JSON.parse(out);

describe("the command line itself", { timeout: 120_000 }, () => {
  test("says what there is, for all commands and for one", async ({ db }) => {
    const all = await portolan(db, ["--help"]);
    expect(all.code).toBe(0);
    for (const name of [
      "migrate",
      "seed sample",
      "user <email>",
      "org create",
      "import <org>",
      "export <org>",
      "sync <org>",
      "pack <org>",
    ])
      expect(all.out).toContain(name);
    const one = await portolan(db, ["help", "org"]);
    expect(one.out).toContain("org remove <org>");
    expect(one.out).not.toContain("seed sample");
    expect((await portolan(db, ["org", "--help"])).out).toBe(one.out);
    expect((await portolan(db, [])).code).toBe(2);
  });

  test("tells wrong usage (2) from refusal (1), and both in JSON", async ({ db }) => {
    expect(await portolan(db, ["fly"])).toMatchObject({ code: 2, err: expect.stringContaining('no command "fly"') });
    expect(await portolan(db, ["toString"])).toMatchObject({ code: 2 });
    expect(await portolan(db, ["migrate", "--fast"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--fast"),
    });
    expect(await portolan(db, ["import"])).toMatchObject({ code: 2 });
    const refused = await portolan(db, ["sync", "nowhere", "--json"]);
    expect(refused.code).toBe(1);
    expect(json(refused)).toEqual({ error: expect.stringContaining('no organisation "nowhere"') });
  });

  test("names a missing setting and a database that does not answer", async ({ db }) => {
    const none = await portolan(db, ["migrate"], { env: { DATABASE_OWNER_URL: "" } });
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("DATABASE_OWNER_URL is not set") });
    const away = await portolan(db, ["org", "list"], { env: { DATABASE_OWNER_URL: "postgres://x:y@127.0.0.1:1/z" } });
    expect(away).toMatchObject({ code: 1, err: expect.stringContaining("ECONNREFUSED") });
  });

  test("migrate says that there is nothing to do", async ({ db }) => {
    expect(json(await portolan(db, ["migrate", "--json"]))).toEqual({ applied: false });
  });
});

describe("accounts and organisations", { timeout: 120_000 }, () => {
  const mail = () => `${randomBytes(5).toString("hex")}@example.test`;

  test("an account, its organisation, what it holds, and the end of both", async ({ db }) => {
    const [email, slug] = [mail(), `north-${randomBytes(3).toString("hex")}`];
    const weak = await portolan(db, ["user", email, "Ada", "North"], { input: "short" });
    expect(weak).toMatchObject({ code: 2, err: expect.stringContaining("at least 12") });
    const made = await portolan(db, ["user", email, "Ada", "North", "--json"], { input: "a-long-password-indeed\n" });
    const { id: userId } = json(made);
    expect(await portolan(db, ["user", email.toUpperCase(), "Ada"], { input: "a-long-password-indeed" })).toMatchObject(
      {
        code: 1,
        err: expect.stringContaining("already"),
      },
    );

    const created = await portolan(db, ["org", "create", slug, "North", "Hospital", "--admin", email, "--json"]);
    const { orgId } = json(created);
    expect(await portolan(db, ["org", "create", slug, "Twice", "--admin", email])).toMatchObject({
      code: 1,
      err: expect.stringContaining("is taken"),
    });
    expect(await portolan(db, ["org", "create", "other", "Other", "--admin", mail()])).toMatchObject({
      code: 1,
      err: expect.stringContaining("no account"),
    });
    expect(await portolan(db, ["org", "create", "Bad Slug", "Other", "--admin", email])).toMatchObject({
      code: 1,
      err: expect.stringContaining("lower-case"),
    });
    expect(
      await portolan(db, ["org", "create", "zone", "Other", "--admin", email, "--time-zone", "Mars"]),
    ).toMatchObject({ code: 1, err: expect.stringContaining("time zone") });

    const listed = json(await portolan(db, ["org", "list", "--json"]));
    expect(listed.organisations.find((org: { slug: string }) => org.slug === slug)).toMatchObject({
      name: "North Hospital",
      ...{ members: 1, initiatives: 0, changes: 1, fileBytes: 0 },
    });
    expect((await portolan(db, ["org", "list"])).out).toMatch(new RegExp(`${slug} +1 +0 `));
    const ctx = { orgId, actor: { kind: "job", name: "look" }, asOf: null, db } as const;
    expect(
      await read(ctx, (tx) => tx.select({ userId: membership.userId, role: membership.role }).from(membership)),
    ).toEqual([{ userId, role: "admin" }]);

    const asked = await portolan(db, ["org", "remove", slug]);
    expect(asked).toMatchObject({ code: 1, out: expect.stringContaining(`--confirm ${slug}`) });
    expect((await portolan(db, ["org", "remove", slug, "--confirm", "else"])).code).toBe(1);
    expect(await read(ctx, (tx) => tx.select().from(membership))).toHaveLength(1);
    const gone = json(await portolan(db, ["org", "remove", slug, "--confirm", slug, "--json"]));
    expect(gone).toMatchObject({ removed: true, accounts: 1 });
    expect(await read(ctx, (tx) => tx.select().from(membership))).toHaveLength(0);
    const [left] = await db.sql<{ n: number }[]>`select count(*)::int as n from private.sign_in_account(${email})`;
    expect(left?.n).toBe(0);
  });

  test("an organisation is exported whole, with its history, hashes and nobody else's rows", async ({ db }) => {
    const [mine, other] = [await asMember(db, "admin", "Kept Inside"), await asMember(db, "admin", "Somebody Else")];
    for (const title of ['First \\ "quoted"', "Second\nline"])
      await change(mine.ctx, { name: "initiative.create" }, (tx) =>
        tx
          .insert(initiative)
          .values({ orgId: mine.orgId, code: "AI-1", title, restricted: true })
          .onConflictDoUpdate({ target: [initiative.orgId, initiative.code], set: { title } }),
      );
    const documents = path.join(scratch.path, "documents", "objects", mine.orgId, "ab");
    await mkdir(documents, { recursive: true });
    await writeFile(path.join(documents, "abcd"), "a document");
    const folder = path.join(scratch.path, "whole-org");
    const done = json(await portolan(db, ["org", "export", mine.slug, folder, "--json"]));
    expect(done).toMatchObject({ folder, files: 1 });
    const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
    expect(manifest.organisation).toMatchObject({ slug: mine.slug });
    const texts: Record<string, string> = {};
    for (const { file, rows, sha256 } of manifest.tables) {
      const text = await readFile(path.join(folder, file), "utf8");
      texts[file] = text;
      expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
      const parsed = text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      expect(parsed).toHaveLength(rows);
      for (const row of parsed) expect(row.org_id).toBe(mine.orgId);
    }
    expect(JSON.parse(texts["public.initiative.jsonl"] ?? "")).toMatchObject({ title: "Second\nline" });
    expect(texts["history.initiative.jsonl"]).toContain('First \\\\ \\"quoted\\"');
    expect(Object.values(texts).join("")).not.toContain(other.orgId);
    expect((await portolan(db, ["org", "export", mine.slug, folder])).code).toBe(1);
    expect(json(await portolan(db, ["verify", folder, "--json"]))).toMatchObject({ ok: true, found: 0 });
    await writeFile(path.join(folder, "public.initiative.jsonl"), "{}\n");
    expect(await portolan(db, ["verify", folder])).toMatchObject({
      code: 1,
      out: expect.stringContaining("public.initiative.jsonl, line 1 was changed after it was written."),
    });
  });

  test("limits of an organisation are set and shown; what is no limit is refused", async ({ db }) => {
    const { slug } = await asMember(db);
    expect((await portolan(db, ["org", "quota", slug])).out).toMatch(/members +1 +no limit/);
    const set = json(await portolan(db, ["org", "quota", slug, "members=50", "documents=2", "--json"]));
    expect(set.quotas).toContainEqual({ kind: "members", used: 1, most: 50 });
    expect(set.quotas).toContainEqual({ kind: "documents", used: 0, most: 2_000_000 });
    expect((await portolan(db, ["org", "quota", slug, "members=none"])).out).toMatch(/members +1 +no limit/);
    expect(await portolan(db, ["org", "quota", slug, "people=3"])).toMatchObject({ code: 1 });
  });

  test("removing one organisation leaves the other and people of both", async ({ db }) => {
    const [one, two] = [await asMember(db), await asMember(db)];
    await change(two.ctx, { name: "membership.create" }, (tx) =>
      tx
        .insert(membership)
        .values({ orgId: two.orgId, userId: one.userId, name: "Robin Vale", email: "r@example.test", role: "viewer" }),
    );
    const before = await read(two.ctx, (tx) => tx.select().from(membership).orderBy(membership.id));
    expect((await portolan(db, ["org", "remove", one.slug, "--confirm", one.slug])).code).toBe(0);
    expect(await read(two.ctx, (tx) => tx.select().from(membership).orderBy(membership.id))).toEqual(before);
    const [person] = await db.sql`select id from private.person(${one.userId})`;
    expect(person).toBeDefined();
  });

  test("the app's role cannot remove an organisation", async ({ db }) => {
    const { orgId } = await asMember(db);
    await expect(db.sql`select private.remove_organisation(${orgId})`).rejects.toThrow(/permission denied/);
  });
});

describe("data in and out", { timeout: 120_000 }, () => {
  test("a file goes in as a dry run, then for good, and comes out again, now and as of a day", async ({ db }) => {
    const { ctx, slug } = await asMember(db);
    const [source, target] = [path.join(scratch.path, "in.csv"), path.join(scratch.path, "out.csv")];
    await writeFile(source, "Code,Title,Stage\nAI-1,Sepsis early warning,pilot\nAI-2,Bed flow,idea\n");
    const dry = json(await portolan(db, ["import", slug, source, "--json"]));
    expect(dry.counts).toMatchObject({ created: 2, rejected: 0 });
    expect(await read(ctx, (tx) => tx.select().from(initiative))).toHaveLength(0);
    expect(json(await portolan(db, ["import", slug, source, "--commit", "--json"]))).toMatchObject({
      changeId: expect.any(String),
    });
    expect(await read(ctx, (tx) => tx.select().from(initiative))).toHaveLength(2);

    const book = path.join(scratch.path, "in.xlsx");
    const sheet = (name: string, title: string) => ({
      name,
      rows: [
        ["Title", "Stage"],
        [title, "idea"],
      ],
    });
    await writeFile(book, workbook([sheet("First", "One"), sheet("Second one", "Two")]));
    expect(json(await portolan(db, ["import", slug, book, "--json"]))).toMatchObject({
      sheet: "First",
      counts: { created: 1 },
    });
    const other = await portolan(db, ["import", slug, book, "--sheet", "Second one"]);
    expect(other.out).toContain("sheet “Second one”: 1 new");
    const wrong = await portolan(db, ["import", slug, book, "--sheet", "Third"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.err).toContain("It has “First”, “Second one”.");

    expect(json(await portolan(db, ["export", slug, "initiatives", target, "--json"]))).toEqual({
      rows: 2,
      file: target,
    });
    const text = await readFile(target, "utf8");
    expect(text).toContain("Sepsis early warning");
    expect((await portolan(db, ["export", slug, "initiatives"])).out).toBe(text);
    const some = await portolan(db, ["export", slug, "initiatives", "--where", "stage=idea"]);
    expect(some.out).toContain("Bed flow");
    expect(some.out).not.toContain("Sepsis");
    const past = await portolan(db, ["export", slug, "initiatives", "--at", "2020-01-01"]);
    expect(past).toMatchObject({ code: 0, out: expect.not.stringContaining("Sepsis") });
    expect(await portolan(db, ["export", slug, "initiatives", "--at", "soon"])).toMatchObject({ code: 2 });
    expect((await readdir(scratch.path)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  test("sync reads a platform at once and says what it read", async ({ db }) => {
    const server = createServer((_req, res) => {
      res.setHeader("content-type", "text/plain; version=0.0.4");
      res.end('# TYPE model_auc gauge\nmodel_auc{model="Sepsis",version="3"} 0.81\n');
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { ctx, slug } = await asMember(db);
    const allow = { env: { CONNECTOR_ALLOW: "127.0.0.1/32" } };
    expect((await portolan(db, ["sync", slug])).out.trim()).toBe("There are no connections.");
    await change(ctx, { name: "connection.create" }, (tx) =>
      tx.execute(`insert into connection (org_id, name, platform, url, auth, config, interval_seconds)
        values ('${ctx.orgId}', 'Ward metrics', 'openmetrics', 'http://127.0.0.1:${port}/metrics', 'none', '{}', 60)`),
    );
    const done = await portolan(db, ["sync", slug, "Ward", "metrics", "--json"], allow);
    expect(json(done)).toEqual({
      connections: [{ connection: "Ward metrics", outcome: "ok", read: 1, added: 1, restated: 0 }],
    });
    expect(
      await read(ctx, (tx) => tx.select({ value: point.value }).from(point).where(eq(point.orgId, ctx.orgId))),
    ).toEqual([{ value: 0.81 }]);
    server.close();
    server.closeAllConnections();
    const failed = await portolan(db, ["sync", slug], allow);
    expect(failed).toMatchObject({ code: 1, out: expect.stringContaining("Ward metrics: ") });
    expect(await portolan(db, ["sync", slug, "Other"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("There are: Ward metrics"),
    });
  });

  test("pack makes one and writes the file it keeps", async ({ db }) => {
    const { slug } = await asMember(db);
    const file = path.join(scratch.path, "pack.pdf");
    const made = await portolan(db, ["pack", slug, file, "--forum", "AI committee", "--json"]);
    expect(made.err).toBe("");
    expect(json(made)).toMatchObject({
      file,
      pages: expect.any(Number),
      pdfSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await readFile(file)).subarray(0, 5).toString()).toBe("%PDF-");
    expect(await portolan(db, ["pack", slug, "--as-of", "someday"])).toMatchObject({ code: 2 });
  });
});
