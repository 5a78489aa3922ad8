import { readdirSync, readFileSync } from "node:fs";
import type postgres from "postgres";
import { report } from "./harness";

const REQUESTS = 10_000;
const LANES = 8;

export const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1000;
const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Ten thousand requests over pages and procedures: descriptors, memory and database connections stay flat. */
export async function benchSoak(
  base: string,
  slug: string,
  token: string,
  webPid: number,
  sql: postgres.Sql,
): Promise<void> {
  const headers = { cookie: `authjs.session-token=${token}` };
  const input = (value: object) => encodeURIComponent(JSON.stringify({ org: slug, ...value }));
  const addresses = [
    `/api/trpc/initiative.rows?input=${input({ pageSize: 20 })}`,
    `/api/trpc/overview.get?input=${input({})}`,
    `/api/trpc/model.rows?input=${input({})}`,
    `/api/trpc/initiative.get?input=${input({ id: "B-00001" })}`,
    `/api/trpc/initiative.rows?input=${input({ q: "initiative", pageSize: 20 })}`,
    "/api/health",
    "/api/trpc/initiative.get?input=not-json",
    `/${slug}/initiatives`,
  ];
  const connections = async () =>
    Number(
      (await sql`select count(*)::int as n from pg_stat_activity where application_name like 'portolan-web%'`)[0]?.n,
    );
  let failures = 0;
  const run = async (count: number) => {
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const place = next;
        next += 1;
        const path = addresses[place % addresses.length] ?? "";
        const answer = await fetch(base + path, { headers });
        await answer.arrayBuffer();
        if (answer.status >= 500) failures += 1;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };
  await run(1_500); // warm: caches, prepared statements and the collector settle
  const before = { descriptors: descriptorsOf(webPid), rss: rssOf(webPid), connections: await connections() };
  await run(REQUESTS);
  await new Promise((resolve) => setTimeout(resolve, 7_000)); // idle keep-alive connections of this client close
  const after = { descriptors: descriptorsOf(webPid), rss: rssOf(webPid), connections: await connections() };
  const line = (name: string, unit: string, key: keyof typeof before, most: number) =>
    report({
      name: `soak of ${REQUESTS} requests: ${name}`,
      unit,
      floor: before[key],
      product: after[key],
      ratio: after[key] / before[key],
      limit: `≤ ${most} × before`,
      held: after[key] / before[key] <= most,
    });
  line("descriptors", "open", "descriptors", 1.1);
  line("memory", "MB", "rss", 1.25);
  line("database connections", "open", "connections", 1);
  report({
    name: "soak: answers of 500 and above",
    unit: "answers",
    floor: null,
    product: failures,
    ratio: null,
    limit: "0",
    held: failures === 0,
  });
}
