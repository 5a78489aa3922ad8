import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asMember, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { sessionRouter } from "./router";

const call = createCallerFactory(sessionRouter);
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** A session as sign-in opens it, and calls made with it. */
async function session(db: TestDatabase, { userId }: Member, address: string, agent = FIREFOX) {
  const token = randomUUID();
  const expires = new Date(Date.now() + 600_000);
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${expires}, ${agent}, ${address}, 'password')`;
  const cookie = `authjs.session-token=${token}`;
  const ctx = (from = address) =>
    requestContext({ db, emit: async () => undefined, cookie, address: from, userAgent: agent });
  return { token, calls: (from?: string) => call(ctx(from)) };
}

const SIGN_IN = { code: "UNAUTHORIZED" };

describe("the list of sessions", () => {
  test("says device, address and last use, this one first, and no token", async ({ db }) => {
    const member = await asMember(db);
    const phone = await session(db, member, "192.0.2.9", "Mozilla/5.0 (iPhone; CPU) Version/19 Safari/604");
    const desk = await session(db, member, "2001:db8::1");
    const other = await session(db, await asMember(db), "192.0.2.10");
    const list = await desk.calls().list();
    expect(list.map(({ device, address, isThis }) => [device, address, isThis])).toEqual([
      ["Firefox on Linux", "2001:db8::1", true],
      ["Safari on iPhone", "192.0.2.9", false],
    ]);
    for (const { token } of [phone, desk, other]) {
      expect(JSON.stringify(list)).not.toContain(token);
      expect(JSON.stringify(list)).not.toContain(hashToken(token));
    }
  });

  test("one is ended, the others go on; nobody ends another person's", async ({ db }) => {
    const member = await asMember(db);
    const [one, two] = [await session(db, member, "192.0.2.1"), await session(db, member, "192.0.2.2")];
    const stranger = await session(db, await asMember(db), "192.0.2.3");
    const id = (await one.calls().list()).find(({ isThis }) => !isThis)?.id ?? "";
    await expect(stranger.calls().end({ sessionId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await two.calls().list()).toHaveLength(2);
    await one.calls().end({ sessionId: id });
    await expect(two.calls().list()).rejects.toMatchObject(SIGN_IN);
    expect(await one.calls().list()).toHaveLength(1);
    await expect(one.calls().end({ sessionId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("all others end at once", async ({ db }) => {
    const member = await asMember(db);
    const [one, two, three] = await Promise.all(["a", "b", "c"].map((_, i) => session(db, member, `192.0.2.${i}`)));
    expect(await one?.calls().endOthers()).toEqual({ sessions: 2 });
    for (const gone of [two, three]) await expect(gone?.calls().list()).rejects.toMatchObject(SIGN_IN);
    expect(await one?.calls().endOthers()).toEqual({ sessions: 0 });
  });

  test("a later use from elsewhere is noted", async ({ db }) => {
    const member = await asMember(db);
    const one = await session(db, member, "192.0.2.1");
    const [{ id } = { id: "" }] = await one.calls().list();
    expect(id).not.toBe("");
    await db.sql`select private.touch_session(${hashToken(one.token)}, '198.51.100.4')`;
    expect((await one.calls().list())[0]).toMatchObject({ address: "198.51.100.4" });
  });
});
