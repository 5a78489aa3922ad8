import { writeFile } from "node:fs/promises";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { describe, expect, onTestFinished } from "vitest";
import { scratchFolder } from "@/db/testing/program";
import { type Env, env } from "@/env";
import { setDue } from "@/server/due/commands";
import { store } from "@/server/record/store";
import { asMember, type TestDatabase, test } from "@/server/testing";
import { examine } from "./queries";

const KEY = Buffer.alloc(32, 1).toString("base64");

async function scratch(): Promise<string> {
  const folder = await scratchFolder();
  onTestFinished(() => folder.remove());
  return folder.path;
}

async function look(db: TestDatabase, more: Partial<Env> = {}) {
  const home = more.PORTOLAN_HOME ?? (await scratch());
  const settings: Env = {
    ...env(),
    ...{
      DATABASE_URL: db.url,
      DATABASE_OWNER_URL: db.ownerUrl,
      AUTH_SECRET: KEY,
      SECRETS_KEY: KEY,
      PORTOLAN_HOME: home,
    },
    ...more,
  };
  const findings = await examine(settings, path.join(home, "documents"));
  const of = (check: string) => findings.filter((finding) => finding.check === check);
  return { findings, of };
}

const beat = (db: TestDatabase, age: string) =>
  db.sql.unsafe(`insert into runner.heartbeat (worker, at, "leading") values ('w', clock_timestamp() - interval '${age}', true)
    on conflict (worker) do update set at = excluded.at`);

describe("doctor", () => {
  test("finds nothing wrong with a healthy installation", async ({ db }) => {
    await beat(db, "2 s");
    const { findings } = await look(db);
    expect(findings.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      ...["settings", "database", "database role", "migrations", "worker", "clock", "connections"],
      ...["owner", "jobs", "content", "mail", "storage", "data folder"],
    ]);
  });

  test("says when no worker lives, and when work waits for one", async ({ db }) => {
    await beat(db, "5 minutes");
    expect((await look(db)).of("worker")).toMatchObject([
      { status: "fail", says: expect.stringContaining("300 s"), todo: expect.stringContaining("Start a worker") },
    ]);
    const { ctx } = await asMember(db);
    await store(ctx, (tx) => setDue(tx, "pack", ctx.orgId, new Date(Date.now() - 3_600_000)));
    expect((await look(db)).of("jobs")).toMatchObject([
      { status: "fail", says: expect.stringContaining(" due, the oldest for 360") },
    ]);
  });

  test("refuses a role with power and a database of another version", async ({ db }) => {
    const swapped = await look(db, { DATABASE_URL: db.ownerUrl });
    expect(swapped.of("database role")).toMatchObject([
      { status: "fail", todo: expect.stringContaining("portolan_app") },
    ]);
    const powerless = await look(db, { DATABASE_OWNER_URL: db.url });
    expect(powerless.of("owner")).toMatchObject([{ status: "fail" }]);
    const fresh = new URL(db.superUrl);
    fresh.pathname = "/postgres";
    const unmigrated = await look(db, { DATABASE_URL: fresh.href });
    expect(unmigrated.of("migrations")).toMatchObject([{ status: "fail", todo: expect.stringContaining("migrate") }]);
  });

  test("goes on when the database does not answer", async ({ db }) => {
    const nowhere = "postgres://a:b@127.0.0.1:1/c";
    const { findings, of } = await look(db, { DATABASE_URL: nowhere, DATABASE_OWNER_URL: nowhere });
    expect(of("database")).toMatchObject([{ status: "fail", says: expect.stringContaining("ECONNREFUSED") }]);
    expect(of("owner")).toMatchObject([{ status: "fail" }]);
    expect(of("storage")).toMatchObject([{ status: "ok" }]);
    expect(JSON.stringify(findings)).not.toContain("a:b");
  });

  test("reads settings that would start and are wrong", async ({ db }) => {
    const { of } = await look(db, {
      AUTH_SECRET: undefined,
      SECRETS_KEY: "short",
      AUTH_URL: "http://portolan.example.org",
    });
    expect(of("settings").map(({ says }) => says)).toEqual([
      "AUTH_SECRET is not set",
      "SECRETS_KEY is not 32 bytes in base64 or hex",
      "AUTH_URL is http://portolan.example.org",
    ]);
    const proxied = await look(db, { AUTH_URL: "https://portolan.example.org" });
    expect(proxied.of("settings")).toMatchObject([{ status: "warn", says: "TRUSTED_PROXIES is empty" }]);
    expect(proxied.of("mail")).toMatchObject([{ status: "warn" }]);
  });

  test("asks the mail server, and a folder that cannot be written", async ({ db }) => {
    const server = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      disabledCommands: ["STARTTLS"],
      logger: false,
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.server.address() as { port: number };
    const mail = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "a@example.test" };
    expect((await look(db, mail)).of("mail")).toMatchObject([{ status: "ok" }]);
    server.server.close(); // takes no more; close() itself waits for the connection that was looked over
    onTestFinished(() => server.close());
    expect((await look(db, mail)).of("mail")).toMatchObject([
      { status: "fail", says: expect.stringContaining("ECONNREFUSED") },
    ]);
    const home = path.join(await scratch(), "file");
    await writeFile(home, "not a folder");
    const { of } = await look(db, { PORTOLAN_HOME: home });
    expect(of("data folder")).toMatchObject([{ status: "fail", says: expect.stringContaining("cannot be written") }]);
  });
});
