import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import type { OrgContext } from "../context";
import { asMember, test } from "../testing";
import { change } from "./change";
import { mintInstant } from "./instant";
import { read } from "./read";
import { store } from "./store";
import { inTransaction, settingsOf } from "./transaction";

const SERIES = "0190c3a0-0000-7000-8000-000000000001";

type Step =
  | { kind: "create" | "edit" | "edit twice" | "delete" | "roll back" | "edit equal"; row: number }
  | { kind: "hold open"; row: number; ms: number }
  | { kind: "point"; row: number; value: number }
  | { kind: "snapshot" };

const row = fc.integer({ min: 0, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("create", "edit", "edit twice", "delete", "roll back", "edit equal"),
      row,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("hold open" as const), row, ms: fc.integer({ min: 1, max: 25 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("point" as const),
      row,
      value: fc.constantFrom(1, 2, Number.NaN, Number.POSITIVE_INFINITY),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "snapshot" as const }) },
);

const STATE = sql`select (select coalesce(jsonb_agg(to_jsonb(i) order by i.code), '[]') from initiative i)::text as rows,
  (select coalesce(string_agg(p.at || '=' || p.value, ',' order by p.at), '') from point p) as points`;

type State = { rows: string; points: string };

/** Reads the live state while no change can be open, at the instant minted under the same lock. */
async function snapshot(ctx: OrgContext): Promise<{ at: Date; live: State }> {
  return inTransaction(ctx, { open: `begin; ${settingsOf(ctx)}`, awaitCommit: true }, async (tx, raw) => {
    const [minted] = await raw<{ at: string }[]>`select private.mint_instant()::text as at`;
    const [live] = await tx.execute<State>(STATE);
    if (!minted || !live) throw new Error("nothing read");
    return { at: new Date(minted.at), live };
  });
}

async function perform(ctx: OrgContext, todo: Exclude<Step, { kind: "snapshot" }>): Promise<void> {
  const code = `C${todo.row}`;
  const { orgId } = ctx;
  const retitle = () => `T${Math.random()}`;
  if (todo.kind === "point") {
    await store(ctx, async (_tx, raw) => {
      const at = new Date(Date.UTC(2026, 0, 1 + todo.row)).toISOString();
      await raw`select private.ensure_point_month(${at}::timestamptz)`;
      await raw`insert into point (org_id, series_id, at, value) values (${orgId}, ${SERIES}, ${at}, ${todo.value}::text::float8)
        on conflict (org_id, series_id, at) do update set value = excluded.value, received_at = excluded.received_at
        where point.value is distinct from excluded.value`;
    });
    return;
  }
  await change(ctx, { name: todo.kind }, async (tx) => {
    const mine = eq(initiative.code, code);
    if (todo.kind === "create" || todo.kind === "roll back") {
      await tx.insert(initiative).values({ orgId, code, title: retitle() }).onConflictDoNothing();
    }
    if (todo.kind === "edit" || todo.kind === "edit twice" || todo.kind === "hold open")
      await tx.update(initiative).set({ title: retitle() }).where(mine);
    if (todo.kind === "edit twice") await tx.update(initiative).set({ tier: 2, title: retitle() }).where(mine);
    if (todo.kind === "edit equal") await tx.update(initiative).set({ code }).where(mine);
    if (todo.kind === "delete") await tx.delete(initiative).where(mine);
    if (todo.kind === "hold open") await new Promise((resolve) => setTimeout(resolve, todo.ms));
    if (todo.kind === "roll back") throw new Error("rolled back on purpose");
  }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== "rolled back on purpose") throw error;
  });
}

test("as of a settled instant equals what was read live then, under a storm of changes", async ({ db }) => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 90 }), async (steps) => {
      const { ctx } = await asMember(db);
      const taken: { at: Date; live: State }[] = [];
      const lanes = [0, 1, 2, 3].map(async (lane) => {
        for (const todo of steps.filter((_, place) => place % 4 === lane)) {
          if (todo.kind === "snapshot") taken.push(await snapshot(ctx));
          else await perform(ctx, todo);
        }
      });
      await Promise.all(lanes);
      for (const { at, live } of taken) {
        const [then] = await read({ ...ctx, asOf: at }, (tx) => tx.execute<State>(STATE));
        expect(then).toEqual(live);
        compared += 1;
      }
      // No two versions of a row overlap, none is empty, and equal values made none.
      const [odd] = await read(ctx, (tx) =>
        tx.execute<{ n: number }>(sql`select count(*)::int as n from history.initiative a join history.initiative b
          on a.org_id = b.org_id and a.id = b.id and a.recorded_from < b.recorded_from and (a.recorded_to is null or a.recorded_to > b.recorded_from)`),
      );
      const [empty] = await read(ctx, (tx) =>
        tx.execute<{ n: number }>(
          sql`select count(*)::int as n from history.initiative where recorded_to <= recorded_from`,
        ),
      );
      expect([odd?.n, empty?.n]).toEqual([0, 0]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(50);
}, 120_000);

test("minting an instant waits for an open change", async ({ db }) => {
  const { ctx } = await asMember(db);
  const steps: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let written = () => {};
  const wrote = new Promise<void>((resolve) => {
    written = resolve;
  });
  const slow = change(ctx, { name: "slow" }, async (tx) => {
    await tx.insert(initiative).values({ orgId: ctx.orgId, code: "S", title: "Slow" });
    written();
    await held;
    steps.push("let go");
  });
  await wrote;
  const minting = mintInstant(ctx).then((at) => {
    steps.push("minted");
    return at;
  });
  await new Promise((resolve) => setTimeout(resolve, 100)); // time enough to mint, were it not waiting
  release();
  const at = await minting;
  await slow;
  expect(steps).toEqual(["let go", "minted"]);
  expect(await read({ ...ctx, asOf: at }, (tx) => tx.select({ code: initiative.code }).from(initiative))).toEqual([
    { code: "S" },
  ]);
});

test("writing equal values makes no version; two writes in one change leave one", async ({ db }) => {
  const { ctx } = await asMember(db);
  const versions = () =>
    read(ctx, (tx) => tx.execute<{ title: string }>(sql`select title from history.initiative order by recorded_from`));
  await change(ctx, { name: "a" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, code: "E", title: "First" }),
  );
  await change(ctx, { name: "b" }, (tx) => tx.update(initiative).set({ title: "First" }));
  expect(await versions()).toHaveLength(1);
  await change(ctx, { name: "c" }, async (tx) => {
    await tx.update(initiative).set({ title: "Second" });
    await tx.update(initiative).set({ title: "Third" });
  });
  expect((await versions()).map((row) => row.title)).toEqual(["First", "Third"]);
});

test("nobody but the owner sets a past instant, and only in a sample", async ({ db }) => {
  const { ctx } = await asMember(db);
  const past = new Date("2025-01-01T00:00:00Z");
  await expect(
    change(ctx, { name: "forge", at: past }, (tx) =>
      tx.insert(initiative).values({ orgId: ctx.orgId, code: "F", title: "Forged" }),
    ),
  ).rejects.toThrow();
  const [none] = await read(ctx, (tx) =>
    tx.execute<{ n: number }>(
      sql`select count(*)::int as n from history.initiative where recorded_from < '2026-01-01'`,
    ),
  );
  expect(none?.n).toBe(0);
});
