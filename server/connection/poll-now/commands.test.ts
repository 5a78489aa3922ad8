import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { connection, connectionHealth } from "@/db/schema/connection";
import type { OrgContext } from "../../context";
import { takeDue } from "../../due/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { asMember, test } from "../../testing";
import { CONNECTION_DUE } from "../poll/commands";
import { pollNow } from "./commands";

type Health = Partial<typeof connectionHealth.$inferInsert>;

async function connectionWith(ctx: OrgContext, health: Health, paused = false): Promise<string> {
  const { orgId } = ctx;
  const id = crypto.randomUUID();
  await change(ctx, { name: "test" }, async (tx) => {
    const url = "https://models.example.org/metrics";
    await tx.insert(connection).values({ orgId, id, name: id, platform: "openmetrics", url, paused });
    await tx.insert(connectionHealth).values({ orgId, connectionId: id, ...health });
  });
  return id;
}

const hour = (ctx: OrgContext) => new Date(ctx.now.getTime() + 3_600_000);

test("a poll is due at once and asked for after the commit", async ({ db }) => {
  const { ctx, emitted } = await asMember(db, "mlops");
  const connectionId = await connectionWith(ctx, { status: "ok" });
  await pollNow({ ...ctx, timeZone: "UTC" }, { connectionId });
  expect(emitted).toMatchObject([{ name: "connection/connection.poll-requested", data: { connectionId } }]);
  expect(await takeDue(db.sql, CONNECTION_DUE, { orgId: ctx.orgId, id: connectionId })).toBeDefined();
});

test("it ends a rest after failures", async ({ db }) => {
  const { ctx } = await asMember(db, "mlops");
  const connectionId = await connectionWith(ctx, { status: "open_circuit", circuitOpenUntil: hour(ctx) });
  await pollNow({ ...ctx, timeZone: "UTC" }, { connectionId });
  const [held] = await read(ctx, (tx) =>
    tx.select().from(connectionHealth).where(eq(connectionHealth.connectionId, connectionId)),
  );
  expect(held?.circuitOpenUntil).toEqual(ctx.now);
});

test("it is refused, with the reason, where a poll would be of no use", async ({ db }) => {
  const { ctx, emitted } = await asMember(db, "mlops");
  const ask = async (health: Health, paused = false) =>
    pollNow({ ...ctx, timeZone: "UTC" }, { connectionId: await connectionWith(ctx, health, paused) });
  await expect(ask({ status: "ok" }, true)).rejects.toMatchObject({ message: expect.stringContaining("paused") });
  await expect(ask({ status: "needs_reauth" })).rejects.toMatchObject({ message: expect.stringContaining("sign-in") });
  await expect(ask({ status: "ok", circuitOpenUntil: hour(ctx) })).rejects.toMatchObject({
    message: expect.stringContaining("asked to wait"),
  });
  const stranger = await asMember(db, "mlops");
  const connectionId = await connectionWith(stranger.ctx, { status: "ok" });
  await expect(pollNow({ ...ctx, timeZone: "UTC" }, { connectionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(emitted).toEqual([]);
});
