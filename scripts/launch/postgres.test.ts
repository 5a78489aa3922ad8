import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkData, startCluster, stopCluster } from "./postgres.mjs";
import { chooseUser } from "./postgres-user.mjs";
import { isRunning } from "./process-identity.mjs";
import { connect, prepareDatabase, urlOf } from "./roles.mjs";

const root = resolve(import.meta.dirname, "../..");
const secrets = { superuser: "super", owner: "own", app: "use", auth: "", key: "" };
const isRoot = process.getuid?.() === 0;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "postgres-"));
  chmodSync(home, 0o711);
  mkdirSync(join(home, "logs"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (port?: number) => startCluster({ root, home, password: "super", port, flags: ["fsync=off"] });

test("made, left running, taken over, stopped, started again on its port", async () => {
  const first = await open();
  expect(first).toMatchObject({ isNew: true, takenOver: false });
  expect(await open(first.port)).toMatchObject({
    isNew: false,
    takenOver: true,
    port: first.port,
    identity: first.identity,
  });
  await stopCluster(first);
  expect(isRunning(first.identity)).toBe(false);
  const second = await open(first.port);
  expect(second).toMatchObject({ isNew: false, takenOver: false, port: first.port });
  await stopCluster(second);
});

test("a server killed in the middle leaves a file that names another program: it starts all the same", async () => {
  const first = await open();
  await stopCluster(first);
  const lines = [process.pid, join(home, "postgres"), 1, first.port, "", "127.0.0.1", "", "ready"];
  writeFileSync(join(home, "postgres/postmaster.pid"), lines.join("\n"));
  const second = await open();
  expect(second.takenOver).toBe(false);
  await stopCluster(second);
});

test("a server that was killed is started again, with what was committed", async () => {
  const first = await open();
  await prepareDatabase(root, first.port, secrets);
  const sql = await connect(root, urlOf("portolan_owner", "own", first.port));
  await sql`create table kept (a int)`;
  process.kill(first.identity.pid, "SIGKILL");
  await sql.end({ timeout: 0 });
  const second = await open(first.port);
  const after = await connect(root, urlOf("portolan_owner", "own", second.port));
  expect(await after`select count(*)::int as n from kept`).toEqual([{ n: 0 }]);
  await after.end();
  await stopCluster(second);
});

test("the app's role owns nothing, cannot bypass policies and cannot make a table", async () => {
  const cluster = await open();
  try {
    expect(await prepareDatabase(root, cluster.port, secrets)).toEqual({ isNew: true });
    expect(await prepareDatabase(root, cluster.port, secrets)).toEqual({ isNew: false });
    const sql = await connect(root, urlOf("portolan_app", "use", cluster.port));
    const [role] =
      await sql`select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
    await expect(sql`create table public.mine (a int)`).rejects.toThrow(/permission denied/);
    await sql.end();
    await expect(prepareDatabase(root, cluster.port, { ...secrets, superuser: "another" })).rejects.toMatchObject({
      message: expect.stringContaining("does not accept the password in secrets.json"),
      cure: expect.stringContaining("Restore the secrets.json"),
    });
  } finally {
    await stopCluster(cluster);
  }
});

describe("a foreign data directory is refused and left as it was", () => {
  test("of another version", () => {
    writeFileSync(join(home, "PG_VERSION"), "15\n");
    expect(() => checkData(home)).toThrow(`${home} was made by PostgreSQL 15; this is PostgreSQL 18.`);
    expect(existsSync(join(home, "PG_VERSION"))).toBe(true);
  });

  test("of another kind", () => {
    writeFileSync(join(home, "letter.txt"), "dear");
    expect(() => checkData(home)).toThrow(`${home} holds files, but is not a PostgreSQL data directory.`);
    expect(existsSync(join(home, "letter.txt"))).toBe(true);
  });

  test.runIf(isRoot)("of a user who does not exist here", () => {
    chownSync(home, 54_321, 54_321);
    expect(() => chooseUser(home)).toThrow("belongs to user 54321, who does not exist on this machine");
  });

  test.runIf(!isRoot)("of another user", () => {
    expect(() => chooseUser("/")).toThrow("PostgreSQL only runs as the owner of its data");
  });
});

test.runIf(isRoot)("as root, PostgreSQL runs as another user; an existing directory's owner is kept", () => {
  expect(chooseUser(join(home, "absent")).uid).toBeGreaterThan(0);
  const owner = chooseUser(join(home, "absent"));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(home, owner.uid, owner.gid);
  expect(chooseUser(home).uid).toBe(owner.uid);
});
