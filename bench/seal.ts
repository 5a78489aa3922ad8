import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { sql } from "drizzle-orm";
import { connect } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { organisation } from "@/db/schema/organisation";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { sealDays, verifyLive } from "@/server/seal/commands";
import { report, timed } from "./harness";

const ROWS = 50_000;
const VERSIONS = 20;
const LIMIT_MS = 30_000;
const DAY_MS = 86_400_000;
const SAMPLE_MS = 200;

/** Megabytes of its own memory that a process holds; null where /proc does not say. */
function ownMemory(pid: number): number | null {
  try {
    const found = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null; // it ended, or another machine runs it
  }
}

const TICKS_A_SECOND = 100; // of Linux, as /proc counts

/** Seconds of processor time some processes have used. */
const processorTime = (pids: number[]): number =>
  pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    } catch {
      return sum; // it ended, or another machine runs it
    }
  }, 0);

/** The highest memory of some processes in the last quarter of some work and in the one before: by then all of it runs. */
async function watched(pids: () => number[], work: () => Promise<unknown>) {
  const seen: number[] = [];
  const timer = setInterval(() => {
    const held = pids().flatMap((pid) => ownMemory(pid) ?? []);
    if (held.length > 0) seen.push(Math.max(...held));
  }, SAMPLE_MS);
  const ms = await timed(work);
  clearInterval(timer);
  const [half, last] = [Math.floor(seen.length / 2), Math.floor((seen.length * 3) / 4)];
  return { ms, earlier: Math.max(0, ...seen.slice(half, last)), later: Math.max(0, ...seen.slice(last)) };
}

/** Seals and verifies a million real versions of initiatives, written through `change()` on past days of a sample. */
export async function benchSeal(appUrl: string, ownerUrl: string): Promise<void> {
  const [app, owner] = [connect(appUrl, { max: 2, name: "bench-seal" }), connect(ownerUrl, { max: 2 })];
  const orgId = mintOrgId(randomUUID());
  const ctx: OrgContext = {
    ...{ orgId, db: app, now: new Date(), asOf: null, requestId: "bench", emit: async () => undefined },
    actor: { kind: "job", name: "bench" },
  };
  const past = { ...ctx, db: owner };
  const at = (version: number) => new Date(Date.now() - (VERSIONS + 1 - version) * DAY_MS);
  await change(past, { name: "organisation.create", at: at(0) }, (tx) =>
    tx.insert(organisation).values({ orgId, slug: `seal-${orgId.slice(0, 8)}`, name: "Bench", sample: true }),
  );
  await change(past, { name: "initiative.import", at: at(1) }, (tx) =>
    tx.execute(sql`insert into ${initiative} (org_id, code, title, problem, business_unit, domain, type, tier, stage, target_on)
      select ${orgId}::uuid, 'S-' || n, 'Initiative ' || md5(n::text), 'A problem of ' || md5((n * 7)::text), 'Unit ' || n % 40, 'Domain ' || n % 9,
        'predictive', 1 + n % 3, 'build', date '2026-01-01' + n % 500 from generate_series(1, ${ROWS}) n`),
  );
  for (let version = 2; version <= VERSIONS; version += 1)
    await change(past, { name: "initiative.edit", at: at(version) }, (tx) =>
      tx.execute(sql`update ${initiative} set target_on = target_on + 7 where org_id = ${orgId}`),
    );
  await owner.sql`analyze history.initiative`;

  let servers: number[] = [];
  const backends = async () => {
    const rows = await owner.sql<
      { pid: number }[]
    >`select pid from pg_stat_activity where application_name = 'bench-seal'`;
    servers = rows.map(({ pid }) => pid);
  };
  await app.pool`select 1`;
  const looking = setInterval(() => void backends().catch(() => undefined), 500);
  await backends();
  const load = loadavg()[0] ?? 0;
  const before = processorTime(servers);
  const sealing = await watched(
    () => servers,
    () => sealDays(ctx),
  );
  const used = processorTime(servers) - before;
  const note = `${ROWS * VERSIONS} versions, ${used.toFixed(1)} s of processor time, load ${load.toFixed(1)} on the machine`;
  report({
    ...{ name: "a million versions sealed", unit: "s", floor: null, product: sealing.ms / 1000, ratio: null, note },
    ...{ limit: "≤ 30 s", held: sealing.ms <= LIMIT_MS },
  });
  report({
    ...{
      name: "memory of the server while sealing, last quarter",
      unit: "MB",
      floor: sealing.earlier,
      product: sealing.later,
    },
    ...{
      ratio: sealing.later / sealing.earlier,
      limit: "≤ the quarter before + 10 %",
      held: sealing.later <= sealing.earlier * 1.1,
    },
  });
  let found = -1;
  const verifying = await watched(
    () => [process.pid],
    async () => {
      ({ found } = await verifyLive(ctx));
    },
  );
  clearInterval(looking);
  if (found !== 0) throw new Error(`${found} findings in an untouched record`);
  report({
    ...{
      name: "the same verified",
      unit: "s",
      floor: null,
      product: verifying.ms / 1000,
      ratio: null,
      limit: "",
      held: null,
    },
  });
  report({
    ...{ name: "memory while verifying, last quarter", unit: "MB", floor: verifying.earlier, product: verifying.later },
    ...{
      ratio: verifying.later / verifying.earlier,
      limit: "≤ the quarter before + 10 %",
      held: verifying.later <= verifying.earlier * 1.1,
    },
  });
  await Promise.all([app.end(), owner.end()]);
}
