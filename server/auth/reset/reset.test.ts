import { describe, expect } from "vitest";
import { createToken } from "../../api-token/commands";
import { openMail } from "../../mail/queries";
import { sendMail } from "../../mail/send/commands";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../../testing";
import { hashToken, requestContext } from "../../trpc/context";
import { createCallerFactory } from "../../trpc/init";
import { ATTEMPT_LIMIT } from "../attempt";
import { hashPassword, passwordMatches } from "../password";
import { accessRouter } from "../router";

const call = createCallerFactory(accessRouter);
const OLD = "correct horse battery";
const NEXT = "staple another battery";
let addresses = 0;

function browser(db: TestDatabase, address = `10.1.0.${++addresses}`) {
  let cookie = "";
  const setSession = (token: string | null) => {
    cookie = token ? `authjs.session-token=${token}` : "";
  };
  return () =>
    call(requestContext({ db, emit: async () => undefined, cookie, address, userAgent: "test", setSession }));
}

async function person(db: TestDatabase) {
  const member = await asMember(db);
  await db.sql`select private.set_password(${member.userId}, ${await hashPassword(OLD)})`;
  const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
  return { member, email: row?.email ?? "" };
}

/** The mails of a member's organisation, as they were written. */
async function mails({ ctx, orgId }: Member): Promise<{ id: string; text: string }[]> {
  const { listMail } = await import("../../mail/queries");
  const { rows } = await listMail(ctx, { page: 1 });
  const read = rows.map(async ({ id }) => {
    await sendMail({ ...ctx, orgId }, { mailId: id }, null);
    return { id, text: (await openMail(ctx, { mailId: id })).text };
  });
  return Promise.all(read);
}

async function linkFor(db: TestDatabase, { member, email }: Awaited<ReturnType<typeof person>>): Promise<string> {
  await browser(db)().requestReset({ email });
  const [latest] = await mails(member);
  return /\/reset\/([\w-]{43})/.exec(latest?.text ?? "")?.[1] ?? "";
}

const passwordOf = async (db: TestDatabase, { userId }: Member): Promise<string> => {
  const [row] = await db.sql<{ password_hash: string }[]>`select password_hash from private.person(${userId})`;
  return row?.password_hash ?? "";
};

const GONE = { code: "NOT_FOUND", message: "This link does not work any more. Ask for a new one." };

describe("a link for a new password", () => {
  test("works once, ends every session, and says by mail that the password changed", async ({ db }) => {
    const known = await person(db);
    const tab = browser(db);
    await tab().signIn({ email: known.email, password: OLD });
    const token = await linkFor(db, known);
    expect(await browser(db)().openReset({ token })).toEqual({ email: known.email });
    await browser(db)().resetPassword({ token, password: NEXT });
    expect(await passwordMatches(await passwordOf(db, known.member), NEXT)).toBe(true);
    expect(await tab().session()).toBeNull();
    await expect(browser(db)().resetPassword({ token, password: "yet another password" })).rejects.toMatchObject(GONE);
    expect(await browser(db)().openReset({ token })).toBeNull();
    expect((await mails(known.member)).map(({ text }) => text.split("\n")[0]).join()).toMatch(/was changed/i);
    await expect(browser(db)().signIn({ email: known.email, password: OLD })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
    await browser(db)().signIn({ email: known.email, password: NEXT });
  });

  test("used twice at the same moment, it works once", async ({ db }) => {
    const token = await linkFor(db, await person(db));
    const attempts = [NEXT, "a very different one"].map((password) =>
      browser(db)()
        .resetPassword({ token, password })
        .then(
          () => "done",
          ({ code }: { code: string }) => code,
        ),
    );
    expect((await Promise.all(attempts)).sort()).toEqual(["NOT_FOUND", "done"]);
  });

  test("ends the person's access tokens in every organisation, and nobody else's", async ({ db }) => {
    const known = await person(db);
    const other = await joinAs(db, known.member.orgId, "pmo");
    const make = ({ ctx }: Member) => createToken(ctx, { name: "Export", scopes: ["initiative:read"], days: 7 });
    const [mine, theirs] = [await make(known.member), await make(other)];
    await browser(db)().resetPassword({ token: await linkFor(db, known), password: NEXT });
    const held = async ({ token }: { token: string }) =>
      db.sql`select 1 from private.resolve_token(${hashToken(token)}, ${known.member.slug})`;
    expect(await held(mine)).toHaveLength(0);
    expect(await held(theirs)).toHaveLength(1);
  });

  test("a newer link replaces it, and it runs out", async ({ db }) => {
    const known = await person(db);
    const first = await linkFor(db, known);
    const second = await linkFor(db, known);
    expect(second).not.toBe(first);
    await expect(browser(db)().resetPassword({ token: first, password: NEXT })).rejects.toMatchObject(GONE);
    await db.sql`select private.open_reset(${known.member.userId}, ${hashToken("late")}, ${new Date(Date.now() - 1)})`;
    await expect(browser(db)().resetPassword({ token: "late", password: NEXT })).rejects.toMatchObject(GONE);
    expect(await passwordMatches(await passwordOf(db, known.member), OLD)).toBe(true);
  });

  test("the database holds only its hash, and the hash is no link", async ({ db }) => {
    const known = await person(db);
    const token = await linkFor(db, known);
    expect(await db.sql`select 1 from private.reset_person(${hashToken(token)})`).toHaveLength(1);
    expect(await db.sql`select 1 from private.reset_person(${token})`).toHaveLength(0);
    await expect(browser(db)().resetPassword({ token: hashToken(token), password: NEXT })).rejects.toMatchObject(GONE);
  });

  test("an unknown address gets the same answer in the same time, and no mail", async ({ db }) => {
    const known = await person(db);
    const time = async (email: string) => {
      const started = performance.now();
      expect(await browser(db)().requestReset({ email })).toBeUndefined();
      return performance.now() - started;
    };
    const took = [await time(known.email), await time("nobody@example.test"), await time(known.email.toUpperCase())];
    expect(Math.max(...took) - Math.min(...took)).toBeLessThan(150);
    expect(await mails(known.member)).toHaveLength(2);
  });

  test("is limited by address of mail, known or not", async ({ db }) => {
    const known = await person(db);
    for (const email of [known.email, "nobody-2@example.test"]) {
      for (let i = 0; i < ATTEMPT_LIMIT.mail; i++) await browser(db)().requestReset({ email });
      await expect(browser(db)().requestReset({ email })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    }
    expect(await mails(known.member)).toHaveLength(ATTEMPT_LIMIT.mail);
  });

  test("guessing links is limited by address", async ({ db }) => {
    const guess = () =>
      browser(db, "198.51.100.7")()
        .resetPassword({ token: "guess", password: NEXT })
        .catch(({ code }: { code: string }) => code);
    const codes = await Promise.all(Array.from({ length: ATTEMPT_LIMIT.address + 3 }, guess));
    expect(codes.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(3);
  });

  test("whoever signs in through a provider gets none: a mailbox must not open what the provider closed", async ({
    db,
  }) => {
    const member = await asMember(db);
    await db.sql`select private.link_account('idp', ${member.userId}, ${member.userId})`;
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
    await browser(db)().requestReset({ email: row?.email ?? "" });
    expect(await mails(member)).toHaveLength(0);
  });

  test("hostile input is refused with a reason, or is nobody's", async ({ db }) => {
    for (const email of ["", "a".repeat(300), "x", "a@b\r\nBcc: c@d.example"])
      await expect(browser(db)().requestReset({ email })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(browser(db)().resetPassword({ token: "x", password: "short" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    for (const token of ["'; drop table x; --", "\u0000", "%00", "é".repeat(90)])
      await expect(browser(db)().resetPassword({ token, password: NEXT })).rejects.toMatchObject(GONE);
  });
});
