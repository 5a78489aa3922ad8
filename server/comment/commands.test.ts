import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { history } from "@/db/history";
import { comment } from "@/db/schema/comment";
import { initiative, initiativePerson } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { commentCreate } from "@/domain/comment/input";
import type { SubjectRef } from "@/domain/subject/subject";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { createComment, deleteComment, editComment, resolveComment } from "./commands";
import { listComments, listMentions } from "./queries";

async function about({ ctx, orgId }: Member, more: object = {}): Promise<SubjectRef> {
  const id = randomUUID();
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title: "Sepsis early warning", ...more }),
  );
  return { noun: "initiative", id };
}

const write = (
  member: Member,
  subject: SubjectRef,
  body: string,
  more: { parentId?: string; mentions?: string[] } = {},
) => createComment(member.ctx, { about: subject, body, mentions: [], ...more });
const listed = (member: Member, subject: SubjectRef, page = 1) => listComments(member.ctx, { about: subject, page });
const first = async (member: Member, subject: SubjectRef) => {
  const [thread] = (await listed(member, subject)).threads;
  if (!thread) throw new Error("no thread");
  return thread;
};

/** A restricted initiative that only `named` may see, beside administrators and auditors. */
async function restricted(db: TestDatabase) {
  const admin = await asMember(db, "admin", "Ada Moss");
  const named = await joinAs(db, admin.orgId, "pmo", "Nia Brook");
  const outside = await joinAs(db, admin.orgId, "pmo", "Owen Lark");
  const subject = await about(admin, { restricted: true });
  await change(admin.ctx, { name: "initiative.edit" }, (tx) =>
    tx.insert(initiativePerson).values({ orgId: admin.orgId, initiativeId: subject.id, memberId: named.memberId }),
  );
  return { admin, named, outside, subject };
}

test("a comment, a reply, an edit and a deletion; the record keeps every text", async ({ db }) => {
  const pmo = await asMember(db, "pmo", "Maren Okafor");
  const owner = await joinAs(db, pmo.orgId, "owner", "Rotimi Adeyemi");
  const subject = await about(pmo);
  const { id } = await write(pmo, subject, "Is the lactate feed back?");
  const reply = await write(owner, subject, "Since Monday.", { parentId: id });
  const nested = await write(pmo, subject, "Thanks.", { parentId: reply.id });
  const before = await mintInstant(pmo.ctx);
  expect(
    await editComment(owner.ctx, { commentId: reply.id, version: 1, body: "Since Tuesday.", mentions: [] }),
  ).toEqual({
    outcome: "saved",
    unseen: [],
  });
  await deleteComment(pmo.ctx, { commentId: nested.id });
  const now = await listed(pmo, subject);
  expect(now.count).toMatchObject({ comments: 2, threads: 1, open: 1 });
  expect(now.threads[0]).toMatchObject({
    body: "Is the lactate feed back?",
    authorName: "Maren Okafor",
    editedAt: null,
  });
  expect(now.threads[0]?.replies).toMatchObject([{ body: "Since Tuesday.", editedAt: expect.any(Date) }]);
  const then = await listComments({ ...pmo.ctx, asOf: before }, { about: subject, page: 1 });
  expect(then.threads[0]?.replies.map(({ body, editedAt }) => [body, editedAt])).toEqual([
    ["Since Monday.", null],
    ["Thanks.", null],
  ]);
  expect(then.may).toMatchObject({ write: false });
  const kept = await read(pmo.ctx, (tx) =>
    tx.select({ body: history.comment.body }).from(history.comment).where(eq(history.comment.id, nested.id)),
  );
  expect(kept.map(({ body }) => body).sort()).toEqual(["", "Thanks."]);
});

test("a deleted opening stays as a line while its replies stand, and goes with the last of them", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const subject = await about(pmo);
  const { id } = await write(pmo, subject, "First");
  const reply = await write(pmo, subject, "Second", { parentId: id });
  await deleteComment(pmo.ctx, { commentId: id });
  expect(await first(pmo, subject)).toMatchObject({
    body: "",
    deletedAt: expect.any(Date),
    replies: [{ body: "Second" }],
  });
  await deleteComment(pmo.ctx, { commentId: reply.id });
  expect(await listed(pmo, subject)).toMatchObject({ threads: [], count: { comments: 0, threads: 0 } });
  await expect(deleteComment(pmo.ctx, { commentId: reply.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("threads are resolved and opened again, by anybody who may write", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const mlops = await joinAs(db, pmo.orgId, "mlops", "Theo Marsh");
  const subject = await about(pmo);
  const { id } = await write(pmo, subject, "Which version is live?");
  const reply = await write(mlops, subject, "Seven.", { parentId: id });
  await Promise.all([1, 2].map(() => resolveComment(mlops.ctx, { commentId: id, resolved: true })));
  expect(await first(pmo, subject)).toMatchObject({ resolvedAt: expect.any(Date), resolvedBy: "Theo Marsh" });
  expect((await listed(pmo, subject)).count).toMatchObject({ open: 0, threads: 1 });
  await resolveComment(pmo.ctx, { commentId: id, resolved: false });
  expect(await first(pmo, subject)).toMatchObject({ resolvedAt: null, resolvedBy: null });
  await expect(resolveComment(pmo.ctx, { commentId: reply.id, resolved: true })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
});

describe("who may", () => {
  test("only its author edits a comment; an administrator may take it away", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const [other, admin] = [await joinAs(db, pmo.orgId, "pmo"), await joinAs(db, pmo.orgId, "admin")];
    const subject = await about(pmo);
    const { id } = await write(pmo, subject, "Mine");
    for (const member of [other, admin])
      await expect(
        editComment(member.ctx, { commentId: id, version: 1, body: "Yours", mentions: [] }),
      ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(deleteComment(other.ctx, { commentId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await deleteComment(admin.ctx, { commentId: id });
    expect((await listed(pmo, subject)).threads).toEqual([]);
  });

  test("another organisation reads and writes nothing, even with every id", async ({ db }) => {
    const [pmo, stranger] = [await asMember(db, "pmo"), await asMember(db, "admin")];
    const subject = await about(pmo);
    const { id } = await write(pmo, subject, "Ours");
    const theirs = await about(stranger);
    const gone = { code: "NOT_FOUND" };
    await expect(listed(stranger, subject)).rejects.toMatchObject(gone);
    await expect(write(stranger, subject, "Hello")).rejects.toMatchObject(gone);
    await expect(write(stranger, theirs, "Hello", { parentId: id })).rejects.toMatchObject(gone);
    await expect(
      editComment(stranger.ctx, { commentId: id, version: 1, body: "x", mentions: [] }),
    ).rejects.toMatchObject(gone);
    await expect(deleteComment(stranger.ctx, { commentId: id })).rejects.toMatchObject(gone);
    await expect(resolveComment(stranger.ctx, { commentId: id, resolved: true })).rejects.toMatchObject(gone);
    await expect(listMentions(stranger.ctx, { about: subject, q: "" })).rejects.toMatchObject(gone);
    const named = await write(stranger, theirs, "@Robin Vale", { mentions: [pmo.memberId] });
    expect(named.unseen).toEqual([]);
    expect((await first(stranger, theirs)).mentions).toEqual([]);
  });

  test("whoever may not see a restricted initiative finds none of its comments, now, in history or as of then", async ({
    db,
  }) => {
    const { admin, named, outside, subject } = await restricted(db);
    const { id } = await write(named, subject, "Between us");
    const at = await mintInstant(admin.ctx);
    for (const ctx of [outside.ctx, { ...outside.ctx, asOf: at }]) {
      await expect(listComments(ctx, { about: subject, page: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await read(ctx, (tx) => tx.select().from(comment))).toEqual([]);
      expect(await read(ctx, (tx) => tx.select().from(history.comment))).toEqual([]);
    }
    const refused = [
      () => write(outside, subject, "Let me in"),
      () => write(outside, subject, "Let me in", { parentId: id }),
      () => editComment(outside.ctx, { commentId: id, version: 1, body: "x", mentions: [] }),
      () => deleteComment(outside.ctx, { commentId: id }),
      () => resolveComment(outside.ctx, { commentId: id, resolved: true }),
    ];
    for (const attempt of refused) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const member of [admin, named]) expect((await first(member, subject)).body).toBe("Between us");
  });

  test("the database refuses a comment on what its writer cannot see, whatever the code forgets", async ({ db }) => {
    const { outside, subject } = await restricted(db);
    const { orgId, memberId, ctx } = outside;
    const forced = change(ctx, { name: "comment.create" }, (tx) =>
      tx.insert(comment).values({ orgId, aboutNoun: "initiative", aboutId: subject.id, authorId: memberId, body: "x" }),
    );
    await expect(forced).rejects.toThrow();
    expect(await read(ctx, (tx) => tx.select().from(comment))).toEqual([]);
  });
});

describe("mentions", () => {
  test("mentioning somebody who cannot see it says so", async ({ db }) => {
    const { admin, named, outside, subject } = await restricted(db);
    const mentions = [named.memberId, outside.memberId, admin.memberId];
    const { unseen } = await write(named, subject, "@Owen Lark and @Nia Brook, please", { mentions });
    expect(unseen).toEqual(["Owen Lark"]);
    expect((await first(named, subject)).mentions.map(({ name }) => name).sort()).toEqual(["Nia Brook", "Owen Lark"]);
    expect(await listMentions(named.ctx, { about: subject, q: "la" })).toEqual([
      { id: outside.memberId, name: "Owen Lark", role: "pmo", sees: false },
    ]);
    expect((await listMentions(named.ctx, { about: subject, q: "%" })).length).toBe(0);
  });

  test("an edit keeps who is still named and adds who was chosen", async ({ db }) => {
    const pmo = await asMember(db, "pmo", "Maren Okafor");
    const [ken, tove] = [
      await joinAs(db, pmo.orgId, "viewer", "Ken Sato"),
      await joinAs(db, pmo.orgId, "admin", "Tove L."),
    ];
    const subject = await about(pmo);
    const { id } = await write(pmo, subject, "@Ken Sato?", { mentions: [ken.memberId] });
    const edit = { commentId: id, version: 1, body: "@Ken Sato, @Tove L.?", mentions: [tove.memberId] };
    await editComment(pmo.ctx, edit);
    expect((await first(pmo, subject)).mentions.map(({ name }) => name).sort()).toEqual(["Ken Sato", "Tove L."]);
    await editComment(pmo.ctx, { ...edit, version: 2, body: "Nobody" });
    expect((await first(pmo, subject)).mentions).toEqual([]);
  });
});

describe("at once", () => {
  test("of two edits the second sees both texts", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const subject = await about(pmo);
    const { id } = await write(pmo, subject, "One");
    const edit = (body: string) => editComment(pmo.ctx, { commentId: id, version: 1, body, mentions: [] });
    const answers = await Promise.all([edit("Two"), edit("Three")]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["conflict", "saved"]);
    const lost = answers.find((answer) => answer.outcome === "conflict");
    expect(lost).toMatchObject({ version: 2, fields: [{ field: "body", before: "One" }] });
  });

  test("twenty comments at once all stand, each once", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const subject = await about(pmo);
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(pmo, subject, `Comment ${n}`)));
    const pages = [await listed(pmo, subject), await listed(pmo, subject, 2), await listed(pmo, subject, 3)];
    expect(pages.map(({ threads }) => threads.length)).toEqual([10, 10, 0]);
    expect(new Set(pages.flatMap(({ threads }) => threads.map(({ body }) => body))).size).toBe(20);
  });
});

describe("hostile and huge", () => {
  const parse = (body: string) => commentCreate.safeParse({ about: { noun: "model", id: randomUUID() }, body });

  test("control characters go, empty and endless texts are refused", async () => {
    expect(parse("a\0b\u001b[31m\r\nc\td").data?.body).toBe("ab[31m\nc\td");
    expect(parse(" \n\0 ").error?.issues[0]?.message).toBe("Write something first.");
    expect(parse("x".repeat(10_001)).success).toBe(false);
    expect(parse("x".repeat(10_000)).success).toBe(true);
  });

  test("whatever is written comes back as it was, on a model as on an initiative", async ({ db }) => {
    const mlops = await asMember(db, "mlops");
    const { ctx, orgId } = mlops;
    const id = randomUUID();
    await change(ctx, { name: "model.create" }, (tx) => tx.insert(model).values({ orgId, id, name: "Sepsis v7" }));
    const subject: SubjectRef = { noun: "model", id };
    const bodies = [
      "<script>alert(1)</script>",
      "'; drop table comment; --",
      "\u202eright to left",
      "é".repeat(10_000),
      "👩🏽‍⚕️ \ud800",
    ];
    for (const body of bodies) {
      const said = parse(body);
      if (said.success) await write(mlops, subject, said.data.body);
    }
    const { threads, subject: named } = await listed(mlops, subject);
    expect(named).toEqual({ title: "Sepsis v7", code: null });
    expect(threads.map(({ body }) => body).reverse()).toEqual([...bodies.slice(0, 4), "👩🏽‍⚕️ \ufffd"]);
  });

  test("a link to a comment finds its page", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const subject = await about(pmo);
    const { id } = await write(pmo, subject, "The first of many");
    const reply = await write(pmo, subject, "And its reply", { parentId: id });
    for (let n = 0; n < 25; n += 1) await write(pmo, subject, `Later ${n}`);
    for (const around of [id, reply.id])
      expect(await listComments(pmo.ctx, { about: subject, page: 1, around })).toMatchObject({ page: 3 });
    expect(await listComments(pmo.ctx, { about: subject, page: 1, around: randomUUID() })).toMatchObject({ page: 1 });
  });
});
