import { randomUUID } from "node:crypto";
import { eventType } from "inngest";
import { expect } from "vitest";
import { z } from "zod";
import { test } from "../testing";
import { createEmit } from "./emit";
import { embeddedFetch } from "./event-store";
import { declare } from "./events";

const measured = declare(
  eventType("probe/probe.measured", { schema: z.object({ orgId: z.uuid(), count: z.number() }) }),
);

test("stores declared events in their order, one of the same id once", async ({ db }) => {
  const emit = createEmit(db.sql);
  const orgId = randomUUID();
  const id = randomUUID();
  await emit([
    measured.create({ orgId, count: 1 }),
    measured.create({ orgId, count: 2 }, { id }),
    measured.create({ orgId, count: 3 }, { id }),
  ]);
  await emit(measured.create({ orgId, count: 4 }, { id }));
  const stored = await db.sql`
    select body -> 'data' as data from runner.event where body -> 'data' ->> 'orgId' = ${orgId} order by seq`;
  expect(stored.map(({ data }) => data.count)).toEqual([1, 2]);
});

test("takes one event of the same id when many send it at once", async ({ db }) => {
  const emit = createEmit(db.sql);
  const event = measured.create({ orgId: randomUUID(), count: 1 }, { id: randomUUID() });
  await Promise.all(Array.from({ length: 8 }, () => emit(event)));
  expect(await db.sql`select 1 from runner.event where id = ${event.id ?? ""}`).toHaveLength(1);
});

test("refuses an event nobody declared, and data that do not fit, before anything is stored", async ({ db }) => {
  const emit = createEmit(db.sql);
  const good = measured.create({ orgId: randomUUID(), count: 1 });
  await expect(emit([good, { name: "probe/probe.misspelt", data: {} }])).rejects.toThrow(
    /No event "probe\/probe.misspelt"/,
  );
  await expect(emit([good, { name: "probe/probe.measured", data: { orgId: "x" } }])).rejects.toThrow(RangeError);
  expect(await db.sql`select 1 from runner.event where body -> 'data' ->> 'orgId' = ${good.data.orgId}`).toHaveLength(
    0,
  );
});

test("says that other services of an Inngest server are not there", async ({ db }) => {
  const answer = await embeddedFetch(() => db.sql)("http://localhost:8288/v1/signals", { method: "POST", body: "{}" });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain("/v1/signals");
});

test("an event declared twice is refused", () => {
  expect(() => declare(eventType("probe/probe.measured", { schema: z.object({}) }))).toThrow(/declared twice/);
});
