import { describe, expect } from "vitest";
import { FACTOR_NEEDED } from "@/domain/factor/needed";
import { ATTEMPT_LIMIT } from "../auth/attempt";
import { hashPassword } from "../auth/password";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { hotp, stepAt } from "./code/totp";

const call = createCallerFactory(appRouter);
const PASSWORD = "correct horse battery";
let addresses = 0;

function browser(db: TestDatabase) {
  let cookie = "";
  const address = `10.2.0.${++addresses}`;
  const setSession = (token: string | null) => {
    cookie = token ? `authjs.session-token=${token}` : "";
  };
  return () =>
    call(requestContext({ db, emit: async () => undefined, cookie, address, userAgent: "test", setSession }));
}
type Tab = ReturnType<typeof browser>;

async function person(db: TestDatabase, member: Member) {
  await db.sql`select private.set_password(${member.userId}, ${await hashPassword(PASSWORD)})`;
  const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
  const tab = browser(db);
  await tab().access.signIn({ email: row?.email ?? "", password: PASSWORD });
  return { member, email: row?.email ?? "", tab };
}

const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((each) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** As a person does it: the secret into an authenticator, its code back. The code of the step before is the one shown. */
async function enrol(tab: Tab) {
  const { secret: text, qr, address } = await tab().factor.begin({ password: PASSWORD });
  const secret = fromBase32(text);
  const codeAt = (ahead: number) => hotp(secret, stepAt(new Date()) + ahead);
  const { recoveryCodes } = await tab().factor.confirm({ code: codeAt(-1) });
  return { codeAt, recoveryCodes, qr, address };
}

const WRONG = { code: "FORBIDDEN", message: expect.stringContaining("This code is wrong") };
const challengeOf = async (tab: Tab, email: string): Promise<string> => {
  const answer = await tab().access.signIn({ email, password: PASSWORD });
  return "challenge" in answer ? (answer.challenge ?? "") : "";
};

describe("setting up", () => {
  test("needs the password, then a code; other sessions end; recovery codes are given once", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const other = browser(db);
    await other().access.signIn({ email, password: PASSWORD });
    expect(await tab().factor.state()).toMatchObject({ isOn: false, codesLeft: 0, hasPassword: true });
    await expect(tab().factor.begin({ password: "wrong" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(tab().factor.confirm({ code: "000000" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const { recoveryCodes, qr, address } = await enrol(tab);
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
    expect(qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    expect(address).toContain(encodeURIComponent(email));
    expect(await tab().factor.state()).toMatchObject({ isOn: true, codesLeft: 10 });
    expect(await other().access.session()).toBeNull();
    expect(await tab().access.session()).not.toBeNull();
    await expect(tab().factor.begin({ password: PASSWORD })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("a secret that was never confirmed is replaced, and does not count at sign-in", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const first = fromBase32((await tab().factor.begin({ password: PASSWORD })).secret);
    await tab().factor.begin({ password: PASSWORD });
    await expect(tab().factor.confirm({ code: hotp(first, stepAt(new Date())) })).rejects.toMatchObject(WRONG);
    expect(await browser(db)().access.signIn({ email, password: PASSWORD })).toEqual({ name: "Robin Vale" });
  });

  test("the secret is sealed in the database", async ({ db }) => {
    const { tab, member } = await person(db, await asMember(db));
    const { secret } = await tab().factor.begin({ password: PASSWORD });
    const [row] = await db.sql<{ sealed: string }[]>`select sealed from private.factor_of(${member.userId})`;
    expect(row?.sealed).toMatch(/^v1\./);
    expect(row?.sealed).not.toContain(secret);
    await expect(db.sql`select * from private.factor`).rejects.toThrow(/permission denied/);
    await expect(db.sql`select * from private.recovery_code`).rejects.toThrow(/permission denied/);
  });
});

describe("signing in", () => {
  test("takes two steps; a code works once, in any tab, also at the same moment", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const { codeAt } = await enrol(tab);
    const second = browser(db);
    const challenge = await challengeOf(second, email);
    expect(await second().access.session()).toBeNull();
    const code = codeAt(0);
    expect(await second().access.signInCode({ challenge, code: ` ${code.slice(0, 3)} ${code.slice(3)} ` })).toEqual({
      name: "Robin Vale",
    });
    expect(await second().access.session()).toMatchObject({ email });
    const third = browser(db);
    const again = await challengeOf(third, email);
    await expect(third().access.signInCode({ challenge: again, code })).rejects.toMatchObject(WRONG);
    const tabs = await Promise.all(
      [browser(db), browser(db), browser(db)].map(async (each) => ({ each, is: await challengeOf(each, email) })),
    );
    const outcomes = await Promise.all(
      tabs.map(({ each, is }) =>
        each()
          .access.signInCode({ challenge: is, code: codeAt(1) })
          .then(
            () => "in",
            ({ code: refused }: { code: string }) => refused,
          ),
      ),
    );
    expect(outcomes.sort()).toEqual(["FORBIDDEN", "FORBIDDEN", "in"]);
  });

  test("an older code after a newer one is refused", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const { codeAt } = await enrol(tab);
    const second = browser(db);
    await second().access.signInCode({ challenge: await challengeOf(second, email), code: codeAt(1) });
    const third = browser(db);
    const challenge = await challengeOf(third, email);
    await expect(third().access.signInCode({ challenge, code: codeAt(0) })).rejects.toMatchObject(WRONG);
  });

  test("a recovery code works once, however it is written", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const { recoveryCodes } = await enrol(tab);
    const [code = "", other = ""] = recoveryCodes;
    const second = browser(db);
    const challenge = await challengeOf(second, email);
    await second().access.signInCode({ challenge, code: code.toLowerCase().replaceAll("-", " ") });
    expect(await second().factor.state()).toMatchObject({ codesLeft: 9 });
    const third = browser(db);
    const next = await challengeOf(third, email);
    await expect(third().access.signInCode({ challenge: next, code })).rejects.toMatchObject(WRONG);
    await third().access.signInCode({ challenge: next, code: other });
  });

  test("the challenge is used up, expires, and is worth nothing without a code", async ({ db }) => {
    const { tab, email, member } = await person(db, await asMember(db));
    const { codeAt, recoveryCodes } = await enrol(tab);
    const second = browser(db);
    const challenge = await challengeOf(second, email);
    await second().access.signInCode({ challenge, code: codeAt(0) });
    await expect(second().access.signInCode({ challenge, code: recoveryCodes[0] ?? "" })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
    const late = "a-challenge-of-before";
    const { hashToken } = await import("../trpc/context");
    await db.sql`select private.open_step(${member.userId}, ${hashToken(late)}, ${new Date(Date.now() - 1000)})`;
    await expect(browser(db)().access.signInCode({ challenge: late, code: codeAt(1) })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
  });

  test("guessing is limited by account, over any challenges and addresses", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const { codeAt } = await enrol(tab);
    for (let i = 0; i < ATTEMPT_LIMIT.account; i++) {
      const each = browser(db);
      const challenge = await challengeOf(each, email);
      await expect(each().access.signInCode({ challenge, code: "000000" })).rejects.toMatchObject(WRONG);
    }
    const last = browser(db);
    const challenge = await challengeOf(last, email);
    await expect(last().access.signInCode({ challenge, code: codeAt(1) })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
  });

  test("hostile codes are wrong codes", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    await enrol(tab);
    for (const code of ["' or 1=1 --", "\u0000\u0000", "１２３４５６", "-1.5e3", "😀😀😀"]) {
      const each = browser(db);
      const challenge = await challengeOf(each, email);
      await expect(each().access.signInCode({ challenge, code })).rejects.toMatchObject(WRONG);
    }
    await expect(browser(db)().access.signInCode({ challenge: "x", code: "9".repeat(50) })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("removing", () => {
  test("needs the password and a code; new recovery codes replace the old", async ({ db }) => {
    const { tab, email } = await person(db, await asMember(db));
    const { codeAt, recoveryCodes } = await enrol(tab);
    const fresh = await tab().factor.renewCodes({ code: codeAt(0) });
    expect(fresh.recoveryCodes).not.toContain(recoveryCodes[0]);
    await expect(tab().factor.remove({ password: PASSWORD, code: recoveryCodes[0] ?? "" })).rejects.toMatchObject(
      WRONG,
    );
    await expect(tab().factor.remove({ password: "wrong", code: codeAt(1) })).rejects.toMatchObject({
      message: "Your current password is wrong.",
    });
    await tab().factor.remove({ password: PASSWORD, code: fresh.recoveryCodes[0] ?? "" });
    expect(await browser(db)().access.signIn({ email, password: PASSWORD })).toEqual({ name: "Robin Vale" });
  });
});

describe("an organisation that asks for it", () => {
  test("shows nothing to a session without; setting it up in that session opens it", async ({ db }) => {
    const admin = await asMember(db);
    const { tab: head } = await person(db, admin);
    const viewer = await person(db, await joinAs(db, admin.orgId, "viewer"));
    const org = admin.slug;
    expect((await viewer.tab().organisation.shell({ org })).org?.slug).toBe(org);
    const { version } = await head().factor.overview({ org });
    expect(await head().factor.require({ org, required: true, version })).toMatchObject({ required: true });
    for (const tab of [head, viewer.tab])
      await expect(tab().organisation.shell({ org })).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: FACTOR_NEEDED,
      });
    expect((await viewer.tab().access.whoAmI()).places).toHaveLength(1);
    const { codeAt } = await enrol(viewer.tab);
    expect((await viewer.tab().organisation.shell({ org })).org?.slug).toBe(org);
    const later = browser(db);
    await later().access.signInCode({ challenge: await challengeOf(later, viewer.email), code: codeAt(0) });
    expect((await later().organisation.shell({ org })).org?.slug).toBe(org);
    await viewer.tab().factor.remove({ password: PASSWORD, code: codeAt(1) });
    await expect(viewer.tab().organisation.shell({ org })).rejects.toMatchObject({ message: FACTOR_NEEDED });
  });

  test("a session of before the factor shows a code once", async ({ db }) => {
    const admin = await asMember(db);
    const { tab } = await person(db, admin);
    const { codeAt } = await enrol(tab);
    const { hashToken } = await import("../trpc/context");
    await db.sql`select private.open_session(${admin.userId}, ${hashToken("before")}, ${new Date(Date.now() + 60_000)}, '')`;
    await tab().factor.require({ org: admin.slug, required: true, version: 1 });
    const earlier = () =>
      call(
        requestContext({
          db,
          emit: async () => undefined,
          cookie: "authjs.session-token=before",
          address: "x",
          userAgent: "",
        }),
      );
    await expect(earlier().organisation.shell({ org: admin.slug })).rejects.toMatchObject({ message: FACTOR_NEEDED });
    await earlier().factor.show({ code: codeAt(0) });
    expect((await earlier().organisation.shell({ org: admin.slug })).org?.slug).toBe(admin.slug);
  });

  test("is decided on what was seen: a setting changed in the meantime is not overwritten", async ({ db }) => {
    const admin = await asMember(db);
    const { tab } = await person(db, admin);
    await tab().factor.require({ org: admin.slug, required: true, version: 1 });
    await enrol(tab);
    await expect(tab().factor.require({ org: admin.slug, required: true, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("an administrator resets a lost factor", () => {
  test("it is gone, the sessions end, and the record says who and why", async ({ db }) => {
    const admin = await asMember(db);
    const { tab: head } = await person(db, admin);
    const viewer = await person(db, await joinAs(db, admin.orgId, "viewer", "Lo St"));
    await enrol(viewer.tab);
    const org = admin.slug;
    expect(await head().factor.overview({ org })).toMatchObject({ total: 2, having: 1 });
    await head().factor.reset({ org, memberId: viewer.member.memberId, reason: "Lost the phone" });
    expect(await viewer.tab().access.session()).toBeNull();
    expect(await browser(db)().access.signIn({ email: viewer.email, password: PASSWORD })).toEqual({ name: "Lo St" });
    await expect(head().factor.reset({ org, memberId: viewer.member.memberId, reason: "Again" })).rejects.toMatchObject(
      { code: "PRECONDITION_FAILED" },
    );
  });

  test("not of somebody who also belongs where that administrator has no say", async ({ db }) => {
    const admin = await asMember(db);
    const { tab: head } = await person(db, admin);
    const elsewhere = await person(db, await asMember(db));
    await enrol(elsewhere.tab);
    const { change } = await import("../record/change");
    const { membership } = await import("@/db/schema/organisation");
    const memberId = crypto.randomUUID();
    await change(admin.ctx, { name: "membership.create" }, (tx) =>
      tx.insert(membership).values({
        ...{ orgId: admin.orgId, id: memberId, userId: elsewhere.member.userId },
        ...{ name: "Both", email: elsewhere.email, role: "viewer" },
      }),
    );
    await expect(head().factor.reset({ org: admin.slug, memberId, reason: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await elsewhere.tab().factor.state()).toMatchObject({ isOn: true });
  });
});
