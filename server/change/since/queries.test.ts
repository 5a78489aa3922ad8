import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { alert, rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { asMember, joinAs, test } from "../../testing";
import { countChanges } from "../queries";
import { countChangesSince } from "./queries";

test("counts since several instants at once are those of each alone", async ({ db }) => {
  const admin = await asMember(db, "admin");
  const { ctx, orgId } = admin;
  const ids = Array.from({ length: 6 }, () => randomUUID());
  const instants = [await mintInstant(ctx)];
  const step = async (write: Parameters<typeof change>[2]) => {
    await change(ctx, { name: "test" }, write);
    instants.push(await mintInstant(ctx));
  };
  const set = (at: number, values: Partial<typeof initiative.$inferInsert>) =>
    step((tx) =>
      tx
        .update(initiative)
        .set(values)
        .where(and(eq(initiative.orgId, orgId), eq(initiative.id, ids[at] ?? ""))),
    );
  await step((tx) =>
    tx.insert(initiative).values(
      ids.map((id, at) => ({
        orgId,
        id,
        code: `A-${at}`,
        title: `One ${at}`,
        stage: "build" as const,
        restricted: at === 5,
      })),
    ),
  );
  await set(0, { stage: "production" });
  await set(0, { title: "Renamed", businessUnit: "Critical care" });
  await set(1, { stage: "idea" });
  await set(0, { title: "Renamed again" });
  await set(5, { title: "Seen by few" });
  await set(2, { archivedAt: new Date() });
  const [modelId, seriesId, ruleId, alertId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await step(async (tx) => {
    await tx.insert(model).values({ orgId, id: modelId, name: "Sepsis" });
    await tx.insert(series).values({ orgId, id: seriesId, modelId, metric: "recall", label: "Recall", key: "k" });
    await tx.insert(rule).values({ orgId, id: ruleId, modelId, seriesId, direction: "low", critical: 0.5 });
    await tx
      .insert(alert)
      .values({ orgId, id: alertId, ruleId, modelId, seriesId, level: "critical", openedAt: new Date() });
  });
  await step((tx) => tx.update(alert).set({ closedAt: new Date() }).where(eq(alert.id, alertId)));

  const viewer = await joinAs(db, orgId, "viewer");
  for (const who of [ctx, viewer.ctx]) {
    for (const asOf of [null, instants[5] ?? null]) {
      const seen = { ...who, now: new Date(), asOf };
      const shown = [...instants].reverse().filter((instant) => asOf === null || instant <= asOf);
      const together = await read(seen, (tx) => countChangesSince(tx, seen, shown));
      const alone = [];
      for (const since of shown) alone.push(await read(seen, (tx) => countChanges(tx, { ...seen, since })));
      expect(together).toEqual(alone);
    }
  }
  const now = { ...ctx, now: new Date() };
  const [all] = await read(now, (tx) => countChangesSince(tx, now, instants));
  expect(all).toMatchObject({ forward: 1, back: 1, added: 6, archived: 1, alertsOpened: 1, alertsClosed: 1 });
  expect(all?.initiatives).toBe(4); // of six, whatever the number of edits
});

test("no instant, no statement; two of the same instant count alike", async ({ db }) => {
  const { ctx } = await asMember(db, "admin");
  expect(await read(ctx, (tx) => countChangesSince(tx, ctx, []))).toEqual([]);
  const at = await mintInstant(ctx);
  const twice = await read(ctx, (tx) => countChangesSince(tx, { ...ctx, now: new Date() }, [at, new Date(at)]));
  expect(twice[0]).toEqual(twice[1]);
});
