import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { connect } from "@/db/client";
import { storePoints } from "@/server/metric/commands";
import { store } from "@/server/record/store";
import type { BenchData } from "./data";
import { alternate, report, timed } from "./harness";

/** What the partitions hold before anything is measured: a year of 20 series, every minute. */
const HELD = 10_000_000;
const HELD_SERIES = 20;
const POINTS = 200_000;
const BATCH = 5_000;
const STEP_MS = 60_000;

const START = Date.UTC(2026, 0, 1);
const atOf = (n: number): Date => new Date(START + n * STEP_MS);

/** Points per second through the product's path against bare COPY into the same partitions. */
export async function benchIngest({ ctx, orgId }: BenchData, ownerUrl: string, superUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 });
  await store(ctx, async (_tx, raw) => {
    for (let month = 0; month < 12; month += 1)
      await raw`select private.ensure_point_month(${new Date(Date.UTC(2026, month, 2))})`;
  });
  const copy = async () => {
    const seriesId = randomUUID();
    const lines = function* () {
      for (let offset = 0; offset < POINTS; offset += BATCH) {
        const lines = Array.from(
          { length: BATCH },
          (_, n) => `${orgId}\t${seriesId}\t${atOf(offset + n).toISOString()}\t${Math.sin(offset + n)}`,
        );
        yield `${lines.join("\n")}\n`;
      }
    };
    return timed(async () => {
      await owner.sql.begin(async (tx) => {
        await tx.unsafe("set local row_security = off").catch(() => undefined);
        const target = await tx`copy bench_point (org_id, series_id, at, value) from stdin`.writable();
        await pipeline(Readable.from(lines()), target);
      });
    });
  };
  // COPY is refused under row-level security: the floor writes partitions of the same shape without it.
  await owner.sql.unsafe(
    `drop table if exists bench_point; create table bench_point (like point including all) partition by range (at)`,
  );
  for (let month = 0; month < 12; month += 1) {
    await owner.sql.unsafe(
      `create table bench_point_${month} partition of bench_point for values from ('2026-${String(month + 1).padStart(2, "0")}-01') to ('${month === 11 ? "2027-01" : `2026-${String(month + 2).padStart(2, "0")}`}-01')`,
    );
  }
  const superuser = connect(superUrl, { max: 1 }); // nobody else may pass by the policies
  await superuser.sql.unsafe(`insert into point (org_id, series_id, at, value, received_at)
    select '${orgId}', md5('held ' || s)::uuid, timestamptz '2026-01-01 00:00+00' + n * interval '1 minute', sin(n), now()
    from generate_series(1, ${HELD_SERIES}) s, generate_series(1, ${HELD / HELD_SERIES}) n`);
  await superuser.sql.unsafe(`insert into bench_point select * from point where org_id = '${orgId}'`);
  await superuser.sql.unsafe("analyze point");
  await superuser.end();
  const product = async () => {
    const seriesId = randomUUID();
    const points = Array.from({ length: POINTS }, (_, n) => ({ at: atOf(n), value: Math.sin(n) }));
    const run = {
      connectionId: randomUUID(),
      requestUrl: "http://127.0.0.1/bench",
      responseSha256: "",
      startedAt: new Date(),
      durationMs: 0,
    };
    return timed(() => storePoints(ctx, { run, series: [{ seriesId, points }] }));
  };
  const { floor, product: ms } = await alternate(copy, product, 5);
  await owner.sql.unsafe("drop table bench_point");
  await owner.end();
  const [floorRate, rate] = [POINTS / (floor / 1000), POINTS / (ms / 1000)];
  report({
    name: `points stored, beside ${HELD / 1e6} million`,
    unit: "points/s",
    floor: floorRate,
    product: rate,
    ratio: rate / floorRate,
    limit: "≥ 0.5 × COPY",
    held: rate / floorRate >= 0.5,
  });
}
