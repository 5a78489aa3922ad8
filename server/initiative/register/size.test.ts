import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "@/db/client";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { isSortable, type RegisterColumn } from "@/domain/table/column";
import { rowsInput, valuesInput } from "@/domain/table/input";
import { USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { listValues } from "../../table/group";
import { asMember, test } from "../../testing";
import { exportInitiatives } from "../export";
import { initiativeRegister } from "./columns";
import { listInitiatives, summariseInitiatives } from "./queries";

const COLUMNS: readonly RegisterColumn[] = INITIATIVE_REGISTER.columns;
const is = (column: string, value: string) => ({ column, op: "is", values: [value] });

/** The same database, counting the statements drizzle sends. */
function counting(db: Database): { db: Database; take(): number } {
  let count = 0;
  const pool = new Proxy(db.pool, {
    get(target, name) {
      if (name !== "reserve") return Reflect.get(target, name);
      return async () => {
        const connection = await target.reserve();
        return new Proxy(connection, {
          get(inner, key) {
            if (key !== "unsafe") return Reflect.get(inner, key);
            return (...args: Parameters<typeof connection.unsafe>) => {
              count++;
              return inner.unsafe(...args);
            };
          },
        });
      };
    },
  });
  const take = () => {
    const taken = count;
    count = 0;
    return taken;
  };
  return { db: { ...db, pool }, take };
}

const fill = (ctx: OrgContext, rows: number) =>
  change(ctx, { name: "fill" }, (tx) =>
    tx.execute(sql`insert into initiative (org_id, code, title, problem, business_unit, stage, tier, type, target_on, owner_name)
      select ${ctx.orgId}::uuid, 'X-' || lpad(n::text, 5, '0'), 'Initiative ' || n || ' ' || (array['sepsis','triage','billing','imaging'])[1 + n % 4],
        'Something about ' || md5(n::text), 'Unit ' || n % 40, (array['idea','build','pilot','production','retired'])[1 + n % 5], 1 + n % 3,
        (array['predictive','agent'])[1 + n % 2], date '2026-01-01' + n % 900, case when n % 9 > 0 then 'Owner ' || n % 60 end
      from generate_series(1, ${rows}) n`),
  );

const QUIET = { timeout: 120_000 };

test(
  "the number of queries is the same for 400 and for 10,000 initiatives, and each answer is quick",
  QUIET,
  async ({ db }) => {
    const watched = counting(db);
    const ask = async (ctx: OrgContext, last: number) => {
      const taken: Record<string, { queries: number; ms: number }> = {};
      const time = async (name: string, work: () => Promise<unknown>) => {
        await work();
        watched.take();
        const start = performance.now();
        await work();
        taken[name] = { ms: Math.round(performance.now() - start), queries: watched.take() };
      };
      const page = (given: object) => listInitiatives(ctx, rowsInput.parse(given));
      for (const { key } of COLUMNS.filter(isSortable)) await time(`sort ${key}`, () => page({ sort: [{ key }] }));
      await time("search", () => page({ q: "sepsis" }));
      await time("typing error", () => page({ q: "sepsiss" }));
      await time("filter", () =>
        page({ filter: { all: [is("stage", "build"), is("tier", "1"), is("unit", "Unit 1")] } }),
      );
      await time("attention", () => page({ filter: is("attention", "any") }));
      await time("last page", () => page({ page: last }));
      await time("summary", () => summariseInitiatives(ctx, rowsInput.parse({})));
      await time("facet", () => listValues(ctx, initiativeRegister, valuesInput.parse({ column: "unit" })));
      return taken;
    };
    const [few, many] = [await asMember(db, "pmo"), await asMember(db, "pmo")];
    await fill(few.ctx, 400);
    await fill(many.ctx, 10_000);
    await db.sql`analyze`.catch(() => undefined); // the app's role may analyse nothing: plans then rest on defaults
    const [small, large] = [
      await ask({ ...few.ctx, db: watched.db }, 8),
      await ask({ ...many.ctx, db: watched.db }, 200),
    ];
    const queriesOf = (taken: typeof small) =>
      Object.fromEntries(Object.entries(taken).map(([name, { queries }]) => [name, queries]));
    expect(queriesOf(large)).toEqual(queriesOf(small));
    console.info(
      Object.entries(large)
        .map(([name, { ms, queries }]) => `${name}: ${ms} ms, ${queries} statements`)
        .join("\n"),
    );
    expect(Object.entries(large).filter(([, { ms }]) => ms > 1_000)).toEqual([]);
    expect((await listInitiatives(many.ctx, rowsInput.parse({}))).total).toBe(10_000);

    const before = process.memoryUsage().rss;
    let [bytes, rows] = [0, 0];
    rows = await exportInitiatives(many.ctx, { view: USUAL_VIEW }, (chunk) => {
      bytes += chunk.length;
    });
    expect(rows).toBe(10_000);
    console.info(
      `export: ${rows} rows, ${bytes} bytes, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more`,
    );
  },
);
