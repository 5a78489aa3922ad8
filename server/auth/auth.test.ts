import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";
import { SESSION_DAYS } from "@/domain/access/input";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { ATTEMPT_LIMIT } from "./attempt";
import { hashPassword } from "./password";
import { accessRouter } from "./router";

const call = createCallerFactory(accessRouter);
const PASSWORD = "correct horse battery";
let addresses = 0;

/** A browser: keeps the cookie it is given. Each has an address of its own unless told. */
function browser(db: TestDatabase, address = `10.0.0.${++addresses}`) {
  let cookie = "";
  const ctx = () =>
    requestContext({
      db,
      emit: async () => undefined,
      cookie,
      address,
      userAgent: "test",
      setSession: (token) => {
        cookie = token ? `authjs.session-token=${token}` : "";
      },
    });
  return { access: () => call(ctx()), resolve: (org: string) => ctx().resolve(org), cookie: () => cookie };
}

async function account(db: TestDatabase, member: Member): Promise<string> {
  await db.sql`select private.set_password(${member.userId}, ${await hashPassword(PASSWORD)})`;
  const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
  return row?.email ?? "";
}

async function person(db: TestDatabase, role: "admin" | "viewer" = "admin") {
  const member = await asMember(db, role);
  return { member, email: await account(db, member) };
}

const WRONG = { code: "UNAUTHORIZED", message: "The email address or the password is wrong." };

describe("sign-in", () => {
  test("right: a session of which the database holds only the hash", async ({ db }) => {
    const { member, email } = await person(db);
    const tab = browser(db);
    expect(await tab.access().signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD })).toEqual({
      name: "Robin Vale",
    });
    const token = tab.cookie().split("=")[1] ?? "";
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const [held] = await db.sql<
      { expires_at: Date }[]
    >`select expires_at from private.session_person(${hashToken(token)})`;
    expect(Math.round(((held?.expires_at.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(SESSION_DAYS);
    expect(await db.sql`select 1 from private.session_person(${token})`).toHaveLength(0);
    expect(await tab.access().session()).toMatchObject({ email });
    expect((await tab.resolve(member.slug))?.member?.role).toBe("admin");
    expect((await tab.access().whoAmI()).places).toEqual([
      { slug: member.slug, name: `Test ${member.slug}`, role: "admin", sample: false },
    ]);
  });

  test("a wrong password, an unknown account and one without a password get one answer", async ({ db }) => {
    const { email } = await person(db);
    const without = await asMember(db);
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${without.userId})`;
    for (const attempt of [
      { email, password: "wrong" },
      { email: "nobody@example.test", password: PASSWORD },
      { email: row?.email ?? "", password: PASSWORD },
    ]) {
      const tab = browser(db);
      await expect(tab.access().signIn(attempt)).rejects.toMatchObject(WRONG);
      expect(tab.cookie()).toBe("");
    }
  });

  test("takes as long for an unknown account as for a wrong password", async ({ db }) => {
    const { email } = await person(db);
    const time = async (who: string) => {
      const started = performance.now();
      await browser(db)
        .access()
        .signIn({ email: who, password: "wrong" })
        .catch(() => undefined);
      return performance.now() - started;
    };
    const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 9; i++) {
      known.push(await time(email));
      unknown.push(await time(`${randomBytes(4).toString("hex")}@example.test`));
    }
    // Without the decoy the ratio is below 0.3: the hash is most of the work.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.6);
  });

  test("is limited by account, from any address, and the right password does not help then", async ({ db }) => {
    const { email } = await person(db);
    for (let i = 0; i < ATTEMPT_LIMIT.account; i++) {
      await expect(browser(db).access().signIn({ email, password: "wrong" })).rejects.toMatchObject(WRONG);
    }
    const refused = browser(db);
    await expect(refused.access().signIn({ email, password: PASSWORD })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
    expect(refused.cookie()).toBe("");
  });

  test("is limited by address, over any accounts, at the same moment too", async ({ db }) => {
    const { email } = await person(db);
    const attempts = Array.from({ length: ATTEMPT_LIMIT.address + 5 }, (_, i) =>
      browser(db, "192.0.2.1")
        .access()
        .signIn({ email: `spray${i}@example.test`, password: "wrong" })
        .catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(attempts);
    expect(codes.filter((code) => code === "UNAUTHORIZED")).toHaveLength(ATTEMPT_LIMIT.address);
    expect(codes.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(5);
    await expect(browser(db, "192.0.2.1").access().signIn({ email, password: PASSWORD })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
    await browser(db, "192.0.2.2").access().signIn({ email, password: PASSWORD });
  });

  test("is limited by the /64 an IPv6 address lies in", async ({ db }) => {
    const attempts = Array.from({ length: ATTEMPT_LIMIT.address + 5 }, (_, i) =>
      browser(db, `2001:db8:5:5:${i.toString(16)}::1`)
        .access()
        .signIn({ email: `prefix${i}@example.test`, password: "wrong" })
        .catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(attempts);
    expect(codes.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(5);
    const { email } = await person(db);
    await browser(db, "2001:db8:5:6::1").access().signIn({ email, password: PASSWORD });
  });

  test("a success does not give an address its failures back: signing in between guesses gains nothing", async ({
    db,
  }) => {
    const [address, own] = ["192.0.2.3", await person(db)];
    const signIn = (email: string, password: string) => browser(db, address).access().signIn({ email, password });
    for (let i = 0; i < ATTEMPT_LIMIT.address; i += 1) {
      await expect(signIn(`guess${i}@example.test`, "wrong")).rejects.toMatchObject(WRONG);
      if (i % 20 === 10) await signIn(own.email, PASSWORD);
    }
    await expect(signIn("one-more@example.test", "wrong")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    await expect(signIn(own.email, PASSWORD)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });

  test("a success gives the account its attempts back", async ({ db }) => {
    const { email } = await person(db);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < ATTEMPT_LIMIT.account - 1; i++) {
        await expect(browser(db).access().signIn({ email, password: "wrong" })).rejects.toMatchObject(WRONG);
      }
      await browser(db).access().signIn({ email, password: PASSWORD });
    }
    expect(await db.sql`select 1 from private.sign_in_account(${email})`).toHaveLength(1);
  });

  test("a second sign-in from one browser ends its first session", async ({ db }) => {
    const { email } = await person(db);
    const tab = browser(db);
    await tab.access().signIn({ email, password: PASSWORD });
    const first = hashToken(tab.cookie().split("=")[1] ?? "");
    await tab.access().signIn({ email, password: PASSWORD });
    expect(await db.sql`select 1 from private.session_person(${first})`).toHaveLength(0);
    expect((await tab.access().whoAmI()).email).toBe(email);
  });
});

describe("a session that has ended is refused at once", () => {
  const SIGN_IN_FIRST = { code: "UNAUTHORIZED" };
  const signedIn = async (db: TestDatabase, email: string) => {
    const tab = browser(db);
    await tab.access().signIn({ email, password: PASSWORD });
    return tab;
  };

  test("signed out: a copy of the cookie is worth nothing", async ({ db }) => {
    const { email, member } = await person(db);
    const tab = await signedIn(db, email);
    const copy = requestContext({ db, emit: async () => undefined, cookie: tab.cookie(), address: "x", userAgent: "" });
    await tab.access().signOut();
    expect(tab.cookie()).toBe("");
    expect(await tab.access().session()).toBeNull();
    expect(await copy.resolve(member.slug)).toBeNull();
  });

  test("signed out everywhere", async ({ db }) => {
    const { email } = await person(db);
    const [one, two] = [await signedIn(db, email), await signedIn(db, email)];
    expect(await one.access().signOutEverywhere()).toEqual({ sessions: 2 });
    await expect(two.access().whoAmI()).rejects.toMatchObject(SIGN_IN_FIRST);
  });

  test("the password changed: this session stays, the others end", async ({ db }) => {
    const { email } = await person(db);
    const [one, two] = [await signedIn(db, email), await signedIn(db, email)];
    await expect(
      one.access().changePassword({ current: "wrong", next: "another long password" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(one.access().changePassword({ current: PASSWORD, next: "short" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect((await two.access().whoAmI()).email).toBe(email);
    expect(await one.access().changePassword({ current: PASSWORD, next: "another long password" })).toEqual({
      endedSessions: 1,
    });
    expect((await one.access().whoAmI()).email).toBe(email);
    await expect(two.access().whoAmI()).rejects.toMatchObject(SIGN_IN_FIRST);
    await expect(browser(db).access().signIn({ email, password: PASSWORD })).rejects.toMatchObject(WRONG);
    await browser(db).access().signIn({ email, password: "another long password" });
  });

  test("it expired", async ({ db }) => {
    const { member } = await person(db);
    await db.sql`select private.open_session(${member.userId}, ${hashToken("old")}, ${new Date(Date.now() - 1000)}, '')`;
    const late = requestContext({
      db,
      emit: async () => undefined,
      cookie: "authjs.session-token=old",
      address: "x",
      userAgent: "",
    });
    expect(await late.resolve(member.slug)).toBeNull();
  });
});

describe("who may start an organisation", () => {
  test("an administrator of one, not another member, not somebody without any", async ({ db }) => {
    const admin = await person(db);
    const viewer = await joinAs(db, admin.member.orgId, "viewer");
    const tab = browser(db);
    await tab.access().signIn({ email: admin.email, password: PASSWORD });
    expect((await tab.access().whoAmI()).mayStart).toBe(true);
    const other = browser(db);
    await other.access().signIn({ email: await account(db, viewer), password: PASSWORD });
    expect((await other.access().whoAmI()).mayStart).toBe(false);
    const [alone] = await db.sql<
      { id: string }[]
    >`select private.create_user('alone@example.test', 'Al One', ${await hashPassword(PASSWORD)}) as id`;
    expect(alone?.id).toBeTruthy();
    const third = browser(db);
    await third.access().signIn({ email: "alone@example.test", password: PASSWORD });
    expect(await third.access().whoAmI()).toMatchObject({ places: [], mayStart: false, initials: "AO" });
  });
});
