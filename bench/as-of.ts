import { type SQL, sql } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { read } from "@/server/record/read";
import type { BenchData } from "./data";
import { median, report, timed } from "./harness";

const QUERIES: [name: string, limit: number, query: SQL][] = [
  ...(["code", "stage", "tier", "target_on", "start_on", "owner_id"] as const).map((column): [string, number, SQL] => [
    `first page by ${column}`,
    5,
    sql`select id, code, title, stage, tier, target_on from ${initiative} order by ${sql.raw(column)}, id limit 50`,
  ]),
  [
    "first page by title",
    5,
    sql`select id, code, title from ${initiative} order by lower(left(title, 200)), id limit 50`,
  ],
  [
    "first page by unit",
    5,
    sql`select id, code, title from ${initiative} order by left(business_unit, 200), id limit 50`,
  ],
  [
    "one by id",
    5,
    sql`select * from ${initiative} where id = (select id from ${initiative} where code = 'B-05000') and org_id = private.org_id()`,
  ],
  ["portfolio by stage and tier", 5, sql`select stage, tier, count(*) from ${initiative} group by stage, tier`],
  ["count", 8, sql`select count(*) from ${initiative}`],
];

/** Reads at four and more versions a row: as of a past instant against now, the same query text. */
export async function benchAsOf({ ctx, settledAt }: BenchData): Promise<void> {
  const run = (asOf: Date | null, query: SQL) => () => read({ ...ctx, asOf }, (tx) => tx.execute(query));
  for (const [name, limit, query] of QUERIES) {
    const [now, past]: [number[], number[]] = [[], []];
    for (let n = 0; n < 45; n += 1) {
      const [a, b] = [await timed(run(null, query)), await timed(run(settledAt, query))];
      if (n < 5) continue; // warm-up
      now.push(a);
      past.push(b);
    }
    const [floor, product] = [median(now), median(past)];
    report({
      name: `as of: ${name}`,
      unit: "ms",
      floor,
      product,
      ratio: product / floor,
      limit: `≤ ${limit} × now`,
      held: product / floor <= limit,
    });
  }
}
