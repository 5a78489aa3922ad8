import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { ROLES } from "@/domain/access/permission";
import { apiTokenNew } from "@/domain/api-token/input";
import { AppError } from "@/domain/shared/error";
import { memberOf } from "../http/member";
import { trpcHandler } from "../http/trpc";
import { changeRole, setMemberActive } from "../member/commands";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { bearerTokenOf, hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { createToken, revokeToken } from "./commands";
import { listTokens } from "./queries";

const call = createCallerFactory(appRouter);
const emit = async () => undefined;

const caller = (db: TestDatabase, authorization: string, cookie?: string) =>
  call(requestContext({ db, emit, cookie, authorization, address: "192.0.2.77", userAgent: "curl/8" }));

const make = (member: Member, scopes: string[], days = 30) =>
  createToken(member.ctx, apiTokenNew.parse({ name: "Nightly export", scopes, days }));

const bearer = async (member: Member, ...scopes: string[]) => `Bearer ${(await make(member, scopes)).token}`;

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "answered",
    (error: { code: string }) => error.code,
  );

describe("an access token", () => {
  test("speaks for its member within its scopes, in its organisation", async ({ db }) => {
    const [pmo, other] = [await asMember(db, "pmo"), await asMember(db)];
    const header = await bearer(pmo, "initiative:read", "initiative:create", "change:read");
    const { slug: org } = pmo;
    const made = await caller(db, header).initiative.create({ org, title: "By a program" });
    expect(await caller(db, header).initiative.get({ org, id: made.id })).toMatchObject({ title: "By a program" });
    expect(await codeOf(caller(db, header).program.create({ org, name: "Not allowed" }))).toBe("FORBIDDEN");
    expect(await codeOf(caller(db, header).initiative.rows({ org: other.slug }))).toBe("NOT_FOUND");
    const recorded = await caller(db, header).initiative.activity({ org, id: made.id });
    expect(JSON.stringify(recorded)).toContain("Robin Vale");
  });

  test("stays within its scopes where a command or query asks further, whatever its member's role", async ({ db }) => {
    const admin = await asMember(db);
    const { slug: org } = admin;
    const edits = caller(db, await bearer(admin, "initiative:read", "initiative:create", "initiative:edit"));
    const { id } = await edits.initiative.create({ org, title: "Kept by scopes" });
    const archives = caller(db, await bearer(admin, "initiative:read", "initiative:archive", "change:read"));
    await archives.initiative.archive({ org, id, reason: "Not wanted" });
    const { entries } = await archives.initiative.activity({ org, id });
    const changeId = entries[0]?.changeId ?? "";
    // Taking back an archival asks for more than the procedure does.
    expect(await codeOf(edits.initiative.undo({ org, id, changeId }))).toBe("FORBIDDEN");
    const writes = caller(db, await bearer(admin, "comment:write", "organisation:read", "change:read", "view:own"));
    const about = { noun: "initiative" as const, id };
    expect(await codeOf(writes.comment.create({ org, about, body: "Hello", mentions: [] }))).toBe("NOT_FOUND");
    expect(JSON.stringify(await writes.search.find({ org, q: "Kept by scopes" }))).not.toContain(id);
    expect(await codeOf(writes.compare.days({ org, noun: "initiative", from: "2020-01-01" }))).toBe("FORBIDDEN");
    expect((await writes.organisation.shell({ org })).permissions.sort()).toEqual(
      ["change:read", "comment:write", "organisation:read", "view:own"].sort(),
    );
    const reads = caller(db, await bearer(admin, "document:read", "initiative:read", "comment:read"));
    expect(await reads.document.list({ org, about })).toMatchObject({ mayAdd: false });
    expect((await reads.comment.list({ org, about })).may).toMatchObject({ write: false, moderate: false });
  });

  test("reaches nothing of the person's own, whatever it may do", async ({ db }) => {
    const admin = await asMember(db);
    const header = await bearer(admin, "organisation:read");
    const program = caller(db, header);
    for (const attempt of [
      program.access.whoAmI(),
      program.access.changePassword({ current: "a", next: "a long new password" }),
      program.access.signOutEverywhere(),
      program.session.list(),
      program.factor.state(),
      program.factor.begin({ password: "a" }),
      program.organisation.start({
        name: "X",
        slug: "x-y-z",
        timeZone: "UTC",
        currency: "USD",
        locale: "en-US",
        fiscalYearStart: 1,
      }),
      program.apiToken.list({ org: admin.slug }),
      program.apiToken.create({ org: admin.slug, name: "More", scopes: ["initiative:read"], days: 1 }),
      program.member.signOutEverywhere({ org: admin.slug, memberId: admin.memberId }),
    ])
      expect(await codeOf(attempt)).toBe("FORBIDDEN");
  });

  test("is shown once; the database and the list hold its hash and its last characters", async ({ db }) => {
    const admin = await asMember(db);
    const { token, tokenId } = await make(admin, ["initiative:read"]);
    expect(token).toMatch(/^ptn_[\w-]{43}$/);
    const { rows } = await listTokens(admin.ctx);
    expect(rows).toMatchObject([{ id: tokenId, hint: token.slice(-4), state: "in force", lastUsedAt: null }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(hashToken(token));
    const superuser = postgres(db.superUrl, { max: 1 });
    const stored = await superuser`select t::text as row from api_token t where id = ${tokenId}
      union all select t::text from history.api_token t where id = ${tokenId}`;
    await superuser.end();
    expect(stored).toHaveLength(2);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(await codeOf(caller(db, `Bearer ${hashToken(token)}`).initiative.rows({ org: admin.slug }))).toBe(
      "UNAUTHORIZED",
    );
  });

  test("notes its last use, from where", async ({ db }) => {
    const admin = await asMember(db);
    await caller(db, await bearer(admin, "initiative:read")).initiative.rows({ org: admin.slug });
    await expect
      .poll(async () => (await listTokens(admin.ctx)).rows[0])
      .toMatchObject({ lastUsedAt: expect.any(Date), lastAddress: "192.0.2.77" });
  });
});

describe("is refused at once", () => {
  const revocations: [string, (member: Member, admin: Member, tokenId: string) => Promise<unknown>, string][] = [
    ["revoked by its member", ({ ctx }, _admin, tokenId) => revokeToken(ctx, { tokenId }), "UNAUTHORIZED"],
    ["revoked by an administrator", (_member, { ctx }, tokenId) => revokeToken(ctx, { tokenId }), "UNAUTHORIZED"],
    [
      "its member deactivated",
      ({ memberId }, { ctx }) => setMemberActive(ctx, { memberId, active: false, version: 1 }),
      "UNAUTHORIZED",
    ],
    [
      "its member's role changed to one without the right",
      ({ memberId }, { ctx }) => changeRole(ctx, { memberId, role: "viewer", version: 1 }),
      "FORBIDDEN",
    ],
  ];
  test.for(revocations)("%s", async ([, revoke, code], { db }) => {
    const admin = await asMember(db);
    const pmo = await joinAs(db, admin.orgId, "pmo");
    const { token, tokenId } = await make(pmo, ["initiative:create"]);
    const attempt = (title: string) => caller(db, `Bearer ${token}`).initiative.create({ org: admin.slug, title });
    await attempt("Before");
    await revoke(pmo, admin, tokenId);
    expect(await codeOf(attempt("After"))).toBe(code);
  });

  test("expired", async ({ db }) => {
    const admin = await asMember(db);
    const past = { ...admin, ctx: { ...admin.ctx, now: new Date(Date.now() - 2 * 86_400_000) } };
    const { token } = await make(past, ["initiative:read"], 1);
    expect(await codeOf(caller(db, `Bearer ${token}`).initiative.rows({ org: admin.slug }))).toBe("UNAUTHORIZED");
    expect((await listTokens(admin.ctx)).rows[0]?.state).toBe("expired");
  });

  test("nobody revokes another's, nor sees it, without managing tokens", async ({ db }) => {
    const admin = await asMember(db);
    const [pmo, viewer, stranger] = [
      await joinAs(db, admin.orgId, "pmo"),
      await joinAs(db, admin.orgId, "viewer"),
      await asMember(db),
    ];
    const { tokenId } = await make(pmo, ["initiative:read"]);
    for (const { ctx } of [viewer, stranger]) {
      await expect(revokeToken(ctx, { tokenId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect((await listTokens(ctx)).rows).toEqual([]);
    }
    expect((await listTokens(admin.ctx)).rows).toMatchObject([{ id: tokenId, isMine: false }]);
    await revokeToken(admin.ctx, { tokenId });
    await expect(revokeToken(admin.ctx, { tokenId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("making one", () => {
  test.for(ROLES.filter((role) => role !== "admin"))("%s gives no more than the role has", async (role, { db }) => {
    const member = await asMember(db, role);
    await make(member, ["initiative:read"]);
    await expect(make(member, ["initiative:read", "mail:read"])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("never the right to let people or tokens in", () => {
    for (const scope of ["api-token:own", "api-token:manage", "member:manage", "organisation:manage", "no:such", ""])
      expect(apiTokenNew.safeParse({ name: "x", scopes: [scope], days: 1 }).success, scope).toBe(false);
    for (const days of [0, 367, 1.5, Number.NaN])
      expect(apiTokenNew.safeParse({ name: "x", scopes: ["initiative:read"], days }).success).toBe(false);
  });
});

describe("the policy on the table", () => {
  test("shows one token to who names its hash, and nothing else", async ({ db }) => {
    const admin = await asMember(db);
    const { token } = await make(admin, ["initiative:read"]);
    await make(admin, ["initiative:read"]);
    const seen = (hash: string) =>
      db.sql.begin(async (tx) => {
        await tx`select set_config('app.token_hash', ${hash}, true)`;
        return tx`select name from api_token`;
      });
    expect(await seen("")).toHaveLength(0);
    expect(await seen(token)).toHaveLength(0);
    expect(await seen(hashToken(token))).toHaveLength(1);
    const written = db.sql.begin(async (tx) => {
      await tx`select set_config('app.token_hash', ${hashToken(token)}, true)`;
      return tx`update api_token set expires_at = 'infinity' returning 1`;
    });
    expect(await written).toHaveLength(0);
    expect(await db.sql`select 1 from api_token`).toHaveLength(0);
  });
});

test.for([
  ["Bearer ptn_abc", "ptn_abc"],
  ["bearer   ptn_abc  ", "ptn_abc"],
  ["Bearer other", null],
  ["Basic cHRuX2FiYw==", null],
  ["Bearer ptn_a b", null],
  [`Bearer ptn_${"a".repeat(500)}`, null],
  ["", null],
  [undefined, null],
] as const)("of the header %j it is %j", ([header, token]) => {
  expect(bearerTokenOf(header)).toBe(token);
});

describe("over HTTP", () => {
  test("procedures and plain endpoints take it; a wrong one counts even beside a good cookie", async ({ db }) => {
    const admin = await asMember(db);
    const shared = { db, emit };
    (globalThis as Record<symbol, unknown>)[Symbol.for("portolan.process")] = shared;
    const server = createServer(async (req, res) => {
      const url = new URL(req.url ?? "/", "http://localhost");
      if (url.pathname.startsWith("/api/trpc")) return trpcHandler(req, res, shared, url);
      try {
        const { actor } = await memberOf(req, url, shared, "initiative:read");
        res.end(JSON.stringify(actor));
      } catch (error) {
        res.writeHead(400).end(error instanceof AppError ? error.code : String(error));
      }
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const authorization = await bearer(admin, "initiative:read");
    const input = encodeURIComponent(JSON.stringify({ org: admin.slug }));
    const ask = (path: string, headers: Record<string, string>) => fetch(`${base}${path}`, { headers });
    const listed = await ask(`/api/trpc/initiative.rows?input=${input}`, { authorization });
    expect(listed.status).toBe(200);
    expect(listed.headers.get("set-cookie")).toBeNull();
    expect(await (await ask(`/api/file?org=${admin.slug}`, { authorization })).json()).toMatchObject({
      memberId: admin.memberId,
    });
    expect((await ask(`/api/trpc/mail.list?input=${input}`, { authorization })).status).toBe(403);
    const cookie = "authjs.session-token=good";
    await db.sql`select private.open_session(${admin.userId}, ${hashToken("good")}, ${new Date(Date.now() + 60_000)}, '')`;
    expect((await ask(`/api/trpc/initiative.rows?input=${input}`, { cookie })).status).toBe(200);
    const wrong = { cookie, authorization: "Bearer ptn_wrong" };
    expect((await ask(`/api/trpc/initiative.rows?input=${input}`, wrong)).status).toBe(401);
    server.close();
  });
});
