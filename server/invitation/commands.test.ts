import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";
import { ROLES } from "@/domain/access/permission";
import { INVITATION_DAYS } from "@/domain/invitation/input";
import { ATTEMPT_LIMIT } from "../auth/attempt";
import { setMemberActive } from "../member/commands";
import { asMember, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { invite, renewInvitation, revokeInvitation } from "./commands";
import { listInvitations } from "./queries";

const call = createCallerFactory(appRouter);
const DAY_MS = 86_400_000;
const account = { name: "Nia New", password: "a long enough password" };
let addresses = 0;

function browser(db: TestDatabase, start: { token?: string; now?: Date; address?: string } = {}) {
  let cookie = start.token ? `authjs.session-token=${start.token}` : "";
  const address = start.address ?? `10.1.0.${++addresses}`;
  const api = () => {
    const ctx = requestContext({
      ...{ db, emit: async () => undefined, cookie, address, userAgent: "" },
      setSession: (token) => {
        cookie = token ? `authjs.session-token=${token}` : "";
      },
    });
    return call(start.now ? { ...ctx, now: start.now } : ctx);
  };
  return { api, cookie: () => cookie };
}

async function signedIn(db: TestDatabase, { userId }: Pick<Member, "userId">) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, '')`;
  return browser(db, { token });
}

const newEmail = () => `${randomBytes(5).toString("hex")}@example.test`;
const tokenOf = ({ path }: { path: string }) => path.replace("/invitation/", "");

test("from link to member: account, membership and session in one step", async ({ db }) => {
  const admin = await asMember(db);
  const email = newEmail();
  const link = await invite(admin.ctx, { email, name: "Nia N.", role: "finance" });
  expect(Math.round((link.expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(INVITATION_DAYS);
  expect(await listInvitations(admin.ctx)).toMatchObject({
    total: 1,
    rows: [{ email, name: "Nia N.", role: "finance", invitedBy: "Robin Vale", expired: false }],
  });
  expect(JSON.stringify(await listInvitations(admin.ctx))).not.toContain(hashToken(tokenOf(link)));
  const tab = browser(db);
  expect(await tab.api().invitation.open({ token: tokenOf(link) })).toMatchObject({
    ...{ state: "open", organisation: `Test ${admin.slug}`, email, name: "Nia N.", role: "Finance partner" },
    ...{ hasAccount: false, signedInAs: null },
  });
  expect(await tab.api().invitation.accept({ token: tokenOf(link), account })).toEqual({ slug: admin.slug });
  const shell = await tab.api().organisation.shell({ org: admin.slug });
  expect(shell.person).toMatchObject({ name: "Nia New", initials: "NN", role: "Finance partner" });
  expect((await listInvitations(admin.ctx)).total).toBe(0);
  await tab.api().access.signOut();
  await browser(db).api().access.signIn({ email, password: account.password });
});

test("somebody with an account signs in and accepts as themselves", async ({ db }) => {
  const [admin, elsewhere] = [await asMember(db), await asMember(db, "viewer", "Eli Else")];
  const [row] = await db.sql<{ email: string }[]>`select email from private.person(${elsewhere.userId})`;
  const email = row?.email ?? "";
  const link = await invite(admin.ctx, { email: email.toUpperCase(), name: "Eli", role: "pmo" });
  const stranger = browser(db);
  expect(await stranger.api().invitation.open({ token: tokenOf(link) })).toMatchObject({ hasAccount: true });
  // The link alone must not set a password on an account that exists.
  await expect(stranger.api().invitation.accept({ token: tokenOf(link), account })).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
  const tab = await signedIn(db, elsewhere);
  expect(await tab.api().invitation.open({ token: tokenOf(link) })).toMatchObject({
    signedInAs: { email, isInvited: true },
  });
  expect(await tab.api().invitation.accept({ token: tokenOf(link) })).toEqual({ slug: admin.slug });
  const { places } = await tab.api().access.whoAmI();
  expect(places.map(({ slug, role }) => [slug, role]).sort()).toEqual(
    [
      [admin.slug, "pmo"],
      [elsewhere.slug, "viewer"],
    ].sort(),
  );
});

describe("a link that does not work", () => {
  const GONE = { code: "NOT_FOUND", message: "This link does not work any more. Ask for a new one." };
  const tryIt = (db: TestDatabase, token: string, now?: Date) =>
    browser(db, now ? { now } : {})
      .api()
      .invitation.accept({ token, account });

  test("a token that was never given, and the stored hash itself", async ({ db }) => {
    const admin = await asMember(db);
    const link = await invite(admin.ctx, { email: newEmail(), name: "A", role: "viewer" });
    for (const token of ["x", randomBytes(32).toString("base64url"), hashToken(tokenOf(link))]) {
      await expect(tryIt(db, token)).rejects.toMatchObject(GONE);
      expect(await browser(db).api().invitation.open({ token })).toEqual({ state: "gone" });
    }
  });

  test("used once, at the same moment too", async ({ db }) => {
    const admin = await asMember(db);
    const link = await invite(admin.ctx, { email: newEmail(), name: "A", role: "viewer" });
    const both = await Promise.allSettled([tryIt(db, tokenOf(link)), tryIt(db, tokenOf(link))]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(tryIt(db, tokenOf(link))).rejects.toMatchObject(GONE);
    expect(await db.sql`select 1 from private.last_sign_ins()`).toHaveLength(0);
  });

  test("expired: said so, and a new link works", async ({ db }) => {
    const admin = await asMember(db);
    const email = newEmail();
    const link = await invite(admin.ctx, { email, name: "A", role: "viewer" });
    const late = new Date(Date.now() + (INVITATION_DAYS + 1) * DAY_MS);
    await expect(tryIt(db, tokenOf(link), late)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringMatching(/expired/),
    });
    expect(
      await browser(db, { now: late })
        .api()
        .invitation.open({ token: tokenOf(link) }),
    ).toMatchObject({ state: "expired" });
    expect(await db.sql`select 1 from private.sign_in_account(${email})`).toHaveLength(0);
    const renewed = await renewInvitation({ ...admin.ctx, now: late }, link);
    await expect(tryIt(db, tokenOf(link), late)).rejects.toMatchObject(GONE);
    expect(await tryIt(db, tokenOf(renewed), late)).toEqual({ slug: admin.slug });
  });

  test("revoked", async ({ db }) => {
    const admin = await asMember(db);
    const link = await invite(admin.ctx, { email: newEmail(), name: "A", role: "viewer" });
    await revokeInvitation(admin.ctx, link);
    await expect(tryIt(db, tokenOf(link))).rejects.toMatchObject(GONE);
    await expect(renewInvitation(admin.ctx, link)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("for somebody else than who is signed in", async ({ db }) => {
    const [admin, other] = [await asMember(db), await asMember(db)];
    const link = await invite(admin.ctx, { email: newEmail(), name: "A", role: "viewer" });
    const tab = await signedIn(db, other);
    await expect(tab.api().invitation.accept({ token: tokenOf(link) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(tab.api().organisation.shell({ org: admin.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("tried again and again from one address", async ({ db }) => {
    const tab = browser(db, { address: "192.0.2.77" });
    for (let i = 0; i < ATTEMPT_LIMIT.address; i++) {
      await expect(tab.api().invitation.accept({ token: `guess-${i}` })).rejects.toMatchObject(GONE);
    }
    await expect(tab.api().invitation.accept({ token: "guess" })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });
});

describe("inviting", () => {
  test("a member, or somebody who is invited, is refused with what to do", async ({ db }) => {
    const admin = await asMember(db);
    const email = newEmail();
    const link = await invite(admin.ctx, { email, name: "A", role: "viewer" });
    await expect(invite(admin.ctx, { email: email.toUpperCase(), name: "A", role: "viewer" })).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringMatching(/invited already/) },
    });
    await browser(db)
      .api()
      .invitation.accept({ token: tokenOf(link), account });
    const member = { code: "CONFLICT", message: "Nia New is a member already. Change their role in the list." };
    await expect(invite(admin.ctx, { email, name: "A", role: "viewer" })).rejects.toMatchObject(member);
  });

  test("a person without account who sends neither name nor password is told which", async ({ db }) => {
    const admin = await asMember(db);
    const link = await invite(admin.ctx, { email: newEmail(), name: "A", role: "viewer" });
    const tab = browser(db);
    await expect(tab.api().invitation.accept({ token: tokenOf(link) })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const short = { token: tokenOf(link), account: { name: "A", password: "short" } };
    await expect(tab.api().invitation.accept(short)).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("password"),
    });
    expect((await listInvitations(admin.ctx)).total).toBe(1);
  });

  test.for(ROLES.filter((role) => role !== "admin"))("%s may not", async (role, { db }) => {
    const member = await asMember(db, role);
    const { api } = await signedIn(db, member);
    const { slug: org } = member;
    const refused = { code: "FORBIDDEN" };
    await expect(api().invitation.create({ org, email: newEmail(), name: "A", role: "admin" })).rejects.toMatchObject(
      refused,
    );
    await expect(api().invitation.list({ org })).rejects.toMatchObject(refused);
  });

  test("another organisation's invitation does not exist", async ({ db }) => {
    const [mine, theirs] = [await asMember(db), await asMember(db)];
    const link = await invite(theirs.ctx, { email: newEmail(), name: "A", role: "viewer" });
    await expect(renewInvitation(mine.ctx, link)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeInvitation(mine.ctx, link)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listInvitations(mine.ctx)).total).toBe(0);
    expect((await listInvitations(theirs.ctx)).total).toBe(1);
  });

  test("a deactivated member is reactivated, not invited", async ({ db }) => {
    const admin = await asMember(db);
    const email = newEmail();
    await browser(db)
      .api()
      .invitation.accept({ token: tokenOf(await invite(admin.ctx, { email, name: "A", role: "viewer" })), account });
    const { api } = await signedIn(db, admin);
    const { rows } = await api().member.rows({ org: admin.slug, q: email });
    await setMemberActive(admin.ctx, { memberId: rows[0]?.id ?? "", active: false, version: 1 });
    await expect(invite(admin.ctx, { email, name: "A", role: "viewer" })).rejects.toMatchObject({
      message: expect.stringMatching(/Reactivate/),
    });
  });
});
