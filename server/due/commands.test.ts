import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect } from "vitest";
import type { JobEvent } from "../context";
import { store } from "../record/store";
import { asMember, test } from "../testing";
import { claimDue, dropDue, finishDue, overdue, releaseDue, setDue, sweep, takeDue } from "./commands";

const past = () => new Date(Date.now() - 60_000);

describe("due work", () => {
  test("is asked for inside an organisation and claimed from outside it, once", async ({ db }) => {
    const [a, b] = [await asMember(db), await asMember(db)];
    const kind = randomUUID();
    const ids = [randomUUID(), randomUUID()];
    await store(a.ctx, (tx) => setDue(tx, kind, ids[0] ?? "", past()));
    await store(b.ctx, (tx) => setDue(tx, kind, ids[1] ?? "", new Date(Date.now() - 30_000)));
    await store(b.ctx, (tx) => setDue(tx, kind, randomUUID(), new Date(Date.now() + 60_000)));
    const claims = await claimDue(db.sql, kind, 10);
    expect(claims.map(({ orgId, id, attempt }) => ({ orgId, id, attempt }))).toEqual([
      { orgId: a.orgId, id: ids[0], attempt: 1 },
      { orgId: b.orgId, id: ids[1], attempt: 1 },
    ]);
    expect(await claimDue(db.sql, kind, 10)).toEqual([]);
    for (const claim of claims) expect(await finishDue(db.sql, claim)).toBe(true);
    expect(await overdue(db.sql, kind, 10, 0)).toEqual([]);
  });

  test("cannot be asked for outside an organisation, nor read by the app's role", async ({ db }) => {
    await expect(db.sql`select private.due_set('k', ${randomUUID()}, now())`).rejects.toThrow(/needs an organisation/);
    await expect(db.sql`select * from private.due`).rejects.toThrow(/permission denied/);
  });

  test("comes back when its lease runs out, and the first claimer can no longer finish it", async ({ db }) => {
    const { ctx } = await asMember(db);
    const kind = randomUUID();
    await store(ctx, (tx) => setDue(tx, kind, randomUUID(), past()));
    const [slow] = await claimDue(db.sql, kind, 1, 0.2);
    expect(await claimDue(db.sql, kind, 1)).toEqual([]);
    await delay(300);
    const [next] = await claimDue(db.sql, kind, 1);
    expect(next?.attempt).toBe(2);
    if (!slow || !next) throw new Error("no claim");
    expect(await finishDue(db.sql, slow)).toBe(false);
    expect(await finishDue(db.sql, next, new Date(Date.now() + 60_000))).toBe(true);
    expect(await claimDue(db.sql, kind, 1)).toEqual([]);
  });

  test("stays due when it is asked for again while in hand", async ({ db }) => {
    const { ctx } = await asMember(db);
    const kind = randomUUID();
    const id = randomUUID();
    await store(ctx, (tx) => setDue(tx, kind, id, past()));
    const [claim] = await claimDue(db.sql, kind, 1);
    await store(ctx, (tx) => setDue(tx, kind, id, past()));
    if (!claim) throw new Error("no claim");
    expect(await finishDue(db.sql, claim)).toBe(true);
    const [again] = await claimDue(db.sql, kind, 1);
    expect(again).toMatchObject({ id, attempt: 1 });
  });

  test("given back, it waits and keeps its count of attempts; dropped, it is gone", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const kind = randomUUID();
    const id = randomUUID();
    await store(ctx, (tx) => setDue(tx, kind, id, past()));
    const claim = await takeDue(db.sql, kind, { orgId, id });
    if (!claim) throw new Error("no claim");
    expect(await takeDue(db.sql, kind, { orgId, id })).toBeUndefined();
    expect(await releaseDue(db.sql, claim, new Date(Date.now() + 200))).toBe(true);
    expect(await takeDue(db.sql, kind, { orgId, id })).toBeUndefined();
    await delay(300);
    expect(await takeDue(db.sql, kind, { orgId, id })).toMatchObject({ attempt: 2 });
    await store(ctx, (tx) => dropDue(tx, kind, id));
    expect(await overdue(db.sql, kind, 1, -3600)).toEqual([]);
  });

  test("is shared out among claimers without overlap", async ({ db }) => {
    const { ctx } = await asMember(db);
    const kind = randomUUID();
    await store(ctx, async (tx) => {
      for (let i = 0; i < 60; i++) await setDue(tx, kind, randomUUID(), past());
    });
    const claims = (await Promise.all(Array.from({ length: 6 }, () => claimDue(db.sql, kind, 20)))).flat();
    expect(claims.length).toBe(60);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(60);
  });

  test("left alone, it is announced again by the sweeper, its kind's event and no other", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const [kind, other] = [randomUUID(), randomUUID()];
    const id = randomUUID();
    await store(ctx, (tx) => setDue(tx, kind, id, past()));
    await store(ctx, (tx) => setDue(tx, kind, randomUUID(), new Date())); // just announced by its command
    const emitted: JobEvent[] = [];
    const emit = async (events: JobEvent | JobEvent[]) => void emitted.push(...[events].flat());
    const announce = (work: { orgId: string; id: string }) => ({ name: "poll/poll.due", data: work });
    expect(await sweep(db.sql, emit, { [kind]: announce, [other]: announce })).toEqual({ [kind]: 1, [other]: 0 });
    expect(emitted).toEqual([{ name: "poll/poll.due", data: { orgId, id } }]);
    await takeDue(db.sql, kind, { orgId, id });
    expect(await sweep(db.sql, emit, { [kind]: announce })).toEqual({ [kind]: 0 });
  });
});
