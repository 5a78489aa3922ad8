import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, test } from "../testing";
import { countChanges, FIELD_COLUMNS, listEdits, listStageMoves } from "./queries";

test("what changed since an instant is counted and listed", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { orgId } = ctx;
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values([
      { orgId, code: "A", title: "Alpha", stage: "build" },
      { orgId, code: "B", title: "Beta", stage: "pilot" },
      { orgId, code: "C", title: "Gamma" },
    ]),
  );
  const since = await mintInstant(ctx);
  const set = (code: string, values: Partial<typeof initiative.$inferInsert>, reason?: string) =>
    change(ctx, { name: "initiative.edit", ...(reason ? { reason } : {}) }, (tx) =>
      tx.update(initiative).set(values).where(eq(initiative.code, code)),
    );
  await set("A", { stage: "validation" }, "Built.");
  await set("B", { stage: "build", targetOn: "2026-12-01" });
  await set("C", { title: "Gamma ray", tier: 2 });
  await set("C", { archivedAt: new Date() });
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "D", title: "Delta" }),
  );
  const until = await mintInstant(ctx);
  await set("A", { title: "Later, not counted" });
  const window = { ...ctx, asOf: until, since };
  const [counts, moves, edits] = await read({ ...ctx, asOf: until }, (tx) =>
    Promise.all([countChanges(tx, window), listStageMoves(tx, window), listEdits(tx, window)]),
  );
  expect(counts).toEqual({
    forward: 1,
    back: 1,
    added: 1,
    archived: 1,
    fields: 6,
    initiatives: 3,
    alertsOpened: 0,
    alertsClosed: 0,
  });
  expect(moves.map(({ code, from, to, reason, by }) => ({ code, from, to, reason, by }))).toEqual([
    { code: "B", from: "pilot", to: "build", reason: null, by: "Robin Vale" },
    { code: "A", from: "build", to: "validation", reason: "Built.", by: "Robin Vale" },
  ]);
  expect(edits.map(({ code, field, from, to }) => [code, field, from, to]).slice(1)).toEqual([
    ["C", "tier", null, "2"],
    ["C", "title", "Gamma", "Gamma ray"],
    ["B", "targetOn", null, "2026-12-01"],
  ]);
  expect(FIELD_COLUMNS.get("businessUnit")).toBe("business_unit");
});
