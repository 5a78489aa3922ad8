import type { TRPCError } from "@trpc/server";
import { describe, expect, vi } from "vitest";
import { can, type Permission, ROLES } from "@/domain/access/permission";
import { asMember } from "@/server/testing";
import { hashToken } from "../context";
import { appRouter } from "../root";
import type { Example } from "./example";
import { examples } from "./examples";
import { type Caller, callerWith, fingerprint, MARKER, test, type World } from "./world";

// Before the imports, which read the settings: the model server of these tests may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

type Def = { type: "query" | "mutation" | "subscription"; meta?: { permission?: Permission | "public" | "signed-in" } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Def }>).map(
  ([path, { _def }]) => ({ path, ..._def }),
);

/** Calls a procedure by its path. */
function call(caller: Caller, path: string, input: unknown): Promise<unknown> {
  const [noun = "", verb = ""] = path.split(".");
  const found = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[noun]?.[
    verb
  ];
  if (!found) throw new Error(`no procedure ${path}`);
  return found(input);
}

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "answered",
    (error: TRPCError) => error.code,
  );

const tokenOf = (world: World, { as }: Example): string | null => (as ? (world.tokens.get(as) ?? null) : null);

const exampleOf = (path: string): Example => {
  const found = examples[path];
  if (!found) throw new Error(`${path} has no example: add one in server/trpc/walk/examples.ts or beside it`);
  return found;
};

type Input = object | undefined;
const sent = (example: Example, input: Input, org: string, at?: string): Input =>
  example.open ? input : { ...input, org, ...(at ? { at } : {}) };

const CURE = "The walk wants an input that succeeds: mend it in examples.ts, add its row in world.ts or what must have";

/** Calls the procedure as its example says. Rejects unless the success is real. @returns the answer */
async function succeed(world: World, path: string, type: Def["type"], example: Example, input: Input) {
  const before = type === "mutation" && !example.proof ? await fingerprint(world) : "";
  let session: string | null | undefined;
  const caller = callerWith(world.db, tokenOf(world, example), (took) => {
    session = took;
  });
  const answer = await call(caller, path, sent(example, input, world.slug)).catch((error: Error) => {
    throw new Error(
      `${path} is refused for ${example.as ?? "nobody"}: "${error.message}". ${CURE} happened in state.ts.`,
    );
  });
  if (type === "mutation" && answer && typeof answer === "object" && "outcome" in answer)
    expect(answer.outcome, `${path} answered, but not with success. ${CURE} happened in state.ts.`).toBe("saved");
  if (example.proof) await example.proof({ world, input, answer, session });
  else if (type === "mutation")
    expect(await fingerprint(world), `${path} changed nothing here: add a proof to its example`).not.toBe(before);
  else
    expect(JSON.stringify(answer), `${path} shows nothing of the world: add a proof to its example`).toContain(MARKER);
  return answer;
}

/** The session of an administrator of another organisation. */
async function strangerTo({ db }: World, path: string) {
  const stranger = await asMember(db, "admin");
  const token = `stranger-${path}`;
  await db.sql`select private.open_session(${stranger.userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'walk')`;
  return { token, slug: stranger.slug };
}

test("every procedure declares a permission and has an example, and no example is left over", () => {
  expect(procedures.length).toBeGreaterThan(30);
  expect(
    procedures.filter(({ meta }) => !meta?.permission).map(({ path }) => path),
    "these declare no permission: add .meta({ permission }) in their router",
  ).toEqual([]);
  expect(
    procedures.filter(({ path }) => !examples[path]).map(({ path }) => path),
    "these have no example: say in server/trpc/walk/examples.ts who may call them and with what",
  ).toEqual([]);
  const known = new Set(procedures.map(({ path }) => path));
  expect(
    Object.keys(examples).filter((path) => !known.has(path)),
    "these examples are of no procedure: remove them from server/trpc/walk/examples.ts",
  ).toEqual([]);
});

describe("each procedure succeeds for an allowed role on its own rows, and only then is refused to others", () => {
  test.for(procedures)("$path", async ({ path, type, meta }, { worlds }) => {
    const example = exampleOf(path);
    const permission = meta?.permission;
    // A query's world may be shared, since it changes nothing. A mutation succeeds in one world and is refused in
    // another where all stands ready for it; that it succeeds there at last shows that it did.
    const first = type === "query" ? await worlds.shared() : await worlds.fresh();
    const input = await example.input(first);
    const answer = await succeed(first, path, type, example, input);
    if (permission === "public") return;
    if (type === "query") return refused(first, path, type, permission, input, answer);
    const second = await worlds.fresh();
    const again = await example.input(second);
    await refused(second, path, type, permission, again, answer);
    await succeed(second, path, type, example, again);
  });
});

/** To the wrong roles, to nobody, to a stranger, on a past date; and nothing changes. */
async function refused(
  world: World,
  path: string,
  type: Def["type"],
  permission: Permission | "signed-in" | undefined,
  input: Input,
  answer: unknown,
) {
  const { db, slug } = world;
  const example = exampleOf(path);
  const before = await fingerprint(world);
  const attempt = (token: string | null, org = slug, at?: string) =>
    codeOf(call(callerWith(db, token), path, sent(example, input, org, at)));
  expect(await attempt(null)).toBe("UNAUTHORIZED");
  if (permission && permission !== "signed-in") {
    const { as } = example;
    expect(as && can(as, permission)).toBe(true);
    for (const role of ROLES.filter((each) => !can(each, permission)))
      expect(await attempt(world.tokens.get(role) ?? null), role).toBe("FORBIDDEN");
    const stranger = await strangerTo(world, path);
    expect(await attempt(stranger.token)).toBe("NOT_FOUND");
    if (type === "mutation")
      expect(await attempt(tokenOf(world, example), slug, "2026-01-01")).toBe("PRECONDITION_FAILED");
    // In their own organisation, with this one's ids: nothing is shown and nothing here changes.
    const theirs = await call(callerWith(db, stranger.token), path, sent(example, input, stranger.slug)).catch(
      (error: Error) => error.message,
    );
    expect(JSON.stringify(theirs ?? null)).not.toContain(MARKER);
    if (type === "query") expect(theirs).not.toEqual(answer);
  }
  expect(await fingerprint(world)).toBe(before);
}

describe("what is no success is found", () => {
  test("a refusal, a conflict, an empty answer, a mutation that writes nothing", async ({ worlds }) => {
    const world = await worlds.fresh();
    const { ids } = world;
    const attempt = (path: string, type: Def["type"], example: Example, input: object) =>
      succeed(world, path, type, example, input);
    const rename = { id: ids.initiative, version: 1, patch: { title: "Renamed" } };
    const plain: Example = { as: "pmo", input: () => undefined };
    await expect(attempt("initiative.edit", "mutation", { ...plain, as: "viewer" }, rename)).rejects.toThrow(
      /initiative\.edit is refused for viewer: ".+"\. The walk wants an input that succeeds/,
    );
    await attempt("initiative.edit", "mutation", plain, rename);
    await expect(
      attempt("initiative.edit", "mutation", plain, { ...rename, patch: { title: "Renamed again" } }),
    ).rejects.toThrow(/initiative\.edit answered, but not with success/);
    await expect(attempt("initiative.rows", "query", plain, { q: "no such words" })).rejects.toThrow(
      /initiative\.rows shows nothing of the world: add a proof/,
    );
    const target = { platform: "openmetrics", url: world.metrics, auth: "none" };
    await expect(attempt("connection.test", "mutation", { ...plain, as: "mlops" }, target)).rejects.toThrow(
      /connection\.test changed nothing here: add a proof/,
    );
  });

  test("a procedure without a permission", () => {
    const planted = [...procedures, { path: "planted.one", type: "query" as const }];
    expect(planted.filter((each) => !("meta" in each && each.meta?.permission)).map(({ path }) => path)).toEqual([
      "planted.one",
    ]);
  });
});
