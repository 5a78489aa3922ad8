import postgres from "postgres";
import { expect } from "vitest";
import { asMember, test } from "../../testing";
import { hashToken } from "../../trpc/context";
import { noteAccess } from "../note";
import { forgetAccess } from "./commands";

test("forgets old sign-ins and links that ran out, and nothing else", async ({ db }) => {
  const { userId } = await asMember(db);
  const caller = { db, address: "192.0.2.1", userAgent: "" };
  await noteAccess(caller, "sign-in", { userId });
  await noteAccess(caller, "sign-in.failed", { userId: null });
  const superuser = postgres(db.superUrl, { max: 1 });
  await superuser`update private.access_event set at = at - interval '401 days' where kind = 'sign-in.failed'`;
  await db.sql`select private.open_reset(${userId}, ${hashToken("old")}, ${new Date(Date.now() - 1000)})`;
  expect(await forgetAccess(db.sql, { days: 400 })).toBe(1);
  expect(await forgetAccess(db.sql, { days: 400 })).toBe(0);
  const [left] = await superuser<{ events: number; resets: number }[]>`
    select (select count(*)::int from private.access_event) as events, (select count(*)::int from private.password_reset) as resets`;
  expect(left).toEqual({ events: 1, resets: 0 });
  await superuser.end();
});
