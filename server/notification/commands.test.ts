import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative, initiativePerson } from "@/db/schema/initiative";
import { outbox } from "@/db/schema/mail";
import { alert, rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { notification } from "@/db/schema/notification";
import { membership } from "@/db/schema/organisation";
import type { NotificationKind } from "@/domain/notification/kind";
import type { SubjectRef } from "@/domain/subject/subject";
import { createComment, deleteComment } from "../comment/commands";
import { jobContext } from "../context";
import { overdue } from "../due/commands";
import { setFollowing } from "../follow/commands";
import { getFollowing } from "../follow/queries";
import { openContent } from "../mail/content";
import { renderMail } from "../mail/send/render";
import { change } from "../record/change";
import { read } from "../record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { DIGEST_DUE, markAllNotifications, markNotifications, NOTIFICATION_DUE, setPreference } from "./commands";
import { mailDigest } from "./digest/commands";
import { makeNotifications } from "./make/commands";
import { countUnread, getPreferences, listNotifications } from "./queries";
import { forgetNotifications } from "./retention/commands";

type Fields = Partial<typeof initiative.$inferInsert>;

async function initiativeOf({ ctx, orgId }: Member, more: Fields = {}): Promise<SubjectRef> {
  const id = randomUUID();
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title: "Sepsis early warning", ...more }),
  );
  return { noun: "initiative", id };
}
const edit = ({ ctx }: Member, { id }: SubjectRef, set: Fields) =>
  change(ctx, { name: "initiative.edit" }, (tx) => tx.update(initiative).set(set).where(eq(initiative.id, id)));

const job = ({ ctx, orgId }: Member, now = new Date()) =>
  jobContext({ db: ctx.db, emit: ctx.emit, now }, "Notifications", orgId);

/** Does what the jobs do: looks at every change that is due in the organisation. @returns how many notifications */
async function run(member: Member): Promise<number> {
  const due = await overdue(member.ctx.db.sql, NOTIFICATION_DUE, 500, 0);
  let made = 0;
  for (const { orgId, id } of due)
    if (orgId === member.orgId) made += (await makeNotifications(job(member), { changeId: id }))?.made ?? 0;
  return made;
}
const told = async ({ ctx }: Member, unread = false) =>
  (await listNotifications(ctx, { page: 1, unread })).rows.map(({ kind, text }) => [kind, text]);
const say = (member: Member, about: SubjectRef, body: string, mentions: string[] = []) =>
  createComment(member.ctx, { about, body, mentions });

async function crew(db: TestDatabase) {
  const pmo = await asMember(db, "pmo", "Maren Okafor");
  const owner = await joinAs(db, pmo.orgId, "owner", "Rotimi Adeyemi");
  const lead = await joinAs(db, pmo.orgId, "mlops", "Theo Marsh");
  const about = await initiativeOf(pmo, {
    code: "AI-07",
    ownerId: owner.memberId,
    leadId: lead.memberId,
    stage: "build",
  });
  await run(pmo);
  await markAllNotifications(owner.ctx);
  return { pmo, owner, lead, about };
}

describe("who hears of what", () => {
  test("a new owner, a comment, a mention and a stage; never whoever did it", async ({ db }) => {
    const { pmo, owner, lead, about } = await crew(db);
    expect(await told(owner)).toEqual([["owner", "Maren Okafor made you the owner of AI-07 Sepsis early warning."]]);
    await say(lead, about, "Handed over. @Maren Okafor, please check.", [pmo.memberId]);
    expect(await run(pmo)).toBe(2);
    expect(await told(owner, true)).toEqual([["comment", "Theo Marsh commented on AI-07 Sepsis early warning."]]);
    expect(await told(pmo)).toEqual([["mention", "Theo Marsh named you on AI-07 Sepsis early warning."]]);
    expect(await told(lead)).toEqual([]);
    await edit(owner, about, { stage: "validation" });
    await run(pmo);
    const moved = ["stage", "Rotimi Adeyemi moved AI-07 Sepsis early warning from Build to Validation."];
    expect(await told(lead)).toEqual([moved]);
    expect((await told(owner)).length).toBe(2);
  });

  test("an alert is told to whoever answers for the model and to who asked to follow it", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const { ctx, orgId } = pmo;
    const [operator, follower, other] = [
      await joinAs(db, orgId, "mlops"),
      await joinAs(db, orgId, "viewer"),
      await joinAs(db, orgId, "viewer"),
    ];
    const [modelId, seriesId, ruleId] = [randomUUID(), randomUUID(), randomUUID()];
    await change(ctx, { name: "model.create" }, async (tx) => {
      await tx.insert(model).values({ orgId, id: modelId, name: "Fall risk", operatorId: operator.memberId });
      await tx
        .insert(series)
        .values({ orgId, id: seriesId, modelId, metric: "recall", label: "Recall", key: "recall" });
      await tx.insert(rule).values({ orgId, id: ruleId, modelId, seriesId, direction: "low", critical: 0.8 });
    });
    await setFollowing(follower.ctx, { about: { noun: "model", id: modelId }, following: true });
    const opened = {
      orgId,
      ruleId,
      modelId,
      seriesId,
      level: "critical" as const,
      openedAt: new Date(),
      value: 0.6,
      limit: 0.8,
    };
    await change(job(pmo), { name: "alert.open" }, (tx) => tx.insert(alert).values(opened));
    expect(await run(pmo)).toBe(2);
    for (const member of [operator, follower])
      expect(await told(member)).toEqual([["alert", "Fall risk is outside its critical limit."]]);
    expect(await told(other)).toEqual([]);
    await change(job(pmo), { name: "alert.close" }, (tx) => tx.update(alert).set({ closedAt: new Date() }));
    expect(await run(pmo)).toBe(0);
  });

  test("following: by part, by commenting, by asking; and one can stop", async ({ db }) => {
    const { pmo, owner, lead, about } = await crew(db);
    const viewer = await joinAs(db, pmo.orgId, "viewer");
    const because = async (member: Member) => {
      const { following, because: why } = await getFollowing(member.ctx, { about });
      return [following, why];
    };
    expect(await because(owner)).toEqual([true, "answers"]);
    expect(await because(pmo)).toEqual([false, null]);
    const { id } = await say(pmo, about, "First");
    expect(await because(pmo)).toEqual([true, "commented"]);
    await setFollowing(viewer.ctx, { about, following: true });
    await setFollowing(owner.ctx, { about, following: false });
    expect([await because(viewer), await because(owner)]).toEqual([
      [true, "asked"],
      [false, "asked"],
    ]);
    await run(pmo);
    await say(lead, about, "Second");
    await run(pmo);
    expect((await told(viewer)).length).toBe(2);
    expect((await told(pmo)).length).toBe(1);
    expect(await told(owner, true)).toEqual([]);
    await deleteComment(pmo.ctx, { commentId: id });
    expect(await because(pmo)).toEqual([false, null]);
  });

  test("whoever may not see a restricted record hears nothing, and what they heard before is gone", async ({ db }) => {
    const { pmo, owner, lead, about } = await crew(db);
    const named = await joinAs(db, pmo.orgId, "viewer", "Nia Brook");
    for (const member of [named, pmo]) await setFollowing(member.ctx, { about, following: true });
    await say(lead, about, "Still open to all");
    await run(pmo);
    expect((await told(pmo)).length).toBe(1);
    const admin = await joinAs(db, pmo.orgId, "admin");
    await change(admin.ctx, { name: "initiative.edit" }, async (tx) => {
      await tx.insert(initiativePerson).values({ orgId: pmo.orgId, initiativeId: about.id, memberId: named.memberId });
      await tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, about.id));
    });
    expect(await told(pmo)).toEqual([]);
    expect(await countUnread(pmo.ctx)).toEqual({ unread: 0 });
    await say(owner, about, "Between us, @Maren Okafor", [pmo.memberId]);
    await run(pmo);
    expect((await told(named)).length).toBe(2);
    expect(await told(pmo)).toEqual([]);
    const rows = await read(job(pmo), (tx) =>
      tx
        .select()
        .from(notification)
        .where(and(eq(notification.memberId, pmo.memberId), eq(notification.kind, "mention"))),
    );
    expect(rows).toEqual([]);
    await expect(setFollowing(pmo.ctx, { about, following: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getFollowing(pmo.ctx, { about })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a person sees and marks their own, whoever they are", async ({ db }) => {
    const { pmo, owner, about } = await crew(db);
    const [admin, stranger] = [await joinAs(db, pmo.orgId, "admin"), await asMember(db, "admin")];
    await say(pmo, about, "Hello");
    await run(pmo);
    const { rows } = await listNotifications(owner.ctx, { page: 1, unread: true });
    const ids = rows.map(({ id }) => id);
    expect(ids.length).toBe(1);
    for (const member of [admin, stranger]) {
      expect(await markNotifications(member.ctx, { ids, read: true })).toEqual({ marked: 0 });
      expect(await read(member.ctx, (tx) => tx.select().from(notification))).toEqual([]);
    }
    expect(await countUnread(owner.ctx)).toEqual({ unread: 1 });
    expect(await markNotifications(owner.ctx, { ids, read: true })).toEqual({ marked: 1 });
    expect(await countUnread(owner.ctx)).toEqual({ unread: 0 });
    expect(await markNotifications(owner.ctx, { ids, read: false })).toEqual({ marked: 1 });
    expect(await markAllNotifications(owner.ctx)).toEqual({ marked: 1 });
  });

  test("what is deleted before anybody looked is not told, and leaves no words behind", async ({ db }) => {
    const { pmo, owner, about } = await crew(db);
    const gone = await say(pmo, about, "A slip of the hand");
    await deleteComment(pmo.ctx, { commentId: gone.id });
    await run(pmo);
    expect(await told(owner, true)).toEqual([]);
    const later = await say(pmo, about, "Said and told");
    await run(pmo);
    expect((await listNotifications(owner.ctx, { page: 1, unread: true })).rows[0]?.excerpt).toBe("Said and told");
    await deleteComment(pmo.ctx, { commentId: later.id });
    expect((await listNotifications(owner.ctx, { page: 1, unread: true })).rows[0]?.excerpt).toBeNull();
  });
});

describe("the job", () => {
  test("looked at twice or by ten at once, a change tells once", async ({ db }) => {
    const { pmo, owner, about } = await crew(db);
    await say(pmo, about, "Once");
    const [due] = (await overdue(db.sql, NOTIFICATION_DUE, 500, 0)).filter(({ orgId }) => orgId === pmo.orgId);
    const changeId = due?.id ?? "";
    const answers = await Promise.all(Array.from({ length: 10 }, () => makeNotifications(job(pmo), { changeId })));
    expect(answers.filter((answer) => answer !== null)).toEqual([{ made: 2, mails: 0 }]);
    // A worker that died after writing: the work is due again.
    await db.sql.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${pmo.orgId}, true)`;
      await tx`select private.due_set(${NOTIFICATION_DUE}, ${changeId}, clock_timestamp())`;
    });
    expect(await makeNotifications(job(pmo), { changeId })).toEqual({ made: 0, mails: 0 });
    expect((await told(owner, true)).length).toBe(1);
  });

  test("many records in one change are one notification that says how many more", async ({ db }) => {
    const pmo = await asMember(db, "pmo", "Maren Okafor");
    const owner = await joinAs(db, pmo.orgId, "owner");
    const { ctx, orgId } = pmo;
    await change(ctx, { name: "import.commit" }, (tx) =>
      tx.insert(initiative).values(
        Array.from({ length: 342 }, (_, n) => ({
          ...{ orgId, code: `I-${String(n).padStart(4, "0")}`, title: "Imported", ownerId: owner.memberId },
        })),
      ),
    );
    expect(await run(pmo)).toBe(1);
    expect(await told(owner)).toEqual([["owner", "Maren Okafor made you the owner of I-0000 Imported and 341 more."]]);
  });

  test("a change that tells nothing asks for nothing", async ({ db }) => {
    const { pmo, about } = await crew(db);
    await edit(pmo, about, { problem: "Too late" });
    const due = await overdue(db.sql, NOTIFICATION_DUE, 500, 0);
    expect(due.filter(({ orgId }) => orgId === pmo.orgId)).toEqual([]);
  });

  test("old ones go: read after a quarter, unread after a year", async ({ db }) => {
    const { pmo, owner, about } = await crew(db);
    await say(pmo, about, "Old news");
    await run(pmo);
    const later = (days: number) => forgetNotifications(job(pmo, new Date(Date.now() + days * 86_400_000)));
    expect([await later(89), await later(91), await later(300), await later(366)]).toEqual([0, 1, 0, 2]);
    expect(await told(owner)).toEqual([]);
  });
});

describe("preferences and mail", () => {
  const mails = (member: Member) =>
    read(job(member), (tx) => tx.select().from(outbox).where(eq(outbox.template, "notification-digest")));
  const dueAt = async (member: Member) => {
    const rows = await member.ctx.db.sql<{ dueAt: Date }[]>`
      select due_at as "dueAt" from private.due_peek(${DIGEST_DUE}, 100, interval '-1 day') where org_id = ${member.orgId}`;
    return rows.map((row) => row.dueAt);
  };
  /** As if the quiet had passed. */
  const ripe = (member: Member, of: Member) =>
    member.ctx.db.sql.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${member.orgId}, true)`;
      await tx`select private.due_set(${DIGEST_DUE}, ${of.memberId}, clock_timestamp() - interval '1 second')`;
    });

  test("each kind by itself: not at all, in the application, by mail", async ({ db }) => {
    const { pmo, owner, about } = await crew(db);
    expect(await getPreferences(owner.ctx)).toMatchObject({ mention: "mail", comment: "app" });
    const set = (kind: NotificationKind, delivery: "none" | "app" | "mail") =>
      setPreference(owner.ctx, { kind, delivery });
    await set("comment", "none");
    await say(pmo, about, "Not heard");
    await run(pmo);
    expect(await told(owner, true)).toEqual([]);
    await set("comment", "mail");
    expect(await getPreferences(owner.ctx)).toMatchObject({ comment: "mail" });
    expect(await getPreferences(pmo.ctx)).toMatchObject({ comment: "app" });
    await say(pmo, about, "Heard");
    await run(pmo);
    const rows = await read(job(pmo), (tx) =>
      tx.select({ mail: notification.mail }).from(notification).where(eq(notification.kind, "comment")),
    );
    expect(rows.some(({ mail }) => mail)).toBe(true);
  });

  test("a burst is one mail, written when it has been quiet, of what is still unread", async ({ db }) => {
    const { pmo, owner, lead, about } = await crew(db);
    await setPreference(lead.ctx, { kind: "comment", delivery: "mail" });
    for (const body of ["One", "Two", "Three <b>& four</b>"]) await say(pmo, about, body);
    await run(pmo);
    const at = (await dueAt(pmo)).at(-1)?.getTime() ?? 0;
    expect(at).toBeGreaterThan(Date.now() + 60_000);
    expect(await mailDigest(job(lead), { memberId: lead.memberId })).toEqual({ outcome: "not due", notifications: 0 });
    const [first] = (await listNotifications(lead.ctx, { page: 1, unread: true })).rows.slice(-1);
    await markNotifications(lead.ctx, { ids: [first?.id ?? ""], read: true });
    await ripe(pmo, lead);
    const sent = await Promise.all([1, 2, 3].map(() => mailDigest(job(lead), { memberId: lead.memberId })));
    expect(sent.filter(({ outcome }) => outcome === "queued")).toEqual([{ outcome: "queued", notifications: 2 }]);
    const [mail, ...others] = await mails(pmo);
    expect(others).toEqual([]);
    const [to] = await read(pmo.ctx, (tx) => tx.select().from(membership).where(eq(membership.id, lead.memberId)));
    expect(mail?.recipient).toBe(to?.email);
    const place = { orgId: pmo.orgId, id: mail?.id ?? "" };
    expect(openContent(place, mail?.sealed ?? "")).toMatchObject({
      values: {
        name: "Theo Marsh",
        items: [
          {
            text: "Maren Okafor commented on AI-07 Sepsis early warning.",
            excerpt: "Two",
            link: expect.stringContaining("#comment-"),
          },
          { excerpt: "Three <b>& four</b>" },
        ],
        more: 0,
      },
    });
    await ripe(pmo, lead);
    expect(await mailDigest(job(lead), { memberId: lead.memberId })).toEqual({ outcome: "nothing", notifications: 0 });
    expect((await mails(owner)).length).toBe(1);
  });

  test("the mail says what happened, and nothing somebody wrote is markup in it", async () => {
    const link = "https://portolan.example.org/acme/initiatives/1#comment-2";
    const item = { text: "Maren Okafor commented on AI-07 Sepsis.", excerpt: "<script>alert(1)</script> & more", link };
    const values = { name: "Theo Marsh", organisation: "Cedar Valley Health", link, more: 0 };
    const one = await renderMail("notification-digest", { ...values, items: [item] });
    expect(one.subject).toBe("Cedar Valley Health: Maren Okafor commented on AI-07 Sepsis");
    expect(one.html).not.toContain("<script>");
    expect(one.text).toContain("“<script>alert(1)</script> & more”");
    expect(one.text).toContain(link);
    const many = await renderMail("notification-digest", { ...values, items: Array(20).fill(item), more: 5 });
    expect(many.subject).toBe("Cedar Valley Health: 25 notifications");
    expect(many.text).toContain("And five more.");
  });

  test("nothing is mailed of what its reader may no longer see, nor to who left or changed their mind", async ({
    db,
  }) => {
    const { pmo, lead, about } = await crew(db);
    const outside = await joinAs(db, pmo.orgId, "pmo", "Owen Lark");
    const gone = await joinAs(db, pmo.orgId, "pmo", "Gone Soon");
    const mentions = [outside.memberId, gone.memberId];
    await say(lead, about, "@Owen Lark @Gone Soon", mentions);
    await run(pmo);
    const admin = await joinAs(db, pmo.orgId, "admin");
    await edit(admin, about, { restricted: true });
    await change(admin.ctx, { name: "membership.edit" }, (tx) =>
      tx.update(membership).set({ active: false }).where(eq(membership.id, gone.memberId)),
    );
    for (const member of [outside, gone]) {
      await ripe(pmo, member);
      expect(await mailDigest(job(pmo), { memberId: member.memberId })).toMatchObject({ outcome: "nothing" });
    }
    await edit(admin, about, { restricted: false });
    await setPreference(outside.ctx, { kind: "mention", delivery: "app" });
    await ripe(pmo, outside);
    expect(await mailDigest(job(pmo), { memberId: outside.memberId })).toMatchObject({ outcome: "nothing" });
    expect(await mails(pmo)).toEqual([]);
  });
});
