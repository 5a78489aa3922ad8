import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { initiative, tag } from "@/db/schema/initiative";
import type { OrgContext } from "../context";
import { asMember, test } from "../testing";
import { change } from "./change";
import { read } from "./read";
import { undoChange } from "./undo";

const rowsOf = (ctx: OrgContext) =>
  read(ctx, async (tx) => ({
    titles: (await tx.select({ title: initiative.title }).from(initiative).orderBy(initiative.code)).map(
      (row) => row.title,
    ),
    tags: (await tx.select({ name: tag.name }).from(tag).orderBy(tag.name)).map((row) => row.name),
  }));

async function lastChange(ctx: OrgContext, action: string): Promise<string> {
  const [row] = await read(ctx, (tx) =>
    tx.select({ id: changeTable.id }).from(changeTable).where(eq(changeTable.action, action)),
  );
  return row?.id ?? "";
}

test("a change that created, changed and deleted is put back as one", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { orgId } = ctx;
  await change(ctx, { name: "first" }, async (tx) => {
    const made = await tx
      .insert(initiative)
      .values([
        { orgId, code: "A", title: "One" },
        { orgId, code: "B", title: "Two" },
      ])
      .returning({ id: initiative.id });
    for (const { id } of made) await tx.insert(tag).values({ orgId, initiativeId: id, name: `t${id}`.slice(0, 10) });
    await tx.insert(tag).values({ orgId, initiativeId: made[0]?.id ?? "", name: "kept" });
  });
  const before = await rowsOf(ctx);
  await change(ctx, { name: "second" }, async (tx) => {
    await tx.update(initiative).set({ title: "One, changed" }).where(eq(initiative.code, "A"));
    await tx.insert(initiative).values({ orgId, code: "C", title: "Three" });
    await tx.delete(tag).where(and(eq(tag.orgId, orgId), eq(tag.name, "kept")));
  });
  const second = await lastChange(ctx, "second");
  expect((await rowsOf(ctx)).titles).toEqual(["One, changed", "Two", "Three"]);
  await expect(undoChange(ctx, { changeId: second, tables: ["initiative"] })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await undoChange(ctx, { changeId: second, tables: ["initiative", "tag"] });
  expect(await rowsOf(ctx)).toEqual(before);
  await expect(undoChange(ctx, { changeId: second, tables: ["initiative", "tag"] })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

test("another organisation's change does not exist", async ({ db }) => {
  const [mine, theirs] = [await asMember(db), await asMember(db)];
  await change(theirs.ctx, { name: "theirs" }, (tx) =>
    tx.insert(initiative).values({ orgId: theirs.orgId, code: "A", title: "One" }),
  );
  const changeId = await lastChange(theirs.ctx, "theirs");
  await expect(undoChange(mine.ctx, { changeId, tables: ["initiative"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await rowsOf(theirs.ctx)).titles).toEqual(["One"]);
});
