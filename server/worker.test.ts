import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openTestDatabase } from "./testing";

const PROGRAM = fileURLToPath(new URL("./worker.ts", import.meta.url));

async function until<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  for (const end = Date.now() + 30_000; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("the worker starts, drives the product's functions, shows signs of life and stops on SIGTERM", {
  timeout: 90_000,
}, async () => {
  const db = await openTestDatabase();
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM], {
    env: { NODE_ENV: "test", PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: db.url, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  try {
    await until(
      () =>
        output.includes("this worker drives the jobs")
          ? true
          : child.exitCode === null
            ? undefined
            : Promise.reject(new Error(output)),
      "the lead",
    );
    const [row] = await until(async () => {
      const rows = await db.sql<
        { heartbeat_age: number }[]
      >`select heartbeat_age from private.readiness() where heartbeat_age is not null`;
      return rows.length ? rows : undefined;
    }, "a heartbeat");
    expect(row?.heartbeat_age).toBeLessThan(30);
    const schedules = await until(async () => {
      const rows = await db.sql`select fn_id from runner.cron where fn_id = 'portolan-due-sweep'`;
      return rows.length ? rows : undefined;
    }, "the schedules");
    expect(schedules).toHaveLength(1);

    const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
    const stranger = await fetch(`http://127.0.0.1:${port}/api/inngest?fnId=portolan-due-sweep&stepId=step`, {
      method: "POST",
      body: "{}",
    });
    expect(stranger.status).toBe(401);

    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(await db.sql`select 1 from runner.heartbeat`).toHaveLength(0);
  } finally {
    child.kill("SIGKILL");
    await db.drop();
  }
});
