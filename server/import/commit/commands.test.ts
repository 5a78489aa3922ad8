import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { importFile } from "@/db/schema/import";
import { initiative, program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import type { Role } from "@/domain/access/permission";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { asMember, test } from "../../testing";
import { confirmImport, keepUpload, planImport, undoImport } from "../commands";
import { getImport, prepareImport } from "../queries";
import { workbook } from "../workbook/fixture";
import { commitImport, writeImport } from "./commands";

const FILE = "Code,Title,Program\nX-1,Sepsis,\nX-2,Denials,\n";
const ALL = ["import:run", "import:read", "initiative:read", "initiative:create", "initiative:edit", "program:edit"];

/** The same member, spoken for by an access token. */
function byToken(ctx: OrgContext, without: readonly string[] = []): OrgContext {
  if (ctx.actor.kind !== "user") throw new Error("not a member");
  return { ...ctx, actor: { ...ctx.actor, scopes: ALL.filter((scope) => !without.includes(scope)) } };
}
const job = (ctx: OrgContext): OrgContext => ({ ...ctx, actor: { kind: "job", name: "import-write" } });
const titles = (ctx: OrgContext) =>
  read(ctx, async (tx) => (await tx.select({ title: initiative.title }).from(initiative)).map(({ title }) => title));

async function planned(ctx: OrgContext, file: string) {
  const { id } = await keepUpload(ctx, { name: "a.csv", bytes: new TextEncoder().encode(file), choices: {} });
  const { mapping } = await prepareImport(ctx, { id });
  const { counts } = await planImport(ctx, { id, mapping });
  return { id, rows: "all" as const, counts };
}
const lower = (ctx: OrgContext, memberId: string, role: Role) =>
  change(job(ctx), { name: "membership.change_role" }, (tx) =>
    tx.update(membership).set({ role }).where(eq(membership.id, memberId)),
  );

describe("an import that an access token started", () => {
  test("writes what the token allows, as its member, and no more", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const token = byToken(ctx);
    const first = await planned(token, FILE);
    await confirmImport(token, first);
    expect(await writeImport(job(ctx), { importId: first.id })).toEqual({ written: true });
    expect((await titles(ctx)).sort()).toEqual(["Denials", "Sepsis"]);
    const edit = await planned(token, FILE.replace("Denials", "Denied claims"));
    await expect(confirmImport(byToken(ctx, ["initiative:edit"]), edit)).rejects.toThrow(
      "This import takes initiative:edit, which the access token that asks for it does not allow.",
    );
    await expect(undoImport(byToken(ctx, ["initiative:create"]), { id: first.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await titles(ctx)).sort()).toEqual(["Denials", "Sepsis"]);
  });

  test("writes nothing in its job when the plan has come to need more than the token allows", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const narrow = byToken(ctx, ["initiative:edit"]);
    const asked = await planned(narrow, FILE);
    await confirmImport(narrow, asked); // creates two, which the token allows
    await change(ctx, { name: "add" }, (tx) => tx.insert(initiative).values({ orgId, code: "X-1", title: "Other" }));
    expect(await writeImport(job(ctx), { importId: asked.id })).toEqual({ written: false });
    expect(await titles(ctx)).toEqual(["Other"]);
    // The job itself holds to the token, whatever was decided: here on a dry run that is right again.
    const again = await planned(ctx, FILE);
    expect(again.counts).toMatchObject({ created: 1, changed: 1 });
    await expect(commitImport(narrow, again)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getImport(ctx, { id: again.id })).toMatchObject({
      status: "planned",
      error: "This import takes initiative:edit, which the access token that asks for it does not allow.",
    });
    expect(await titles(ctx)).toEqual(["Other"]);
  });

  test("makes no program without leave to", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const token = byToken(ctx, ["program:edit"]);
    const { id } = await keepUpload(token, {
      name: "a.csv",
      bytes: new TextEncoder().encode("Title,Program\nSepsis,Quality\n"),
      choices: {},
    });
    const { mapping } = await prepareImport(token, { id });
    const columns = mapping.columns.map((entry) =>
      entry.column === "Program" ? { ...entry, values: { quality: "+" } } : entry,
    );
    const { counts, report } = await planImport(token, { id, mapping: { ...mapping, columns } });
    expect(report.programs).toEqual(["Quality"]);
    await expect(confirmImport(token, { id, rows: "all", counts })).rejects.toThrow(/takes program:edit/);
    expect(await read(ctx, (tx) => tx.select().from(program))).toEqual([]);
  });
});

test("a role lowered between the decision and the writing is the one that counts", async ({ db }) => {
  const { ctx, memberId } = await asMember(db, "pmo");
  for (const scoped of [ctx, byToken(ctx)]) {
    const asked = await planned(scoped, FILE);
    await confirmImport(scoped, asked);
    await lower(ctx, memberId, "viewer");
    expect(await writeImport(job(ctx), { importId: asked.id })).toEqual({ written: false });
    expect(await getImport(ctx, { id: asked.id })).toMatchObject({
      error: "Who started this import may no longer run imports.",
    });
    await lower(ctx, memberId, "pmo");
  }
  expect(await titles(ctx)).toEqual([]);
});

test("a file is parsed when no transaction is open", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const book = workbook([
    {
      name: "One",
      rows: [
        ["Title", "Stage"],
        ["Sepsis", "Pilot"],
      ],
    },
  ]);
  const { id } = await keepUpload(ctx, { name: "a.xlsx", bytes: book, choices: {} });
  // A workbook that is damaged fails in the midst of being parsed: a transaction around that would be rolled back.
  await store(ctx, (tx) =>
    tx
      .update(importFile)
      .set({ bytes: book.subarray(0, 900) })
      .where(eq(importFile.importId, id)),
  );
  const ends: string[] = [];
  const pool = Object.assign(Object.create(db.pool), {
    reserve: async () => {
      const connection = await db.pool.reserve();
      const unsafe = (...given: Parameters<typeof connection.unsafe>) => {
        if (given[0] === "commit" || given[0] === "rollback") ends.push(given[0]);
        return connection.unsafe(...given);
      };
      return Object.assign(
        (...given: never[]) => (connection as unknown as (...all: never[]) => unknown)(...given),
        connection,
        { unsafe },
      );
    },
  });
  const watched: OrgContext = { ...ctx, db: { ...db, pool } };
  await expect(prepareImport(watched, { id })).rejects.toThrow(/cut off or damaged/);
  expect(ends.length).toBeLessThanOrEqual(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toEqual(["commit", "commit"]); // of finding the import, and of its bytes
});
