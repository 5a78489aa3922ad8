import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import { initiative, tag } from "@/db/schema/initiative";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type Member, test } from "../testing";
import { deleteTags, mergeTags, undoTags } from "./commands";
import { listTags } from "./queries";

async function tagged({ ctx, orgId }: Member, names: string[], more: object = {}): Promise<string> {
  const id = randomUUID();
  await change(ctx, { name: "initiative.create" }, async (tx) => {
    await tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title: "Tagged", ...more });
    await tx.insert(tag).values(names.map((name) => ({ orgId, initiativeId: id, name })));
  });
  return id;
}
const counts = async ({ ctx }: Pick<Member, "ctx">, q = "") =>
  (await listTags(ctx, { q, page: 1 })).rows.map(({ name, initiatives }) => [name, initiatives]);
const tagsOf = ({ ctx }: Member, id: string) =>
  read(ctx, async (tx) =>
    (await tx.select({ name: tag.name }).from(tag).where(eq(tag.initiativeId, id)).orderBy(asc(tag.name))).map(
      ({ name }) => name,
    ),
  );

test("rename, merge and delete are one change each, and each is taken back whole", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const [one, two, three] = [
    await tagged(pmo, ["vendor", "agent"]),
    await tagged(pmo, ["Vendor", "vendor"]),
    await tagged(pmo, ["supplier"]),
  ];
  const renamed = await mergeTags(pmo.ctx, { names: ["agent"], into: "agents" });
  expect(renamed.initiatives).toBe(1);
  const before = await mintInstant(pmo.ctx);
  const merged = await mergeTags(pmo.ctx, { names: ["vendor", "Vendor"], into: "supplier" });
  expect(merged.initiatives).toBe(2);
  expect(await counts(pmo)).toEqual([
    ["agents", 1],
    ["supplier", 3],
  ]);
  expect(await counts({ ctx: { ...pmo.ctx, asOf: before } })).toEqual([
    ["agents", 1],
    ["supplier", 1],
    ["Vendor", 1],
    ["vendor", 2],
  ]);
  const removed = await deleteTags(pmo.ctx, { names: ["supplier"] });
  expect(removed.initiatives).toBe(3);
  await expect(undoTags(pmo.ctx, merged)).rejects.toMatchObject({ code: "CONFLICT" });
  await undoTags(pmo.ctx, removed);
  expect(await tagsOf(pmo, three)).toEqual(["supplier"]);
  const again = await mergeTags(pmo.ctx, { names: ["agents"], into: "agent" });
  await undoTags(pmo.ctx, again);
  expect(await tagsOf(pmo, one)).toEqual(["agents", "supplier"]);
  expect(await tagsOf(pmo, two)).toEqual(["supplier"]);
});

test("a merge taken back gives every initiative what it had", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const ids = [await tagged(pmo, ["a"]), await tagged(pmo, ["a", "b"]), await tagged(pmo, ["c"])];
  const { changeId } = await mergeTags(pmo.ctx, { names: ["a", "b"], into: "c" });
  expect(await Promise.all(ids.map((id) => tagsOf(pmo, id)))).toEqual([["c"], ["c"], ["c"]]);
  await undoTags(pmo.ctx, { changeId });
  expect(await Promise.all(ids.map((id) => tagsOf(pmo, id)))).toEqual([["a"], ["a", "b"], ["c"]]);
});

test("a tag is one word for all: hidden initiatives change too, and are not counted", async ({ db }) => {
  const admin = await asMember(db, "admin");
  const pmo = await joinAs(db, admin.orgId, "pmo");
  const hidden = await tagged(admin, ["board interest"], { restricted: true });
  await tagged(admin, ["board interest"]);
  expect(await counts(pmo)).toEqual([["board interest", 1]]);
  expect(await counts(admin)).toEqual([["board interest", 2]]);
  const { initiatives, changeId } = await mergeTags(pmo.ctx, { names: ["board interest"], into: "board" });
  expect(initiatives).toBe(1);
  expect(await tagsOf(admin, hidden)).toEqual(["board"]);
  await undoTags(pmo.ctx, { changeId });
  expect(await tagsOf(admin, hidden)).toEqual(["board interest"]);
});

test("other organisations' tags and other changes are out of reach", async ({ db }) => {
  const [pmo, stranger] = [await asMember(db, "pmo"), await asMember(db, "admin")];
  const id = await tagged(pmo, ["ours"]);
  const gone = { code: "NOT_FOUND" };
  await expect(mergeTags(stranger.ctx, { names: ["ours"], into: "theirs" })).rejects.toMatchObject(gone);
  await expect(deleteTags(stranger.ctx, { names: ["ours"] })).rejects.toMatchObject(gone);
  const { changeId } = await mergeTags(pmo.ctx, { names: ["ours"], into: "still ours" });
  await expect(undoTags(stranger.ctx, { changeId })).rejects.toMatchObject(gone);
  const edit = await change(pmo.ctx, { name: "initiative.edit" }, async (tx, made) => {
    await tx.insert(tag).values({ orgId: pmo.orgId, initiativeId: id, name: "by hand" });
    return made;
  });
  await expect(undoTags(pmo.ctx, { changeId: edit })).rejects.toMatchObject(gone);
  await expect(mergeTags(pmo.ctx, { names: ["by hand"], into: "by hand" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
});

test("ten at once: every initiative ends with one name, and none is lost", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => tagged(pmo, [`t${n % 3}`])));
  await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => mergeTags(pmo.ctx, { names: [`t${n % 3}`], into: "one" })),
  );
  for (const id of ids) expect(await tagsOf(pmo, id)).toEqual(["one"]);
});

test("two thousand initiatives are renamed in one change, quickly; hostile names are only names", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const { ctx, orgId } = pmo;
  const ids = Array.from({ length: 2_000 }, () => randomUUID());
  await change(ctx, { name: "import.commit" }, async (tx) => {
    await tx.insert(initiative).values(ids.map((id) => ({ orgId, id, code: id, title: "Many" })));
    await tx.insert(tag).values(ids.map((initiativeId) => ({ orgId, initiativeId, name: "many" })));
  });
  const started = performance.now();
  const into = "'; drop table tag; -- %_\\";
  expect((await mergeTags(ctx, { names: ["many"], into })).initiatives).toBe(2_000);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await counts(pmo, "%_\\")).toEqual([[into, 2_000]]);
  expect(await counts(pmo, "nothing%")).toEqual([]);
});
