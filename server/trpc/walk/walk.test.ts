import type { TRPCError } from "@trpc/server";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { can, type Permission, ROLES } from "@/domain/access/permission";
import { asMember, type TestDatabase, test } from "@/server/testing";
import { hashToken } from "../context";
import { appRouter } from "../root";
import { examples, REFUSED } from "./examples";
import { type Caller, callerWith, fingerprint, MARKER, makeWorld, type World } from "./world";

type Def = { type: "query" | "mutation" | "subscription"; meta?: { permission?: Permission | "public" | "signed-in" } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Def }>).map(
  ([path, { _def }]) => ({ path, ..._def }),
);
const ofOrganisations = procedures.filter(
  ({ meta }) => meta?.permission !== "public" && meta?.permission !== "signed-in",
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

const inputOf = (world: World, path: string, org = world.slug, at?: string) => {
  const example = examples[path];
  if (!example) throw new Error(`${path} has no example input in server/trpc/walk/examples.ts`);
  const input = example.input(world);
  return example.open ? input : { ...input, org, ...(at ? { at } : {}) };
};

const shared = new WeakMap<TestDatabase, Promise<World>>();
/** One world for everything that must be refused: nothing in it may ever change. */
function quiet(db: TestDatabase): Promise<World> {
  const known = shared.get(db) ?? makeWorld(db);
  shared.set(db, known);
  return known;
}

test("every procedure declares a permission and has an example, and no example is left over", () => {
  expect(procedures.length).toBeGreaterThan(30);
  expect(procedures.filter(({ meta }) => !meta?.permission).map(({ path }) => path)).toEqual([]);
  expect(procedures.map(({ path }) => path).sort()).toEqual(Object.keys(examples).sort());
});

describe("each procedure succeeds for an allowed role on its own rows", () => {
  test.for(procedures)("$path", async ({ path, type, meta }, { db }) => {
    const world = type === "query" ? await quiet(db) : await makeWorld(db);
    const role = examples[path]?.as ?? "viewer";
    const attempt = call(callerWith(db, world.tokens[role] ?? null), path, inputOf(world, path));
    const refusal = REFUSED[path];
    if (refusal) await expect(attempt).rejects.toThrow(refusal);
    else await expect(attempt.then(() => "answered")).resolves.toBe("answered");
    if (meta?.permission && meta.permission !== "public" && meta.permission !== "signed-in")
      expect(can(role, meta.permission)).toBe(true);
  });
});

describe("each procedure is refused", () => {
  test.for(ofOrganisations)(
    "$path: to the wrong role, to nobody, to a stranger, on a past date",
    async ({ path, type, meta }, { db }) => {
      const world = await quiet(db);
      const permission = meta?.permission as Permission;
      const superuser = postgres(db.superUrl, { max: 1 });
      const before = await fingerprint(superuser, world.orgId);
      for (const role of ROLES.filter((each) => !can(each, permission))) {
        expect(await codeOf(call(callerWith(db, world.tokens[role] ?? null), path, inputOf(world, path))), role).toBe(
          "FORBIDDEN",
        );
      }
      expect(await codeOf(call(callerWith(db, null), path, inputOf(world, path)))).toBe("UNAUTHORIZED");
      const stranger = await asMember(db, "admin");
      const token = `stranger-${path}`;
      await db.sql`select private.open_session(${stranger.userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'walk')`;
      expect(await codeOf(call(callerWith(db, token), path, inputOf(world, path)))).toBe("NOT_FOUND");
      if (type === "mutation") {
        const role = examples[path]?.as ?? "admin";
        expect(
          await codeOf(
            call(callerWith(db, world.tokens[role] ?? null), path, inputOf(world, path, world.slug, "2026-01-01")),
          ),
        ).toBe("PRECONDITION_FAILED");
      }
      // In their own organisation, with this one's ids: nothing is shown and nothing here changes.
      const answer = await call(callerWith(db, token), path, inputOf(world, path, stranger.slug)).catch(
        (error: Error) => error.message,
      );
      expect(JSON.stringify(answer ?? null)).not.toContain(MARKER);
      expect(await fingerprint(superuser, world.orgId)).toBe(before);
      await superuser.end();
    },
  );
});

test("a planted procedure without a permission would be found", () => {
  const planted = [...procedures, { path: "planted.one", type: "query" as const }];
  expect(planted.filter((each) => !("meta" in each && each.meta?.permission)).map(({ path }) => path)).toEqual([
    "planted.one",
  ]);
});
