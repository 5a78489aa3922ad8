import { sql } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import type { BenchData } from "./data";
import { percentile, report } from "./harness";
import { call, latencies } from "./http";

const RECORDS = 100_000;
const ROUNDS = 20;
const TYPED = ["a", "ini", "initiative", "initiative 4", "S-05", "S-05000", "unit", "initative", "nothing like it"];

/** Typing into search and commands with a hundred thousand records, over HTTP with session, membership and policies. */
export async function benchSearch({ ctx, slug, token }: BenchData, base: string): Promise<void> {
  const [row] = await change(ctx, { name: "initiative.import" }, (tx) =>
    tx.execute<{ count: number }>(sql`insert into ${initiative} (org_id, code, title, business_unit)
      select ${ctx.orgId}::uuid, 'S-' || lpad(n::text, 6, '0'), 'Initiative ' || md5((n * 3)::text), 'Unit ' || n % 40
      from generate_series((select count(*)::int from ${initiative}) + 1, ${RECORDS}) n returning 1 as count`),
  );
  if (!row) throw new RangeError("nothing was added");
  const cookie = `authjs.session-token=${token}`;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const q of TYPED) times.push(...(await latencies(call(base, "search.find", { org: slug, q }), cookie, 1)));
  const p95 = percentile(times.slice(TYPED.length * 2), 0.95);
  report({
    name: `search over every noun at ${RECORDS} records, p95 of ${TYPED.length} typed texts`,
    unit: "ms",
    floor: null,
    product: p95,
    ratio: null,
    limit: "≤ 100 ms",
    held: p95 <= 100,
  });
}
