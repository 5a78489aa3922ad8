import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { comment } from "@/db/schema/comment";
import { membership } from "@/db/schema/organisation";
import type { CommentList, MentionSearch } from "@/domain/comment/input";
import { COMMENT_LIMITS } from "@/domain/comment/limits";
import type { SubjectRef } from "@/domain/subject/subject";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";
import { subjectIn, whoSees } from "../subject/queries";

const author = alias(membership, "author");
const resolver = alias(membership, "resolver");

const columns = {
  id: comment.id,
  parentId: comment.parentId,
  authorId: comment.authorId,
  authorName: author.name,
  body: comment.body,
  mentions: comment.mentions,
  createdAt: comment.createdAt,
  editedAt: comment.editedAt,
  resolvedAt: comment.resolvedAt,
  resolvedBy: resolver.name,
  deletedAt: comment.deletedAt,
  version: comment.version,
};

const isAbout = (ctx: OrgContext, { noun, id }: SubjectRef): SQL | undefined =>
  and(eq(comment.orgId, ctx.orgId), eq(comment.aboutNoun, noun), eq(comment.aboutId, id));

/** A thread is there while anything in it is: a deleted opening stays as a line above its replies. */
const isThread = sql`${comment.parentId} is null and (${comment.deletedAt} is null or exists (select 1 from ${comment} r
  where r.org_id = ${comment.orgId} and r.parent_id = ${comment.id} and r.deleted_at is null))`;

const rowsOf = (tx: Tx) =>
  tx
    .select(columns)
    .from(comment)
    .leftJoin(author, and(eq(author.orgId, comment.orgId), eq(author.id, comment.authorId)))
    .leftJoin(resolver, and(eq(resolver.orgId, comment.orgId), eq(resolver.id, comment.resolvedBy)))
    .$dynamic();

/** The page, from 1, on which a comment's thread stands; 1 when it is not there. */
async function pageOf(tx: Tx, ctx: OrgContext, about: SubjectRef, commentId: string): Promise<number> {
  const [row] = await tx.execute<{ place: number }>(sql`
    with root as (select o.created_at, o.id from ${comment} f join ${comment} o on o.org_id = f.org_id and o.id = coalesce(f.parent_id, f.id)
      where f.org_id = ${ctx.orgId} and f.id = ${commentId}::uuid and f.about_id = ${about.id}::uuid)
    select count(*)::int as place from ${comment}, root where ${isAbout(ctx, about)} and ${isThread}
      and (${comment.createdAt}, ${comment.id}) >= (root.created_at, root.id)`);
  return Math.max(1, Math.ceil((row?.place ?? 0) / COMMENT_LIMITS.page));
}

/**
 * One page of the threads about a record, the latest first, each with its replies in order. Six statements, whatever the
 * number of comments.
 * @throws AppError NOT_FOUND for a record the reader may not see
 */
export function listComments(ctx: OrgContext, { about, page: asked, around }: CommentList) {
  return read(ctx, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const page = around ? await pageOf(tx, ctx, about, around) : asked;
    const [openings, [count]] = await Promise.all([
      rowsOf(tx)
        .where(and(isAbout(ctx, about), isThread))
        .orderBy(desc(comment.createdAt), desc(comment.id))
        .limit(COMMENT_LIMITS.page)
        .offset((page - 1) * COMMENT_LIMITS.page),
      tx
        .select({
          comments: sql<number>`(count(*) filter (where ${comment.deletedAt} is null))::int`,
          threads: sql<number>`(count(*) filter (where ${isThread}))::int`,
          open: sql<number>`(count(*) filter (where ${isThread} and ${comment.resolvedAt} is null))::int`,
          last: sql<Date | null>`max(${comment.createdAt}) filter (where ${comment.deletedAt} is null)`.mapWith(
            (at: string) => new Date(at),
          ),
        })
        .from(comment)
        .where(isAbout(ctx, about)),
    ]);
    const ids = openings.map(({ id }) => id);
    const replies = ids.length
      ? await rowsOf(tx)
          .where(and(eq(comment.orgId, ctx.orgId), inArray(comment.parentId, ids), isNull(comment.deletedAt)))
          .orderBy(asc(comment.createdAt), asc(comment.id))
          .limit(COMMENT_LIMITS.page * COMMENT_LIMITS.replies)
      : [];
    return {
      subject: { title: subject.title, code: subject.code },
      threads: openings.map((opening) => ({
        ...opening,
        replies: replies.filter(({ parentId }) => parentId === opening.id),
      })),
      count: count ?? { comments: 0, threads: 0, open: 0, last: null },
      page,
      pageSize: COMMENT_LIMITS.page,
      may: mayComment(ctx),
    };
  });
}

/** Nobody writes into the past. */
function mayComment({ actor, asOf }: OrgContext): { write: boolean; moderate: boolean; memberId: string | null } {
  if (actor.kind !== "user") return { write: false, moderate: false, memberId: null };
  const write = !asOf && may(actor, "comment:write");
  return { write, moderate: write && actor.role === "admin", memberId: actor.memberId };
}

/** Members to mention, by the beginning of any word of their name, and whether each may see the record. */
export function listMentions(ctx: OrgContext, { about, q }: MentionSearch) {
  return read(ctx, async (tx) => {
    await subjectIn(tx, ctx, about);
    const starts = q
      .trim()
      .toLowerCase()
      .replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    const name = sql`lower(${membership.name})`;
    const found = await tx
      .select({ id: membership.id, name: membership.name, role: membership.role })
      .from(membership)
      .where(
        and(
          eq(membership.orgId, ctx.orgId),
          eq(membership.active, true),
          starts ? sql`(${name} like ${`${starts}%`} or ${name} like ${`% ${starts}%`})` : undefined,
        ),
      )
      .orderBy(asc(name), asc(membership.id))
      .limit(8);
    const seeing = await whoSees(
      tx,
      about,
      found.map(({ id }) => id),
    );
    return found.map((member) => ({ ...member, sees: seeing.has(member.id) }));
  });
}
