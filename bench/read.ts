import { spawn } from "node:child_process";
import { sql } from "drizzle-orm";
import { read } from "@/server/record/read";
import { type BenchData, INITIATIVES } from "./data";
import { median, percentile, report, timed } from "./harness";
import { latencies, load } from "./http";

const FLOOR_PORT = 4977;

const call = (base: string, path: string, input: object) =>
  `${base}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;

/** Copies without policies: the floor must not pay for what it is the floor of. */
async function floorTables(owner: { unsafe(text: string): Promise<unknown> }, orgId: string): Promise<void> {
  await owner.unsafe(`drop table if exists bench_initiative, bench_membership;
    select set_config('app.org_id', '${orgId}', false), set_config('app.role', 'admin', false);
    create table bench_initiative as select * from initiative where org_id = '${orgId}';
    create table bench_membership as select * from membership where org_id = '${orgId}';
    create unique index on bench_initiative (org_id, code); create unique index on bench_membership (org_id, id);
    analyze bench_initiative; analyze bench_membership`);
}

/** One API read with session, membership and policy, 20 rows, against the same rows on bare node:http. */
export async function benchRead(
  { ctx, slug, token, orgId }: BenchData,
  base: string,
  owner: { unsafe(text: string): Promise<unknown> },
  ownerUrl: string,
): Promise<void> {
  await floorTables(owner, orgId);
  const floor = spawn(process.execPath, ["--import", "tsx", "bench/floor-server.ts"], {
    env: { ...process.env, DATABASE_FLOOR_URL: ownerUrl, BENCH_ORG: orgId, FLOOR_PORT: String(FLOOR_PORT) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => floor.stdout.once("data", resolve));
  const cookie = `authjs.session-token=${token}`;
  const [bare, list] = [`http://127.0.0.1:${FLOOR_PORT}/`, call(base, "initiative.list", { org: slug, pageSize: 20 })];
  const thin = call(base, "program.list", { org: slug });
  await load(bare, { connections: 16, seconds: 2 });
  await load(list, { connections: 16, cookie, seconds: 3 });
  const rates: { bare: number[]; list: number[]; thin: number[] } = { bare: [], list: [], thin: [] };
  for (let round = 0; round < 5; round += 1) {
    rates.bare.push((await load(bare, { connections: 16, seconds: 3 })).requestsPerSecond);
    rates.thin.push((await load(thin, { connections: 16, cookie, seconds: 3 })).requestsPerSecond);
    rates.list.push((await load(list, { connections: 16, cookie, seconds: 3 })).requestsPerSecond);
  }
  const [bareRate, thinRate, listRate] = [median(rates.bare), median(rates.thin), median(rates.list)];
  report({
    name: "API read, one statement with an empty answer, 16 connections",
    unit: "requests/s",
    floor: bareRate,
    product: thinRate,
    ratio: thinRate / bareRate,
    limit: "≥ 1/6",
    held: thinRate / bareRate >= 1 / 6,
  });
  report({
    name: "register page of 20 with counts, models and tags, 16 connections",
    unit: "requests/s",
    floor: bareRate,
    product: listRate,
    ratio: listRate / bareRate,
    limit: "≥ 1/6",
    held: listRate / bareRate >= 1 / 6,
    note: `six statements against the floor's one, ${INITIATIVES} rows`,
  });
  const [one, oneThin] = [median(await latencies(bare, undefined, 300)), median(await latencies(thin, cookie, 300))];
  report({
    name: "API read with an empty answer, added at 1 connection (p50)",
    unit: "ms",
    floor: one,
    product: oneThin,
    ratio: oneThin / one,
    limit: "≤ 1.5 ms added",
    held: oneThin - one <= 1.5,
  });
  floor.kill("SIGTERM");

  const statements = async () => {
    const at = new Date();
    await read({ ...ctx, asOf: null }, async (tx) => {
      await tx.execute(sql`select stage, tier, count(*) from initiative where archived_at is null group by 1, 2`);
      await tx.execute(
        sql`select count(*) from history.initiative where recorded_from > ${new Date(at.getTime() - 30 * 86_400_000).toISOString()}::timestamptz`,
      );
    });
  };
  const overview = call(base, "overview.get", { org: slug });
  const [bareTimes, times]: [number[], number[]] = [[], []];
  for (let n = 0; n < 25; n += 1) {
    bareTimes.push(await timed(statements));
    times.push(...(await latencies(overview, cookie, 1)));
  }
  const [floorMs, p95] = [percentile(bareTimes.slice(5), 0.95), percentile(times.slice(5), 0.95)];
  report({
    name: `overview at ${INITIATIVES} initiatives, p95`,
    unit: "ms",
    floor: floorMs,
    product: p95,
    ratio: p95 / floorMs,
    limit: "measured; the floor is two of its statements",
    held: null,
  });
  const answer = await fetch(overview, { headers: { cookie, "accept-encoding": "gzip" } });
  const bytes = (await answer.arrayBuffer()).byteLength;
  report({
    name: "overview answer",
    unit: "kB",
    floor: null,
    product: bytes / 1000,
    ratio: null,
    limit: "≤ 60 kB in ≤ 3 requests",
    held: bytes <= 60_000,
  });
}
