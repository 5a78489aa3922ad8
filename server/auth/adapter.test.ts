import { Auth } from "@auth/core";
import { expect } from "vitest";
import { asMember, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { authAdapter } from "./adapter";
import { authConfig } from "./config";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** A request to /api/auth, as the route serves it. */
function ask(db: TestDatabase, path: string, init: RequestInit & { cookie?: string } = {}) {
  const headers = new Headers(init.headers);
  if (init.cookie) headers.set("cookie", init.cookie);
  const config = { ...authConfig(db, { secret: "0123456789abcdef0123456789abcdef", secure: false }) };
  return Auth(new Request(`http://localhost:3000/api/auth/${path}`, { ...init, headers }), config);
}

async function session(db: TestDatabase, token: string, days = 3) {
  const member = await asMember(db);
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${inDays(days)}, '')`;
  return member;
}

test("serves our session, names no token, and does not extend it", async ({ db }) => {
  const { userId } = await session(db, "one");
  const response = await ask(db, "session", { cookie: "authjs.session-token=one" });
  const body: unknown = await response.json();
  expect(body).toMatchObject({ user: { id: userId, name: "Robin Vale" } });
  expect(JSON.stringify(body)).not.toContain("one");
  const [held] = await db.sql<
    { expires_at: Date }[]
  >`select expires_at from private.session_person(${hashToken("one")})`;
  expect(Math.round(((held?.expires_at.getTime() ?? 0) - Date.now()) / DAY_MS)).toBe(3);
});

test("an unknown, expired or stolen-from-the-database token is nobody", async ({ db }) => {
  await session(db, "late", -1);
  await session(db, "good");
  for (const token of ["unknown", "late", hashToken("good")]) {
    const response = await ask(db, "session", { cookie: `authjs.session-token=${token}` });
    expect(await response.json()).toBeNull();
  }
});

test("signing out through Auth.js needs its CSRF token and ends the session", async ({ db }) => {
  await session(db, "leaving");
  const cookie = "authjs.session-token=leaving";
  const post = (more: string, body: Record<string, string>) =>
    ask(db, "signout", {
      method: "POST",
      cookie: `${cookie}; ${more}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(body),
    });
  const known = async () => db.sql`select 1 from private.session_person(${hashToken("leaving")})`;
  await post("a=b", {});
  expect(await known()).toHaveLength(1);
  const csrf = await ask(db, "csrf");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const csrfCookie = (csrf.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  await post(csrfCookie, { csrfToken });
  expect(await known()).toHaveLength(0);
});

test("offers no way in of its own", async ({ db }) => {
  expect(await (await ask(db, "providers")).json()).toEqual({});
  const response = await ask(db, "signin/credentials", {
    method: "POST",
    body: new URLSearchParams({ password: "x" }),
  });
  expect(response.headers.getSetCookie().some((cookie) => cookie.includes("session-token"))).toBe(false);
});

test("an identity provider's account finds its person", async ({ db }) => {
  const adapter = authAdapter(db);
  const made = await adapter.createUser?.({ id: "", email: "Ida@example.test", name: "Ida Pro", emailVerified: null });
  const id = made?.id ?? "";
  await adapter.linkAccount?.({ provider: "idp", providerAccountId: "7", userId: id, type: "oidc" });
  const whole = { id, email: "Ida@example.test", name: "Ida Pro", emailVerified: null };
  expect(await adapter.getUserByAccount?.({ provider: "idp", providerAccountId: "7" })).toEqual(whole);
  expect(await adapter.getUserByAccount?.({ provider: "other", providerAccountId: "7" })).toBeNull();
  expect(await adapter.getUser?.(id)).toEqual(whole);
  expect((await adapter.getUserByEmail?.("ida@EXAMPLE.test"))?.id).toBe(id);
  expect(await adapter.updateUser?.({ id, name: "Ida Prowse" })).toEqual({ ...whole, name: "Ida Prowse" });
  await adapter.createSession?.({ sessionToken: "s", userId: id, expires: inDays(1) });
  expect((await adapter.getSessionAndUser?.("s"))?.user.name).toBe("Ida Prowse");
  expect((await adapter.updateSession?.({ sessionToken: "s", expires: inDays(2) }))?.userId).toBe(id);
  await adapter.deleteSession?.("s");
  expect(await adapter.getSessionAndUser?.("s")).toBeNull();
  expect(await adapter.updateSession?.({ sessionToken: "s", expires: inDays(2) })).toBeNull();
});
