import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect, type Database } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { startOwnCluster } from "@/db/testing/own-cluster";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { asMember, type Member, openTestDatabase } from "@/server/testing";
import { hashToken, requestContext } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";
import { backUp } from "../backup/commands";

const callerOf = createCallerFactory(appRouter);
const WRITERS = 6;

async function folderFor(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `portolan-${name}-`));
  await chmod(folder, 0o755); // as root the server runs as another user
  return folder;
}

async function signedIn(db: Database) {
  const member = await asMember(db, "admin");
  const token = randomUUID();
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${new Date(Date.now() + 600_000)}, 'fault')`;
  const caller = () =>
    callerOf(
      requestContext({
        db,
        emit: async () => undefined,
        cookie: `authjs.session-token=${token}`,
        address: "fault",
        userAgent: "fault",
      }),
    );
  return { member, caller };
}

type Try = { at: number; code: string; id?: string };

/** Writes without end, as several people; every answer is kept. */
function load({ member, caller }: Awaited<ReturnType<typeof signedIn>>) {
  let going = true;
  const tries: Try[] = [];
  const lane = async () => {
    while (going) {
      const started = Date.now();
      const outcome = await caller()
        .initiative.create({ org: member.slug, title: `Written under load ${randomUUID()}` })
        .then(
          ({ id }) => ({ code: "ok", id }),
          (error: { code: string }) => ({ code: error.code }),
        );
      tries.push({ at: started, ...outcome });
      if (outcome.code !== "ok") await delay(50);
    }
  };
  const lanes = Array.from({ length: WRITERS }, lane);
  return {
    tries,
    stop: async () => {
      going = false;
      await Promise.all(lanes);
    },
  };
}

async function idsIn(db: Database, { ctx }: Member): Promise<Set<string>> {
  const rows = await read({ ...ctx, db }, (tx) =>
    tx.select({ id: initiative.id }).from(initiative).where(eq(initiative.orgId, ctx.orgId)),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Every write that was confirmed is there. @returns how many */
async function expectNothingLost(db: Database, member: Member, tries: readonly Try[]): Promise<number> {
  const there = await idsIn(db, member);
  const confirmed = tries.flatMap(({ id }) => (id ? [id] : []));
  expect(confirmed.filter((id) => !there.has(id))).toEqual([]);
  return confirmed.length;
}

async function until(look: () => boolean | Promise<boolean>, ms: number, what: string): Promise<void> {
  for (const end = Date.now() + ms; !(await look()); await delay(25))
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
}

describe("PostgreSQL", () => {
  test("crashes under load and comes back: requests fail in words for seconds, then go on, and no confirmed write is lost", {
    timeout: 120_000,
  }, async () => {
    const folder = await folderFor("restart");
    const cluster = await startOwnCluster(folder);
    onTestFinished(async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const db = connect(cluster.url, { max: 8 });
    const people = await signedIn(db);
    const writing = load(people);
    const confirmed = () => writing.tries.filter(({ code }) => code === "ok").length;
    await until(() => confirmed() > 50, 20_000, "50 writes");
    for (let crash = 0; crash < 2; crash += 1) {
      await cluster.crash();
      await delay(700);
      const before = confirmed();
      await cluster.start();
      const back = Date.now();
      await until(() => confirmed() > before + 20, 20_000, "writes after the restart");
      expect(Date.now() - back).toBeLessThan(15_000);
    }
    await writing.stop();
    const refused = writing.tries.filter(({ code }) => code !== "ok");
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["SERVICE_UNAVAILABLE"]));
    expect(await expectNothingLost(db, people.member, writing.tries)).toBeGreaterThan(90);
    await db.end();
  });
});

/** A small disk of its own, which only root may make. */
async function smallDisk(megabytes: number): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  const folder = await folderFor("disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  onTestFinished(async () => {
    execFileSync("umount", ["-l", folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Takes all room there is. */
async function fill(folder: string): Promise<string> {
  const file = path.join(folder, "filler");
  for (let size = 1 << 20, at = 0; size >= 4096; ) {
    try {
      await writeFile(file, Buffer.alloc(size), { flag: at === 0 ? "w" : "a" });
      at += 1;
    } catch {
      size /= 4;
    }
  }
  return file;
}

describe("a full disk", () => {
  test("stops writes in words, loses none that was confirmed, and is over when there is room again", {
    timeout: 120_000,
  }, async () => {
    const folder = await smallDisk(220);
    if (!folder)
      return console.info("No small disk can be mounted here (needs root and tmpfs): a full disk was not tried");
    const cluster = await startOwnCluster(folder, { max_wal_size: "32MB", min_wal_size: "8MB", autovacuum: "off" });
    onTestFinished(() => cluster.stop());
    const db = connect(cluster.url, { max: 8 });
    onTestFinished(() => db.end());
    const people = await signedIn(db);
    const writing = load(people);
    const confirmed = () => writing.tries.filter(({ code }) => code === "ok").length;
    await until(() => confirmed() > 20, 20_000, "20 writes");
    const file = await fill(folder);
    await until(() => writing.tries.some(({ code }) => code !== "ok"), 60_000, "a refused write");
    await delay(500);
    const before = confirmed();
    await rm(file);
    // A log that could not be written ends PostgreSQL; whoever watches it starts it again.
    await until(
      async () => {
        await cluster.start().catch(() => undefined);
        return confirmed() > before + 20;
      },
      40_000,
      "writes after there was room",
    );
    await writing.stop();
    const refused = new Set(writing.tries.filter(({ code }) => code !== "ok").map(({ code }) => code));
    expect(refused).toEqual(new Set(["SERVICE_UNAVAILABLE"]));
    await expectNothingLost(db, people.member, writing.tries);
    return undefined;
  });

  test("leaves no half backup", { timeout: 60_000 }, async () => {
    const disk = await smallDisk(1);
    if (!disk)
      return console.info(
        "No small disk can be mounted here (needs root and tmpfs): a backup onto a full disk was not tried",
      );
    const db = await openTestDatabase();
    onTestFinished(() => db.drop());
    const { ctx, orgId } = await asMember(db);
    await change(ctx, { name: "initiative.create" }, (tx) =>
      tx.execute(sql`insert into initiative (org_id, code, title, problem)
        select ${orgId}::uuid, 'P-' || g, 'Large', (select string_agg(md5(g || '-' || n), '') from generate_series(1, 40) n) from generate_series(1, 3000) g`),
    );
    const backup = backUp({ ownerUrl: db.ownerUrl, target: path.join(disk, "whole"), storage: null });
    await expect(backup).rejects.toThrow(/ENOSPC/);
    expect(execFileSync("ls", ["-A", disk]).toString().trim()).toBe("");
    return undefined;
  });
});
