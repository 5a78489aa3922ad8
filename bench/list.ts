import type { Database } from "@/db/client";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import type { Condition } from "@/domain/table/filter";
import { boardInput, groupsInput, rowsInput, valuesInput } from "@/domain/table/input";
import { rowsRequest, USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "@/server/context";
import { initiativeRegister as register } from "@/server/initiative/register/columns";
import { exportCsv, exportSheet } from "@/server/table/export";
import { listBoard, listGroups, listValues } from "@/server/table/group";
import { listRows } from "@/server/table/rows";
import { analyse, fillInitiatives, type Organisation, openOrganisation } from "./data";
import { median, percentile, report, timed } from "./harness";
import { call, latencies } from "./http";
import { rssOf } from "./soak";
import { type Statement, statementsOf } from "./statements";

const ROWS = 100_000;
const ROUNDS = 30;
/** Until plans are generic. */
const WARM = 7;
const EXPORT_ROUNDS = 3;

const is = (column: string, ...values: string[]): Condition => ({ column, op: "is", values });
const usual = rowsRequest(USUAL_VIEW, 1, INITIATIVE_REGISTER.columns);

export type Part = { name: string; path: string; input: object; run: (ctx: OrgContext) => Promise<unknown> };

const page = (name: string, more: object): Part => {
  const input = { ...usual, ...more };
  return { name, path: "initiative.rows", input, run: (ctx) => listRows(ctx, register, rowsInput.parse(input)) };
};

const PARTS: readonly Part[] = [
  page("first page, with counts", {}),
  page("sorted by target date", { sort: [{ key: "target", descending: true }] }),
  page("sorted by stage, tier and title", {
    sort: ["stage", "tier", "title"].map((key) => ({ key, descending: false })),
  }),
  page("filtered by stage and tier", { filter: { all: [is("stage", "pilot"), is("tier", "1")] } }),
  page("filtered by a tree: target in 30 days, and mine or nobody's", {
    filter: {
      all: [
        { column: "target", op: "next", values: ["30", "day"] },
        { any: [is("owner", "me"), { column: "owner", op: "empty", values: [] }] },
      ],
    },
  }),
  page("needs attention", { filter: is("attention", "any") }),
  page("searched for a rare word", { q: "c4ca4238a0b923820dcc509a6f75849b" }),
  page("searched for a word of every row", { q: "initiative" }),
  {
    name: "groups by stage",
    path: "initiative.groups",
    input: { group: "stage" },
    run: (ctx) => listGroups(ctx, register, groupsInput.parse({ group: "stage" })),
  },
  {
    name: "board by stage, 30 cards a lane",
    path: "initiative.board",
    input: { board: "stage", columns: ["title", "owner"] },
    run: (ctx) => listBoard(ctx, register, boardInput.parse({ board: "stage", columns: ["title", "owner"] })),
  },
  {
    name: "values of a unit with counts",
    path: "initiative.values",
    input: { column: "unit" },
    run: (ctx) => listValues(ctx, register, valuesInput.parse({ column: "unit" })),
  },
];

/** One connection of the app's role, inside the organisation, as a request has it. */
async function inside<T>(
  { ctx, orgId }: Organisation,
  work: (run: (statement: Statement) => Promise<unknown>) => Promise<T>,
) {
  const connection = await ctx.db.pool.reserve();
  const member = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
  await connection.unsafe(
    `select set_config('app.org_id', '${orgId}', false), set_config('app.member_id', '${member}', false), set_config('app.role', 'admin', false)`,
  );
  try {
    return await work(({ text, parameters }) =>
      connection.unsafe(text, parameters as never[], { prepare: true }).execute(),
    );
  } finally {
    await connection.unsafe("reset all"); // not "discard all": the client knows its prepared statements
    connection.release();
  }
}

/** A procedure over HTTP against its own statements, one after the other. */
export async function benchPart(
  org: Organisation,
  base: string,
  { name, path, input, run }: Part,
  what = `${ROWS} initiatives`,
): Promise<void> {
  const statements = await statementsOf(org.ctx, run);
  const address = call(base, path, { org: org.slug, ...input });
  const cookie = `authjs.session-token=${org.token}`;
  const [floors, times]: [number[], number[]] = [[], []];
  await inside(org, async (ask) => {
    for (let round = 0; round < ROUNDS + WARM; round += 1) {
      const bare = await timed(async () => {
        for (const statement of statements) await ask(statement);
      });
      const [product = 0] = await latencies(address, cookie, 1);
      if (round < WARM) continue;
      floors.push(bare);
      times.push(product);
    }
  });
  const [floor, product] = [median(floors), median(times)];
  const held = percentile(times, 0.95) <= 2 * percentile(floors, 0.95) + 15;
  const note = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}, p95 ${Math.round(percentile(times, 0.95))} ms`;
  report({
    name: `${what}, ${name}`,
    unit: "ms",
    floor,
    product,
    ratio: product / floor,
    limit: "p95 ≤ 2 × its SQL + 15 ms",
    held,
    note,
  });
}

/** Units that hold a fifth of the rows: what an export of few takes. */
const FEW = ROWS / 5;
const FEW_UNITS = Array.from({ length: 8 }, (_, n) => `&unit=${encodeURIComponent(`Unit ${n}`)}`).join("");

/** A whole export over HTTP against the cursor it reads, with the most memory the web process takes for it. */
async function benchExport(org: Organisation, base: string, pid: number, format: "csv" | "xlsx"): Promise<void> {
  const zoned = (ctx: OrgContext) => ({ ...ctx, timeZone: "UTC" });
  const run = format === "csv" ? exportCsv : exportSheet;
  const statements = await statementsOf(org.ctx, (ctx) =>
    run(zoned(ctx), register, { view: USUAL_VIEW }, () => undefined),
  );
  const address = `${base}/api/export?org=${org.slug}&noun=initiative&format=${format}`;
  const headers = { cookie: `authjs.session-token=${org.token}` };
  const download = async (url: string): Promise<{ bytes: number; lines: number; peak: number }> => {
    const answer = await fetch(url, { headers });
    if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`);
    const sum = { bytes: 0, lines: 0, peak: 0 };
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      sum.bytes += chunk.length;
      if (format === "csv") for (const byte of chunk) if (byte === 10) sum.lines += 1;
      sum.peak = Math.max(sum.peak, rssOf(pid));
    }
    return sum;
  };
  const most = async (url: string) => {
    const runs: { bytes: number; lines: number; peak: number }[] = [];
    for (let round = 0; round < EXPORT_ROUNDS; round += 1) runs.push(await download(url));
    return { ...runs[0], peak: Math.max(...runs.map(({ peak }) => peak)) };
  };
  await most(`${address}${FEW_UNITS}`); // warm: what a process takes before it has ever collected says nothing
  const few = await most(`${address}${FEW_UNITS}`);
  if (format === "csv" && few.lines !== FEW + 1) throw new RangeError(`the few are ${few.lines}`);
  const [floors, times]: [number[], number[]] = [[], []];
  let all = { bytes: 0, lines: 0, peak: 0 };
  await inside(org, async (ask) => {
    for (let round = 0; round < EXPORT_ROUNDS; round += 1) {
      await ask({ text: "begin", parameters: [] });
      floors.push(
        await timed(async () => {
          for (const statement of statements) await ask(statement);
        }),
      );
      await ask({ text: "commit", parameters: [] });
      times.push(
        await timed(async () => {
          const { peak, ...sum } = await download(address);
          all = { ...sum, peak: Math.max(all.peak, peak) };
        }),
      );
    }
  });
  if (format === "csv" && all.lines !== ROWS + 1) throw new RangeError(`the file has ${all.lines} lines`);
  const [floor, product] = [median(floors), median(times)];
  const note = `${Math.round(all.bytes / 1e5) / 10} MB`;
  report({
    name: `${ROWS} initiatives as ${format.toUpperCase()}`,
    unit: "ms",
    floor,
    product,
    ratio: product / floor,
    limit: "≤ 3 × its cursor",
    held: product <= 3 * floor,
    note,
  });
  report({
    name: `most memory of the web process while ${ROWS} rows go out as ${format.toUpperCase()}, against ${FEW}`,
    unit: "MB",
    floor: few.peak,
    product: all.peak,
    ratio: all.peak / few.peak,
    limit: "≤ 1.1",
    held: all.peak <= few.peak * 1.1,
  });
}

let filled: Promise<Organisation> | undefined;
/** The organisation of a hundred thousand, made once a run. */
async function fullOrganisation(db: Database, ownerUrl: string): Promise<Organisation> {
  const org = await openOrganisation(db);
  await fillInitiatives(org, ROWS);
  await analyse(ownerUrl);
  return org;
}

/** List, filter, search, group and board at 100,000 rows, each against its own SQL. */
export async function benchList(db: Database, ownerUrl: string, base: string): Promise<void> {
  filled ??= fullOrganisation(db, ownerUrl);
  for (const part of PARTS) await benchPart(await filled, base, part);
}

/** Files of 100,000 rows: time against their cursor, memory against a fifth of the rows. */
export async function benchExports(db: Database, ownerUrl: string, base: string, pid: number): Promise<void> {
  filled ??= fullOrganisation(db, ownerUrl);
  for (const format of ["csv", "xlsx"] as const) await benchExport(await filled, base, pid, format);
}
