import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { history } from "@/db/history";
import { outbox } from "@/db/schema/mail";
import { membership } from "@/db/schema/organisation";
import { pack } from "@/db/schema/pack";
import { packSend } from "@/domain/pack/mail";
import { openContent } from "../../mail/content";
import { renderMail } from "../../mail/send/render";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { asMember, joinAs, type TestDatabase, test } from "../../testing";
import { sendPack } from "./commands";
import { signLink } from "./link";
import { listSends, openLink, packReaders } from "./queries";

const DAY_MS = 86_400_000;

async function setup(db: TestDatabase, status: "ready" | "building" = "ready") {
  const pmo = await asMember(db, "pmo", "Ada Vale");
  const executive = await joinAs(db, pmo.orgId, "executive", "Kim Dale");
  const auditor = await joinAs(db, pmo.orgId, "auditor", "Sam Ode");
  const viewer = await joinAs(db, pmo.orgId, "viewer", "Lee Moss");
  const { ctx, orgId } = pmo;
  const id = randomUUID();
  const asOf = new Date("2026-11-18T09:00:00Z");
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(pack).values({ orgId, id, number: "P-1", forum: "AI council", asOf, templateVersion: "t", status }),
  );
  const send = (memberIds: string[], days?: number) => sendPack(ctx, packSend.parse({ id, memberIds, days }));
  const mails = () => read(ctx, (tx) => tx.select().from(outbox).orderBy(outbox.recipient));
  const values = async () =>
    (await mails()).map(({ id: mailId, sealed }) => {
      const content = openContent({ orgId, id: mailId }, sealed ?? "");
      return ("values" in content ? content.values : {}) as { name: string; link: string; until: string };
    });
  const tokenFor = async (name: string) =>
    (await values())
      .find((one) => one.name === name)
      ?.link.split("/")
      .at(-1) ?? "";
  return { ...pmo, executive, auditor, viewer, id, send, mails, values, tokenFor };
}

test("each chosen person gets a mail of their own, and it is recorded who was sent what", async ({ db }) => {
  const { ctx, slug, executive, auditor, id, send, mails, values, emitted } = await setup(db);
  expect(await send([executive.memberId, auditor.memberId, executive.memberId])).toEqual({ sent: 2 });
  expect((await mails()).map(({ template, status }) => [template, status])).toEqual([
    ["pack", "queued"],
    ["pack", "queued"],
  ]);
  expect(emitted.map(({ name }) => name)).toEqual(["mail/mail.queued", "mail/mail.queued"]);
  expect((await values()).every(({ link }) => link.includes(`/${slug}/packs/mailed/v1.`))).toBe(true);
  expect(await listSends(ctx, { id })).toMatchObject([
    { name: "Kim Dale", sentBy: "Ada Vale" },
    { name: "Sam Ode", sentBy: "Ada Vale" },
  ]);
  const recorded = await read(ctx, (tx) => tx.select({ memberId: history.packMail.memberId }).from(history.packMail));
  expect(recorded.map(({ memberId }) => memberId).sort()).toEqual([executive.memberId, auditor.memberId].sort());
});

test("the mail names the pack and the day, and nothing that stands in it", async ({ db }) => {
  const { executive, send, values } = await setup(db);
  await send([executive.memberId]);
  const { subject, text } = await renderMail("pack", (await values())[0]);
  expect(subject).toBe("Steering pack P-1 for AI council");
  expect(text).toContain("Kim Dale, Ada Vale sends you pack P-1");
  expect(text.replaceAll(/\s/g, " ")).toContain("data as of 18 Nov 2026");
  expect(text).toMatch(/signed in as a member/);
});

test("the link opens for its person, in its organisation, until it ends", async ({ db }) => {
  const { ctx, executive, auditor, id, send, tokenFor } = await setup(db);
  await send([executive.memberId], 2);
  const token = await tokenFor("Kim Dale");
  expect(await openLink(executive.ctx, { token })).toEqual({ outcome: "open", packId: id });
  expect(await openLink(auditor.ctx, { token })).toEqual({ outcome: "not yours" });
  expect(await openLink(ctx, { token })).toEqual({ outcome: "not yours" }); // not even for who sent it
  const later = { ...executive.ctx, now: new Date(Date.now() + 3 * DAY_MS) };
  expect(await openLink(later, { token })).toMatchObject({ outcome: "ended", sentBy: "Ada Vale" });
  const stranger = await asMember(db, "admin");
  await expect(openLink(stranger.ctx, { token })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a link that was altered, cut off or made up leads nowhere", async ({ db }) => {
  const { executive, orgId, send, tokenFor } = await setup(db);
  await send([executive.memberId]);
  const token = await tokenFor("Kim Dale");
  const altered = token.slice(0, -3) + (token.endsWith("AAA") ? "BBB" : "AAA");
  for (const wrong of [altered, token.slice(0, 40), "", "v1.x.y.z", randomUUID(), signLink(orgId, randomUUID())])
    await expect(openLink(executive.ctx, { token: wrong })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("nothing is sent unless everybody chosen may read it", async ({ db }) => {
  const { ctx, executive, viewer, send, mails, orgId } = await setup(db);
  await expect(send([executive.memberId, viewer.memberId])).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("Lee Moss may not read packs"),
  });
  const stranger = await asMember(db, "executive");
  await expect(send([stranger.memberId])).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await change(ctx, { name: "test" }, (tx) =>
    tx.update(membership).set({ active: false }).where(eq(membership.id, executive.memberId)),
  );
  await expect(send([executive.memberId])).rejects.toMatchObject({ code: "BAD_REQUEST" });
  expect(await mails()).toEqual([]);
  expect((await packReaders(ctx)).map(({ name }) => name)).toEqual(["Ada Vale", "Sam Ode"]);
  expect(orgId).toBe(ctx.orgId);
});

test("a pack that is not ready, or another organisation's, is not sent", async ({ db }) => {
  const { executive, send, id } = await setup(db, "building");
  await expect(send([executive.memberId])).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  const stranger = await asMember(db, "pmo");
  await expect(sendPack(stranger.ctx, packSend.parse({ id, memberIds: [stranger.memberId] }))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(listSends(stranger.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
