import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { startOrganisation } from "../organisation/commands";
import { type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { whoAmI } from "./queries";

async function newcomer(db: TestDatabase) {
  const token = randomUUID();
  const [row] = await db.sql<
    { id: string }[]
  >`select private.create_user(${`${token}@example.test`}, 'New Comer', null) as id`;
  await db.sql`select private.open_session(${row?.id ?? ""}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, '')`;
  const cookie = `authjs.session-token=${token}`;
  const ctx = requestContext({ db, emit: async () => undefined, cookie, address: "x", userAgent: "" });
  const person = await ctx.resolve("");
  if (!person) throw new Error("signed in");
  return { ...ctx, person };
}

test("the first person of an installation starts its organisation, the next one is invited", async ({ db }) => {
  const [first, second] = [await newcomer(db), await newcomer(db)];
  expect(await whoAmI(first)).toMatchObject({ places: [], mayStart: true });
  const own = { name: "Own", slug: "own", timeZone: "UTC", currency: "USD", locale: "en-US", fiscalYearStart: 1 };
  await startOrganisation(first, own);
  expect(await whoAmI(first)).toMatchObject({
    places: [{ slug: "own", role: "admin", sample: false }],
    mayStart: true,
  });
  expect(await whoAmI(second)).toMatchObject({ places: [], mayStart: false });
  await expect(startOrganisation(second, { ...own, slug: "other" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
