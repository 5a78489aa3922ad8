import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Auth } from "@auth/core";
import Provider, { type Configuration } from "oidc-provider";
import { describe, expect, vi } from "vitest";
import type { IdentityProvider } from "@/domain/access/provider";
import { auditPage } from "@/domain/audit/input";
import { listAudit } from "../../audit/queries";
import { changeRole, setMemberActive } from "../../member/commands";
import { asMember, test as base, joinAs, type Member, type TestDatabase } from "../../testing";
import { hashToken, requestContext } from "../../trpc/context";
import { type AuthSettings, authConfig } from "../config";
import { admitThrough } from "./commands";

const APP = "http://localhost:3000";
const SECRET = "0123456789abcdef0123456789abcdef";
const emit = async () => undefined;

type Account = Record<string, unknown> & { sub: string };

/** A real OpenID provider on this machine. It signs in whoever `next` names, without asking. */
async function startProvider() {
  const people = new Map<string, Account>();
  const state = { next: "" };
  const server = createServer((req, res) => void serve(req, res));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: "portolan",
        client_secret: "a-secret-of-the-client",
        redirect_uris: [`${APP}/api/auth/callback/idp`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "groups"],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    cookies: { keys: [SECRET] },
    findAccount: (_ctx, sub) => {
      const account = people.get(sub);
      return account ? { accountId: sub, claims: () => account } : undefined;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Grant: 600, Session: 600 },
  };
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  async function serve(...[req, res]: Parameters<typeof answer>) {
    if (!req.url?.startsWith("/interaction/")) return answer(req, res);
    const { params } = await provider.interactionDetails(req, res);
    const grant = new provider.Grant({ accountId: state.next, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const grantId = await grant.save();
    await provider.interactionFinished(req, res, { login: { accountId: state.next }, consent: { grantId } });
  }
  return { issuer, people, state, stop: () => server.close() };
}

const test = base.extend("idp", { scope: "file" }, async ({}, { onCleanup }) => {
  const silenced = [vi.spyOn(console, "warn"), vi.spyOn(console, "info")]; // it warns of its own development keys
  for (const each of silenced) each.mockImplementation(() => undefined);
  const idp = await startProvider();
  onCleanup(() => {
    idp.stop();
    for (const each of silenced) each.mockRestore();
  });
  return idp;
});
type Idp = Awaited<ReturnType<typeof startProvider>>;

/** What a browser does with cookies. */
function jar() {
  const held = new Map<string, string>();
  return {
    header: () => [...held].map(([name, value]) => `${name}=${value}`).join("; "),
    take: (response: Response) => {
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ""] = cookie.split(";");
        const at = pair.indexOf("=");
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
        if (value && !/expires=Thu, 01 Jan 1970|max-age=0/i.test(cookie)) held.set(name, value);
        else held.delete(name);
      }
    },
    get: (name: string) => held.get(name),
    set: (name: string, value: string) => held.set(name, value),
    drop: (part: string) => [...held.keys()].filter((name) => name.includes(part)).map((name) => held.delete(name)),
    names: () => [...held.keys()],
  };
}

function settingsFor(idp: Idp, more: Partial<IdentityProvider> = {}): AuthSettings {
  const provider: IdentityProvider = {
    ...{ id: "idp", name: "Cedar sign-on", issuer: idp.issuer, clientId: "portolan" },
    ...{ clientSecret: "a-secret-of-the-client", scope: "openid email profile groups" },
    ...{ domains: ["example.org"], role: "viewer", roles: {} },
    ...more,
  };
  const caller = { address: "192.0.2.30", userAgent: "Firefox/145.0 Linux", emit };
  return { secret: SECRET, secure: false, providers: [provider], caller };
}

/** One browser that goes through the provider; `onReturn` may meddle with what comes back. */
async function goThrough(
  db: TestDatabase,
  idp: Idp,
  settings: AuthSettings,
  onReturn: (back: URL, cookies: ReturnType<typeof jar>) => void = () => undefined,
) {
  const cookies = jar();
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookies.header());
    const response = await Auth(
      new Request(path.startsWith("http") ? path : `${APP}/api/auth/${path}`, { ...init, headers }),
      authConfig(db, settings),
    );
    cookies.take(response);
    return response;
  };
  const { csrfToken } = (await (await ask("csrf")).json()) as { csrfToken: string };
  const begun = await ask("signin/idp", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl: `${APP}/somewhere` }),
  });
  const theirs = jar();
  let location = begun.headers.get("location") ?? "";
  const asked = new URL(location);
  for (let hop = 0; hop < 8 && !location.startsWith(APP); hop += 1) {
    const response = await fetch(new URL(location, idp.issuer), {
      headers: { cookie: theirs.header() },
      redirect: "manual",
    });
    theirs.take(response);
    location = new URL(response.headers.get("location") ?? "", idp.issuer).href;
  }
  const back = new URL(location);
  onReturn(back, cookies);
  const response = await ask(back.href);
  const token = cookies.get("authjs.session-token");
  const ctx = requestContext({
    ...{ db, emit, address: "x", userAgent: "" },
    cookie: token ? `authjs.session-token=${token}` : undefined,
  });
  return { asked, landed: response.headers.get("location"), token, ctx, cookies, ask };
}

let count = 0;
/** Somebody the provider knows. */
function somebody(idp: Idp, claims: Record<string, unknown> = {}): Account {
  const sub = `sub-${++count}-${randomBytes(3).toString("hex")}`;
  const account = { sub, name: `Person ${count}`, email: `p${count}@example.org`, email_verified: true, ...claims };
  idp.people.set(sub, account);
  idp.state.next = sub;
  return account;
}

const roleOf = async ({ ctx }: Awaited<ReturnType<typeof goThrough>>, slug: string) =>
  (await ctx.resolve(slug))?.member?.role;

describe("through a real provider", () => {
  test("a newcomer gets an account, a membership with the usual role, and a session of which we hold the hash", async ({
    db,
    idp,
  }) => {
    const admin = await asMember(db);
    const account = somebody(idp, { name: "Ida Prowse" });
    const visit = await goThrough(db, idp, settingsFor(idp, { organisation: admin.slug }));
    expect(visit.asked.searchParams.get("code_challenge_method")).toBe("S256");
    for (const name of ["state", "nonce", "code_challenge"]) expect(visit.asked.searchParams.get(name)).toBeTruthy();
    expect(visit.landed).toBe(`${APP}/somewhere`);
    expect(Buffer.from(visit.token ?? "", "base64url")).toHaveLength(32);
    expect(await visit.ctx.resolve(admin.slug)).toMatchObject({
      ...{ userName: "Ida Prowse", userEmail: account.email, member: { role: "viewer", name: "Ida Prowse" } },
    });
    expect(await db.sql`select 1 from private.session_person(${visit.token ?? ""})`).toHaveLength(0);
    expect(await db.sql`select 1 from private.session_person(${hashToken(visit.token ?? "")})`).toHaveLength(1);
    const { rows } = await listAudit({ ...admin.ctx, timeZone: "UTC" }, auditPage.parse({}));
    expect(rows.slice(0, 2)).toMatchObject([
      { did: "Signed in", who: "Ida Prowse", about: "by identity provider", address: "192.0.2.30" },
      { did: "Joined through an identity provider", who: "Sign-in through Cedar sign-on", about: "Ida Prowse" },
    ]);
    // The next time it is the same person.
    const again = await goThrough(db, idp, settingsFor(idp, { organisation: admin.slug }));
    expect((await again.ctx.resolve(""))?.userId).toBe((await visit.ctx.resolve(""))?.userId);
  });

  test("an invited or known person is found by the verified address; the membership stays as it is", async ({
    db,
    idp,
  }) => {
    const admin = await asMember(db);
    const pmo = await joinAs(db, admin.orgId, "pmo");
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${pmo.userId})`;
    const email = row?.email ?? "";
    somebody(idp, { email: email.toUpperCase() });
    const visit = await goThrough(db, idp, settingsFor(idp, { domains: ["example.test"], organisation: admin.slug }));
    expect(await visit.ctx.resolve(admin.slug)).toMatchObject({ userId: pmo.userId, member: { role: "pmo" } });
  });

  test("without an organisation a newcomer has an account and waits for an invitation", async ({ db, idp }) => {
    const account = somebody(idp);
    const visit = await goThrough(db, idp, settingsFor(idp));
    expect(await visit.ctx.resolve("")).toMatchObject({ userEmail: account.email, member: null });
    expect(await db.sql`select * from private.places_of(${(await visit.ctx.resolve(""))?.userId ?? ""})`).toHaveLength(
      0,
    );
  });

  test("the claim decides about the role, at each sign-in; the last administrator stays", async ({ db, idp }) => {
    const admin = await asMember(db);
    const settings = settingsFor(idp, {
      ...{ organisation: admin.slug, roleClaim: "groups" },
      roles: { "ai-admins": "admin", "ai-office": "pmo" },
    });
    const account = somebody(idp, { groups: ["ai-office", "others"] });
    const role = async () => roleOf(await goThrough(db, idp, settings), admin.slug);
    expect(await role()).toBe("pmo");
    idp.people.set(account.sub, { ...account, groups: ["ai-admins"] });
    expect(await role()).toBe("admin");
    idp.people.set(account.sub, { ...account, groups: [] });
    expect(await role()).toBe("viewer");
    idp.people.set(account.sub, { ...account, groups: ["ai-admins"] });
    expect(await role()).toBe("admin");
    const { ctx } = admin;
    await changeRole(ctx, { memberId: admin.memberId, role: "viewer", version: 1 });
    idp.people.set(account.sub, { ...account, groups: [] });
    expect(await role()).toBe("admin");
  });
});

describe("is refused, without a session and without an account", () => {
  const refused: [string, Record<string, unknown>, string][] = [
    ["an address at another domain", { email: "ida@evil.example" }, "domain"],
    ["an address at a domain that begins alike", { email: "ida@example.org.evil.example" }, "domain"],
    ["an address that is not verified", { email_verified: false }, "unverified"],
    ["an address of which the provider says nothing", { email_verified: undefined }, "unverified"],
    ["no address at all", { email: undefined }, "unverified"],
  ];
  test.for(refused)("%s", async ([, claims, reason], { db, idp }) => {
    const admin = await asMember(db);
    const account = somebody(idp, claims);
    const visit = await goThrough(db, idp, settingsFor(idp, { organisation: admin.slug }));
    expect(visit.landed).toBe(`${APP}/sign-in?refused=${reason}`);
    expect(visit.token).toBeUndefined();
    expect(await db.sql`select 1 from private.person_of_account('idp', ${account.sub})`).toHaveLength(0);
    expect(await db.sql`select 1 from private.sign_in_account(${String(account.email)})`).toHaveLength(0);
  });

  test("a deactivated member, at once; and the log says so", async ({ db, idp }) => {
    const admin = await asMember(db);
    const settings = settingsFor(idp, { organisation: admin.slug });
    somebody(idp, { name: "Gone Er" });
    const first = await goThrough(db, idp, settings);
    const memberId = (await first.ctx.resolve(admin.slug))?.member?.memberId ?? "";
    await setMemberActive(admin.ctx, { memberId, active: false, version: 1 });
    for (const given of [settings, settingsFor(idp)]) {
      const visit = await goThrough(db, idp, given);
      expect(visit.landed).toBe(`${APP}/sign-in?refused=disabled`);
      expect(visit.token).toBeUndefined();
    }
    const { rows } = await listAudit({ ...admin.ctx, timeZone: "UTC" }, auditPage.parse({ what: "failures" }));
    expect(rows[0]).toMatchObject({ did: "Sign-in through a provider refused", who: "Gone Er" });
  });

  test("an address that the provider gave on to somebody else", async ({ db, idp }) => {
    const admin = await asMember(db);
    const settings = settingsFor(idp, { organisation: admin.slug });
    const before = somebody(idp);
    await goThrough(db, idp, settings);
    somebody(idp, { email: before.email });
    const visit = await goThrough(db, idp, settings);
    expect(visit.landed).toBe(`${APP}/sign-in?refused=changed`);
    expect(visit.token).toBeUndefined();
  });

  const meddled: [string, (back: URL, cookies: ReturnType<typeof jar>) => void][] = [
    ["another state", (back) => back.searchParams.set("state", "of-somebody-else")],
    ["no state", (back) => back.searchParams.delete("state")],
    ["a browser that did not begin it", (_back, cookies) => void cookies.drop("state")],
    ["a nonce that is not ours", (_back, cookies) => void cookies.drop("nonce")],
    ["another nonce", (_back, cookies) => void cookies.set("authjs.nonce", cookies.get("authjs.state") ?? "")],
    ["no proof of the code's owner", (_back, cookies) => void cookies.drop("pkce")],
    ["a code that was never given", (back) => back.searchParams.set("code", "invented")],
    ["another issuer", (back) => back.searchParams.set("iss", "https://evil.example")],
  ];
  test.for(meddled)("%s", async ([, onReturn], { db, idp }) => {
    const account = somebody(idp);
    const visit = await goThrough(db, idp, settingsFor(idp), onReturn);
    expect(visit.landed).toMatch(/\/sign-in\?error=/);
    expect(visit.token).toBeUndefined();
    expect(await db.sql`select 1 from private.person_of_account('idp', ${account.sub})`).toHaveLength(0);
  });

  test("a code used twice", async ({ db, idp }) => {
    somebody(idp);
    let back = "";
    const kept: [string, string][] = [];
    const visit = await goThrough(db, idp, settingsFor(idp), (url, cookies) => {
      back = url.href;
      for (const name of cookies.names()) kept.push([name, cookies.get(name) ?? ""]);
    });
    expect(visit.token).toBeTruthy();
    visit.cookies.drop("session-token");
    for (const [name, value] of kept) visit.cookies.set(name, value);
    const again = await visit.ask(back);
    expect(again.headers.get("location")).toMatch(/\/sign-in\?error=/);
    expect(visit.cookies.get("authjs.session-token")).toBeUndefined();
  });

  test("a provider of another name, and a start without our CSRF token", async ({ db, idp }) => {
    const settings = settingsFor(idp);
    const post = (path: string) =>
      Auth(
        new Request(`${APP}/api/auth/${path}`, { method: "POST", body: new URLSearchParams({ csrfToken: "x" }) }),
        authConfig(db, settings),
      );
    expect((await post("signin/idp")).headers.get("location") ?? "").not.toContain(idp.issuer);
    expect((await post("signin/other")).headers.get("location") ?? "").not.toContain(idp.issuer);
  });
});

describe("at the same moment", () => {
  test("one account and one membership come of it", async ({ db, idp }) => {
    const admin: Member = await asMember(db);
    const { providers: [provider] = [] } = settingsFor(idp, { organisation: admin.slug });
    if (!provider) throw new Error("no provider");
    const caller = { db, address: "", userAgent: "", emit };
    const claims = { sub: "twice", email: "twice@example.org", email_verified: true, name: "Twi Ce" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => admitThrough(caller, provider, claims)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toHaveProperty("userId");
  });

  test("hostile claims are refused or become plain text", async ({ db, idp }) => {
    const { providers: [provider] = [] } = settingsFor(idp);
    if (!provider) throw new Error("no provider");
    const caller = { db, address: "", userAgent: "", emit };
    const base = { email: "h@example.org", email_verified: true };
    for (const sub of [undefined, "", 7, {}, "x".repeat(300)])
      expect(await admitThrough(caller, provider, { ...base, sub })).toEqual({ refused: "failed" });
    const named = { ...base, sub: "named", name: "A\r\nB\u0000<script>" };
    const answer = await admitThrough(caller, provider, named);
    if (!("userId" in answer)) throw new Error("refused");
    const [person] = await db.sql<{ name: string }[]>`select name from private.person(${answer.userId})`;
    expect(person?.name).toBe("h@example.org");
  });
});
