import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { pollRun } from "@/db/schema/connection";
import type { JobEvent } from "../context";
import { createEmit } from "../inngest/emit";
import { read } from "../record/read";
import { store } from "../record/store";
import { asMember, test } from "../testing";
import { announceRetention } from "./jobs";

const WORKER = fileURLToPath(new URL("../worker.ts", import.meta.url));

test("every organisation is announced, under an id that counts once a day", async ({ db }) => {
  const members = [await asMember(db), await asMember(db)];
  const told: JobEvent[] = [];
  const emit = async (events: JobEvent | JobEvent[]) => void told.push(...[events].flat());
  await announceRetention(db.sql, emit, new Date("2026-11-21T23:17:00Z"));
  expect(told.map(({ id }) => id)).toEqual(
    expect.arrayContaining(members.map(({ orgId }) => `retention:${orgId}:2026-11-21`)),
  );
  expect(told.map(({ data }) => data)).toEqual(expect.arrayContaining(members.map(({ orgId }) => ({ orgId }))));
});

test("the worker removes what has had its time, by its settings", { timeout: 60_000 }, async ({ db }) => {
  const { ctx, orgId } = await asMember(db);
  const connectionId = randomUUID();
  await store(ctx, (tx) =>
    tx.insert(pollRun).values(
      [40, 20, 1].map((age) => ({
        ...{ orgId, connectionId, startedAt: new Date(Date.now() - age * 86_400_000) },
        status: "failed" as const,
      })),
    ),
  );
  const worker = spawn(process.execPath, ["--import", "tsx", WORKER], {
    env: { ...process.env, DATABASE_URL: db.url, POLL_RUN_DAYS: "30", LOG_LEVEL: "error", NODE_ENV: "production" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  onTestFinished(async () => {
    const ended = new Promise((done) => worker.once("exit", done));
    worker.kill("SIGTERM");
    await ended;
  });
  await announceRetention(db.sql, createEmit(db.sql));
  const left = () => read(ctx, (tx) => tx.select({ id: pollRun.id }).from(pollRun));
  await expect.poll(async () => (await left()).length, { timeout: 40_000, interval: 200 }).toBe(2);
});
