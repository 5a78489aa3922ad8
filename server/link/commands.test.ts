import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { link } from "@/db/schema/link";
import { model } from "@/db/schema/model";
import type { LinkKind } from "@/domain/link/kind";
import type { SubjectRef } from "@/domain/subject/subject";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type Member, test } from "../testing";
import { createLink, deleteLink } from "./commands";
import { findLinkable, listLinks } from "./queries";

async function initiativeOf({ ctx, orgId }: Member, title: string, more: object = {}): Promise<SubjectRef> {
  const id = randomUUID();
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title, ...more }),
  );
  return { noun: "initiative", id };
}
const join = (member: Member, from: SubjectRef, to: SubjectRef, kind: LinkKind, turned = false) =>
  createLink(member.ctx, { from, to, kind, turned });
const seen = async ({ ctx }: Pick<Member, "ctx">, about: SubjectRef) =>
  (await listLinks(ctx, { about })).links.map(({ kind, turned, other }) => [kind, turned, other.title]);

test("a link is read from both ends, whichever way it was made, also between nouns and as of then", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const { ctx, orgId } = pmo;
  const [sepsis, feed] = [await initiativeOf(pmo, "Sepsis"), await initiativeOf(pmo, "Laboratory feed")];
  const id = randomUUID();
  await change(ctx, { name: "model.create" }, (tx) => tx.insert(model).values({ orgId, id, name: "Sepsis v7" }));
  const v7: SubjectRef = { noun: "model", id };
  const first = await join(pmo, sepsis, feed, "depends");
  await join(pmo, sepsis, v7, "replaces", true);
  expect(await seen(pmo, sepsis)).toEqual([
    ["depends", false, "Laboratory feed"],
    ["replaces", true, "Sepsis v7"],
  ]);
  expect(await seen(pmo, feed)).toEqual([["depends", true, "Sepsis"]]);
  expect(await seen(pmo, v7)).toEqual([["replaces", false, "Sepsis"]]);
  const before = await mintInstant(ctx);
  expect(await deleteLink(ctx, { linkId: first.id })).toEqual({ from: sepsis, to: feed, kind: "depends" });
  await expect(deleteLink(ctx, { linkId: first.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await seen(pmo, feed)).toEqual([]);
  expect(await seen({ ctx: { ...ctx, asOf: before } }, feed)).toEqual([["depends", true, "Sepsis"]]);
  expect((await listLinks({ ...ctx, asOf: before }, { about: feed })).mayEdit).toBe(false);
});

test("one link of a kind between two, whichever way, also when ten make it at once", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const [one, other] = [await initiativeOf(pmo, "One"), await initiativeOf(pmo, "Other")];
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => join(pmo, n % 2 ? one : other, n % 2 ? other : one, "duplicates")),
  );
  expect(tries.filter(({ status }) => status === "fulfilled").length).toBe(1);
  for (const lost of tries.filter((each) => each.status === "rejected"))
    expect(lost.reason).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("already") });
  await join(pmo, one, other, "relates");
  expect((await seen(pmo, one)).length).toBe(2);
  // The database itself refuses a record linked with itself.
  const self = { fromNoun: one.noun, fromId: one.id, toNoun: one.noun, toId: one.id };
  await expect(
    change(pmo.ctx, { name: "link.create" }, (tx) =>
      tx.insert(link).values({ orgId: pmo.orgId, kind: "relates", ...self }),
    ),
  ).rejects.toThrow();
});

test("who may: an owner what they answer for; nobody beyond their organisation", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const owner = await joinAs(db, pmo.orgId, "owner");
  const stranger = await asMember(db, "admin");
  const [mine, others, third] = [
    await initiativeOf(pmo, "Mine", { leadId: owner.memberId }),
    await initiativeOf(pmo, "Others"),
    await initiativeOf(pmo, "Third"),
  ];
  await join(owner, mine, others, "depends");
  await expect(join(owner, others, third, "depends")).rejects.toMatchObject({ code: "FORBIDDEN" });
  const { id } = await join(pmo, others, third, "depends");
  await expect(deleteLink(owner.ctx, { linkId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await listLinks(owner.ctx, { about: mine })).mayEdit).toBe(true);
  expect((await listLinks(owner.ctx, { about: others })).mayEdit).toBe(false);
  const theirs = await initiativeOf(stranger, "Theirs");
  const gone = { code: "NOT_FOUND" };
  await expect(join(stranger, theirs, mine, "relates")).rejects.toMatchObject(gone);
  await expect(join(pmo, mine, theirs, "relates")).rejects.toMatchObject(gone);
  await expect(deleteLink(stranger.ctx, { linkId: id })).rejects.toMatchObject(gone);
  await expect(listLinks(stranger.ctx, { about: mine })).rejects.toMatchObject(gone);
  expect(await findLinkable(stranger.ctx, { about: theirs, q: "Mine" })).toEqual([]);
});

test("a link with a restricted record is there only for whoever may see it", async ({ db }) => {
  const admin = await asMember(db, "admin");
  const outside = await joinAs(db, admin.orgId, "pmo");
  const open = await initiativeOf(admin, "Open feed");
  const hidden = await initiativeOf(admin, "Hidden merger", { restricted: true });
  const { id } = await join(admin, open, hidden, "depends");
  expect((await seen(admin, open)).length).toBe(1);
  expect(await seen(outside, open)).toEqual([]);
  await expect(listLinks(outside.ctx, { about: hidden })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(deleteLink(outside.ctx, { linkId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(join(outside, open, hidden, "relates")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await findLinkable(outside.ctx, { about: open, q: "Hidden merger" })).toEqual([]);
  expect(await findLinkable(admin.ctx, { about: open, q: "hidden mer" })).toMatchObject([{ title: "Hidden merger" }]);
  for (const table of [link, history.link])
    expect(await read(outside.ctx, (tx) => tx.select().from(table))).toEqual([]);
});

test("finding takes whatever is typed", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const about = await initiativeOf(pmo, "Sepsis early warning");
  await initiativeOf(pmo, "Fall risk on wards");
  expect(await findLinkable(pmo.ctx, { about, q: "fall" })).toMatchObject([{ title: "Fall risk on wards" }]);
  for (const q of ["", "'", "%", "a & | !", "\\", "((", "x".repeat(200)])
    expect(Array.isArray(await findLinkable(pmo.ctx, { about, q }))).toBe(true);
});
