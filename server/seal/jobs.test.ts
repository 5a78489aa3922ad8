import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { expect, onTestFinished } from "vitest";
import { createEmit } from "../inngest/emit";
import { asMember, test } from "../testing";
import { askCheck } from "./commands";
import { sealDue } from "./due/event";
import { listSeals } from "./queries";

const WORKER = fileURLToPath(new URL("../worker.ts", import.meta.url));

test("the worker seals what is due and does the check that was asked for", { timeout: 90_000 }, async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "auditor");
  const superuser = postgres(db.superUrl, { max: 1 });
  onTestFinished(() => superuser.end());
  const due = () => superuser`select kind from private.due where org_id = ${orgId} and kind like 'seal%'`;
  await db.sql`select private.seal_ask()`;
  expect(await due()).toEqual([]); // nothing of it is over
  await superuser`update change set at = at - interval '2 days' where org_id = ${orgId}`;
  await db.sql`select private.seal_ask()`;
  expect(await due()).toEqual([{ kind: "seal" }]);

  const worker = spawn(process.execPath, ["--import", "tsx", WORKER], {
    env: { ...process.env, DATABASE_URL: db.url, LOG_LEVEL: "error", NODE_ENV: "production" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  onTestFinished(async () => {
    const ended = new Promise((done) => worker.once("exit", done));
    worker.kill("SIGTERM");
    await ended;
  });
  const emit = createEmit(db.sql);
  await emit(sealDue.create({ orgId }));
  const list = () => listSeals({ ...ctx, timeZone: "UTC" }, { page: 1, pageSize: 31 });
  await expect.poll(async () => (await list()).total, { timeout: 60_000, interval: 300 }).toBe(2);
  await askCheck({ ...ctx, emit });
  await expect.poll(async () => (await list()).check?.report?.days, { timeout: 30_000, interval: 300 }).toBe(2);
  expect(await due()).toEqual([]);
  await db.sql`select private.seal_ask()`;
  expect(await due()).toEqual([]);
});
