import { spawn } from "node:child_process";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { rowsInput } from "@/domain/table/input";
import { rowsRequest, USUAL_VIEW } from "@/domain/table/view";
import { listInitiatives } from "@/server/initiative/register/queries";
import { listPrograms } from "@/server/program/queries";
import { type BenchData, INITIATIVES } from "./data";
import { median, report } from "./harness";
import { call, latencies, load } from "./http";
import { type Statement, statementsOf } from "./statements";

const FLOOR_PORT = 4977;
const ROUNDS = 5;

async function floorServer({ ctx, orgId }: BenchData, floorUrl: string, statements: Statement[]) {
  const server = spawn(process.execPath, ["--import", "tsx", "bench/floor-server.ts"], {
    env: {
      ...process.env,
      FLOOR_URL: floorUrl,
      FLOOR_PORT: String(FLOOR_PORT),
      FLOOR_ORG: orgId,
      FLOOR_MEMBER: ctx.actor.kind === "user" ? ctx.actor.memberId : "",
      FLOOR_STATEMENTS: JSON.stringify(statements),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => server.stdout.once("data", resolve));
  return server;
}

/** API reads with session, membership and policy against the same statements on bare node:http. */
export async function benchRead(data: BenchData, base: string, floorUrl: string): Promise<void> {
  const { ctx, slug, token } = data;
  const asked = { ...rowsRequest(USUAL_VIEW, 1, INITIATIVE_REGISTER.columns), pageSize: 20 };
  const reads = [
    {
      name: `register page of 20 of ${INITIATIVES}, with counts, models and tags`,
      path: call(base, "initiative.rows", { org: slug, ...asked }),
      statements: await statementsOf(ctx, (of) => listInitiatives(of, rowsInput.parse(asked))),
    },
    {
      name: "the 20 programs",
      path: call(base, "program.list", { org: slug }),
      statements: await statementsOf(ctx, listPrograms),
    },
  ];
  for (const { name, statements } of reads)
    if (statements.length !== 1) throw new Error(`${name}: ${statements.length} statements, the floor runs one`);
  const floor = await floorServer(
    data,
    floorUrl,
    reads.flatMap(({ statements }) => statements),
  );
  const cookie = `authjs.session-token=${token}`;
  for (const [place, { name, path }] of reads.entries()) {
    const bare = `http://127.0.0.1:${FLOOR_PORT}/${place}`;
    await load(bare, { connections: 16, seconds: 2 });
    await load(path, { connections: 16, cookie, seconds: 3 });
    const rates: { bare: number[]; product: number[] } = { bare: [], product: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const [floorRun, run] = [await load(bare, { connections: 16 }), await load(path, { connections: 16, cookie })];
      if (run.failures + floorRun.failures > 0) throw new Error(`${name}: ${run.failures} answers failed`);
      rates.bare.push(floorRun.requestsPerSecond);
      rates.product.push(run.requestsPerSecond);
    }
    const [bareRate, rate] = [median(rates.bare), median(rates.product)];
    report({
      name: `API read, ${name}, 16 connections`,
      unit: "requests/s",
      floor: bareRate,
      product: rate,
      ratio: rate / bareRate,
      limit: "≥ 1/6",
      held: rate / bareRate >= 1 / 6,
    });
    const times: { bare: number[]; product: number[] } = { bare: [], product: [] };
    for (let n = 0; n < 300; n += 1) {
      times.bare.push(...(await latencies(bare, undefined, 1)));
      times.product.push(...(await latencies(path, cookie, 1)));
    }
    const [bareMs, ms] = [median(times.bare), median(times.product)];
    report({
      name: `API read, ${name}, 1 connection (p50)`,
      unit: "ms",
      floor: bareMs,
      product: ms,
      ratio: ms / bareMs,
      limit: "≤ 1.5 ms added",
      held: ms - bareMs <= 1.5,
    });
  }
  floor.kill("SIGTERM");
}
