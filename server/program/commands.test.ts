import { expect } from "vitest";
import { initiativeCreation } from "@/domain/initiative/edit";
import { createInitiative } from "../initiative/commands";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, test } from "../testing";
import { createProgram, moveProgram, renameProgram } from "./commands";
import { listPrograms } from "./queries";

test("programs form a tree without circles", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const top = await createProgram(ctx, { name: "Top", parentId: null });
  const mid = await createProgram(ctx, { name: "Mid", parentId: top.id });
  const low = await createProgram(ctx, { name: "Low", parentId: mid.id });
  await createInitiative(ctx, initiativeCreation.parse({ title: "A", programId: low.id }));
  expect((await listPrograms(ctx)).map(({ name, depth, count }) => [name, depth, count])).toEqual([
    ["Top", 0, 0],
    ["Mid", 1, 0],
    ["Low", 2, 1],
  ]);
  await expect(moveProgram(ctx, { id: top.id, version: 1, parentId: low.id })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  await expect(moveProgram(ctx, { id: top.id, version: 1, parentId: top.id })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  await expect(createProgram(ctx, { name: "Top", parentId: null })).rejects.toMatchObject({ code: "CONFLICT" });
  const then = await mintInstant(ctx);
  expect(await moveProgram(ctx, { id: low.id, version: 1, parentId: null })).toMatchObject({ outcome: "saved" });
  expect((await listPrograms(ctx)).map(({ name, depth }) => [name, depth])).toEqual([
    ["Low", 0],
    ["Top", 0],
    ["Mid", 1],
  ]);
  expect((await listPrograms({ ...ctx, asOf: then })).map(({ name }) => name)).toEqual(["Top", "Mid", "Low"]);
});

test("two moves at once cannot make a circle", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const a = await createProgram(ctx, { name: "A", parentId: null });
  const b = await createProgram(ctx, { name: "B", parentId: null });
  const moves = await Promise.allSettled([
    moveProgram(ctx, { id: a.id, version: 1, parentId: b.id }),
    moveProgram(ctx, { id: b.id, version: 1, parentId: a.id }),
  ]);
  expect(moves.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("the second of two renames sees the first; names stay apart", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
  const other = await joinAs(db, orgId, "admin", "Bo Marsh");
  const { id } = await createProgram(ctx, { name: "Old", parentId: null });
  await createProgram(ctx, { name: "Taken", parentId: null });
  await expect(renameProgram(ctx, { id, version: 1, name: "Taken" })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await renameProgram(other.ctx, { id, version: 1, name: "Bo's" })).toMatchObject({ outcome: "saved" });
  expect(await renameProgram(ctx, { id, version: 1, name: "Ana's" })).toMatchObject({
    outcome: "conflict",
    version: 2,
    fields: [{ field: "name", before: "Old", yours: "Ana's", theirs: "Bo's", by: "Bo Marsh" }],
  });
  expect((await listPrograms(ctx)).map(({ name }) => name)).toEqual(["Bo's", "Taken"]);
});

test("one renames and one moves a program: both hold; two moves of one program show both places", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
  const other = await joinAs(db, orgId, "admin", "Bo Marsh");
  const [a, b, c] = [
    await createProgram(ctx, { name: "A", parentId: null }),
    await createProgram(ctx, { name: "B", parentId: null }),
    await createProgram(ctx, { name: "C", parentId: null }),
  ];
  await renameProgram(other.ctx, { id: c.id, version: 1, name: "C2" });
  expect(await moveProgram(ctx, { id: c.id, version: 1, parentId: a.id })).toMatchObject({ outcome: "saved" });
  expect(await moveProgram(other.ctx, { id: c.id, version: 2, parentId: b.id })).toMatchObject({
    fields: [{ field: "parentId", before: null, yours: b.id, theirs: a.id, by: "Ana Lind" }],
  });
});

test("another organisation's program does not exist", async ({ db }) => {
  const [mine, theirs] = [await asMember(db, "pmo"), await asMember(db, "pmo")];
  const { id } = await createProgram(theirs.ctx, { name: "Theirs", parentId: null });
  expect(await listPrograms(mine.ctx)).toEqual([]);
  await expect(renameProgram(mine.ctx, { id, version: 1, name: "X" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(moveProgram(mine.ctx, { id, version: 1, parentId: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(createProgram(mine.ctx, { name: "Below", parentId: id })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
