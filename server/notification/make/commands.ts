import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { notification } from "@/db/schema/notification";
import { digestDueAt } from "@/domain/notification/kind";
import type { OrgContext } from "../../context";
import { finishDue, setDue, takeDue } from "../../due/commands";
import { followersIn } from "../../follow/queries";
import { read } from "../../record/read";
import { store, tellPages } from "../../record/store";
import { type Subject, seeing, subjectsIn } from "../../subject/queries";
import { DIGEST_DUE, NOTIFICATION_DUE } from "../commands";
import { type AllPreferences, preferencesIn } from "../queries";
import { type Cause, causeOf, type Happening, happeningsIn } from "./read";

type Row = typeof notification.$inferInsert;

/** A change that says the same of more records than this to one person tells it once, with how many more. */
const MOST_ALIKE = 5;
const CHUNK = 1000;

function rowsFor(cause: Cause, happening: Happening, to: Iterable<string>): Omit<Row, "orgId">[] {
  const { kind, about, detail } = happening;
  const told = { kind, aboutNoun: about.noun, aboutId: about.id, detail, changeId: cause.id };
  return [...to].map((memberId) => ({ ...told, memberId, actorName: cause.actorName, createdAt: cause.at }));
}

/** Who hears of what: followers or those it is about, once a record; never whoever did it, nor who may not see it. */
async function addressed(tx: Tx, ctx: OrgContext, cause: Cause): Promise<Omit<Row, "orgId">[]> {
  const happenings = await happeningsIn(tx, ctx, cause.id);
  const subjects = await subjectsIn(
    tx,
    ctx,
    happenings.map(({ about }) => about),
  );
  const followers = await followersIn(tx, ctx, [...subjects.values()]);
  const following = (subject: Subject) =>
    [...(followers.get(subject.id) ?? [])].filter(([, state]) => state.following).map(([memberId]) => memberId);
  const rows = happenings.flatMap((happening) => {
    const subject = subjects.get(happening.about.id);
    return subject ? rowsFor(cause, happening, happening.to ?? following(subject)) : [];
  });
  const named = new Set(rows.filter(({ kind }) => kind === "mention").map((row) => `${row.memberId} ${row.aboutId}`));
  const others = rows.filter(
    (row) => row.memberId !== cause.actorId && (row.kind !== "comment" || !named.has(`${row.memberId} ${row.aboutId}`)),
  );
  return seeing(tx, others);
}

/** Many alike become one that says how many more. */
function gathered(rows: readonly Omit<Row, "orgId">[]): Omit<Row, "orgId">[] {
  const alike = new Map<string, Omit<Row, "orgId">[]>();
  for (const row of rows) {
    const key = `${row.memberId} ${row.kind}`;
    const same = alike.get(key);
    if (same) same.push(row);
    else alike.set(key, [row]);
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first || same.length <= MOST_ALIKE) return same;
    return [{ ...first, detail: { ...first.detail, more: same.length - 1 } }];
  });
}

/** The mail of a member waits until it has been quiet for a while, so that a burst is one mail. */
async function askForDigests(tx: Tx, ctx: OrgContext, members: string[]): Promise<void> {
  if (members.length === 0) return;
  const first = sql<Date>`min(${notification.createdAt})`.mapWith((at: string) => new Date(at));
  const waiting = await tx
    .select({ memberId: notification.memberId, first })
    .from(notification)
    .where(
      and(
        eq(notification.orgId, ctx.orgId),
        inArray(notification.memberId, members),
        eq(notification.mail, true),
        isNull(notification.mailedAt),
        isNull(notification.readAt),
      ),
    )
    .groupBy(notification.memberId);
  for (const row of waiting) await setDue(tx, DIGEST_DUE, row.memberId, digestDueAt(row.first, ctx.now));
}

export type Made = { made: number; mails: number };

/**
 * Tells people of one committed change. Reads the record again, so running it twice tells nothing twice.
 */
export async function makeNotifications(ctx: OrgContext, { changeId }: { changeId: string }): Promise<Made | null> {
  const { orgId, db } = ctx;
  const claim = await takeDue(db.sql, NOTIFICATION_DUE, { orgId, id: changeId });
  if (!claim) return null;
  const made = await makeFor(ctx, changeId);
  await finishDue(db.sql, claim);
  return made;
}

async function makeFor(ctx: OrgContext, changeId: string): Promise<Made> {
  const { rows, wishes } = await read(
    ctx,
    async (tx): Promise<{ rows: Omit<Row, "orgId">[]; wishes: AllPreferences }> => {
      const cause = await causeOf(tx, ctx, changeId);
      const found = cause ? await addressed(tx, ctx, cause) : [];
      return { rows: found, wishes: await preferencesIn(tx, ctx, [...new Set(found.map(({ memberId }) => memberId))]) };
    },
  );
  const wished = gathered(rows.filter(({ memberId, kind }) => wishes(memberId)[kind] !== "none"));
  if (wished.length === 0) return { made: 0, mails: 0 };
  return store(
    ctx,
    async (tx) => {
      const values = wished.map((row) => ({
        ...row,
        orgId: ctx.orgId,
        mail: wishes(row.memberId)[row.kind] === "mail",
      }));
      const written: { memberId: string; mail: boolean }[] = [];
      for (let from = 0; from < values.length; from += CHUNK)
        written.push(
          ...(await tx
            .insert(notification)
            .values(values.slice(from, from + CHUNK))
            .onConflictDoNothing()
            .returning({ memberId: notification.memberId, mail: notification.mail })),
        );
      const mailed = [...new Set(written.filter(({ mail }) => mail).map(({ memberId }) => memberId))];
      await askForDigests(tx, ctx, mailed);
      if (written.length > 0) await tellPages(tx);
      return { made: written.length, mails: mailed.length };
    },
    { quiet: true },
  );
}
