import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { comment, type Mention } from "@/db/schema/comment";
import { membership } from "@/db/schema/organisation";
import type { CommentCreate, CommentDelete, CommentEdit, CommentResolve } from "@/domain/comment/input";
import { COMMENT_LIMITS } from "@/domain/comment/limits";
import { namesMember } from "@/domain/comment/mention";
import { AppError } from "@/domain/shared/error";
import type { SubjectRef } from "@/domain/subject/subject";
import type { OrgContext } from "../context";
import { announceNotifications } from "../notification/commands";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { subjectIn, whoSees } from "../subject/queries";

const NOT_YOURS = "Only its author may change a comment.";

function authorOf({ actor }: OrgContext): string {
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person writes comments");
  return actor.memberId;
}

/** The chosen members whose names stand in the text, and the names of those among them who will not see it. */
async function mentioned(tx: Tx, ctx: OrgContext, about: SubjectRef, body: string, chosen: readonly string[]) {
  const ids = [...new Set(chosen)];
  const known = ids.length
    ? await tx
        .select({ memberId: membership.id, name: membership.name })
        .from(membership)
        .where(and(eq(membership.orgId, ctx.orgId), inArray(membership.id, ids)))
    : [];
  const mentions: Mention[] = known.filter(({ name }) => namesMember(body, name));
  const seeing = await whoSees(
    tx,
    about,
    mentions.map(({ memberId }) => memberId),
  );
  return { mentions, unseen: mentions.filter(({ memberId }) => !seeing.has(memberId)).map(({ name }) => name) };
}

const one = (ctx: OrgContext, id: string) => and(eq(comment.orgId, ctx.orgId), eq(comment.id, id));

/** Locks a comment that is still there, on a record its reader may see. @throws AppError NOT_FOUND */
async function locked(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx
    .select()
    .from(comment)
    .where(and(one(ctx, id), isNull(comment.deletedAt)))
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "This comment is no longer there.");
  await subjectIn(tx, ctx, { noun: row.aboutNoun, id: row.aboutId });
  return row;
}

/** The thread a reply goes to: replying to a reply goes to its thread. @throws AppError NOT_FOUND, PRECONDITION_FAILED */
async function threadOf(tx: Tx, ctx: OrgContext, about: SubjectRef, parentId: string): Promise<string> {
  const [parent] = await tx
    .select({ id: comment.id, parentId: comment.parentId })
    .from(comment)
    .where(and(one(ctx, parentId), eq(comment.aboutNoun, about.noun), eq(comment.aboutId, about.id)));
  if (!parent) throw new AppError("NOT_FOUND", "The comment you reply to is no longer there.");
  const thread = parent.parentId ?? parent.id;
  const replies = await tx.$count(comment, and(eq(comment.orgId, ctx.orgId), eq(comment.parentId, thread)));
  if (replies >= COMMENT_LIMITS.replies)
    throw new AppError("PRECONDITION_FAILED", "This thread is full. Begin another one.");
  return thread;
}

/**
 * Comments on a record, or replies. `unseen`: who was mentioned and will not be told, because the record is hidden from them.
 * @throws AppError NOT_FOUND for a record or a thread that is not there, or hidden
 */
export async function createComment(ctx: OrgContext, { about, parentId, body, mentions: chosen }: CommentCreate) {
  const authorId = authorOf(ctx);
  const made = await change(ctx, { name: "comment.create" }, async (tx, changeId) => {
    await subjectIn(tx, ctx, about);
    const thread = parentId ? await threadOf(tx, ctx, about, parentId) : null;
    const { mentions, unseen } = await mentioned(tx, ctx, about, body, chosen);
    const values = { orgId: ctx.orgId, aboutNoun: about.noun, aboutId: about.id, authorId, body, mentions };
    const [row] = await tx
      .insert(comment)
      .values({ ...values, parentId: thread })
      .returning({ id: comment.id });
    if (!row) throw new RangeError("No comment was made");
    return { id: row.id, unseen, changeId };
  });
  await announceNotifications(ctx, made.changeId);
  return { id: made.id, unseen: made.unseen };
}

/**
 * Changes the text; what stood there stays in the record.
 * @throws AppError NOT_FOUND, FORBIDDEN (another's comment)
 */
export async function editComment(ctx: OrgContext, { commentId, version, body, mentions: chosen }: CommentEdit) {
  const write = change(ctx, { name: "comment.edit" }, async (tx, changeId) => {
    const row = await locked(tx, ctx, commentId);
    if (row.authorId !== authorOf(ctx)) throw new AppError("FORBIDDEN", NOT_YOURS);
    const held = { row, history: { of: history.comment, own: eq(history.comment.id, commentId) } };
    const joined = await joinedEdit(tx, ctx, held, { version, patch: { body } });
    if (joined.body === row.body) return { outcome: "saved" as const, unseen: [], changeId: null };
    const before = row.mentions.map(({ memberId }) => memberId);
    const about = { noun: row.aboutNoun, id: row.aboutId };
    const { mentions, unseen } = await mentioned(tx, ctx, about, joined.body, [...before, ...chosen]);
    await tx
      .update(comment)
      .set({ body: joined.body, mentions, editedAt: sql`private.stamp()` })
      .where(one(ctx, commentId));
    return { outcome: "saved" as const, unseen, changeId };
  });
  const saved = await orConflict<{ body: string }, Awaited<typeof write>>(write);
  if (saved.outcome === "conflict") return saved;
  if (saved.changeId) await announceNotifications(ctx, saved.changeId);
  return { outcome: saved.outcome, unseen: saved.unseen };
}

/**
 * Takes a comment away: its text is gone from the page, and kept in the record. An administrator may take away anybody's.
 * @throws AppError NOT_FOUND, FORBIDDEN
 */
export async function deleteComment(ctx: OrgContext, { commentId }: CommentDelete): Promise<{ id: string }> {
  await change(ctx, { name: "comment.delete" }, async (tx) => {
    const row = await locked(tx, ctx, commentId);
    const isModerator = ctx.actor.kind === "user" && ctx.actor.role === "admin";
    if (row.authorId !== authorOf(ctx) && !isModerator) throw new AppError("FORBIDDEN", NOT_YOURS);
    await tx
      .update(comment)
      .set({ body: "", mentions: [], deletedAt: sql`private.stamp()` })
      .where(one(ctx, commentId));
  });
  return { id: commentId };
}

/**
 * Closes a thread as dealt with, or opens it again.
 * @throws AppError NOT_FOUND, BAD_REQUEST for a reply
 */
export async function resolveComment(
  ctx: OrgContext,
  { commentId, resolved }: CommentResolve,
): Promise<{ id: string }> {
  const memberId = authorOf(ctx);
  await change(ctx, { name: resolved ? "comment.resolve" : "comment.reopen" }, async (tx) => {
    const [row] = await tx.select().from(comment).where(one(ctx, commentId)).for("update");
    if (!row) throw new AppError("NOT_FOUND", "This comment is no longer there.");
    await subjectIn(tx, ctx, { noun: row.aboutNoun, id: row.aboutId });
    if (row.parentId) throw new AppError("BAD_REQUEST", "Only a whole thread is resolved.");
    if ((row.resolvedAt !== null) === resolved) return; // somebody else was quicker: it stands as wanted
    await tx
      .update(comment)
      .set(
        resolved ? { resolvedAt: sql`private.stamp()`, resolvedBy: memberId } : { resolvedAt: null, resolvedBy: null },
      )
      .where(one(ctx, commentId));
  });
  return { id: commentId };
}
