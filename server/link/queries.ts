import { and, asc, eq, or, sql } from "drizzle-orm";
import { link } from "@/db/schema/link";
import { LINKS_SHOWN, type LinkList, type LinkSearch } from "@/domain/link/input";
import type { SubjectRef } from "@/domain/subject/subject";
import { SUBJECT_NOUNS } from "@/domain/subject/subject";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";
import { answersFor, mayReadNoun, subjectIn, subjectsIn } from "../subject/queries";

const OFFERED = 8;

/**
 * What a record is linked with, read from its side, whichever way each link was made. A link to what its reader may not see
 * is not there. Three statements and one a noun.
 * @throws AppError NOT_FOUND for a record the reader may not see
 */
export function listLinks(ctx: OrgContext, { about }: LinkList) {
  return read(ctx, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const rows = await tx
      .select()
      .from(link)
      .where(and(eq(link.orgId, ctx.orgId), or(eq(link.fromId, about.id), eq(link.toId, about.id))))
      .orderBy(asc(link.kind), asc(link.id))
      .limit(LINKS_SHOWN);
    const ends = rows.map(({ id, kind, fromNoun, fromId, toNoun, toId }) => {
      const turned = toId === about.id;
      const other: SubjectRef = turned ? { noun: fromNoun, id: fromId } : { noun: toNoun, id: toId };
      return { id, kind, turned, other };
    });
    const others = await subjectsIn(
      tx,
      ctx,
      ends.map(({ other }) => other),
    );
    const { actor } = ctx;
    return {
      links: ends.flatMap(({ other, ...each }) => {
        const found = others.get(other.id);
        return found ? { ...each, other: { ...other, title: found.title, code: found.code } } : [];
      }),
      mayEdit:
        !ctx.asOf &&
        actor.kind === "user" &&
        may(actor, "link:edit") &&
        (actor.role !== "owner" || answersFor(ctx, subject)),
    };
  });
}

/** Records to link with, by some letters of their title or code; none that is hidden from the reader, nor the record itself. */
export function findLinkable(ctx: OrgContext, { about, q }: LinkSearch) {
  return read(ctx, async (tx) => {
    await subjectIn(tx, ctx, about);
    if (q.length === 0) return [];
    const nouns = SUBJECT_NOUNS.filter((noun) => mayReadNoun(ctx, noun));
    const found = await tx.execute<SubjectRef>(
      sql`select noun, id from private.find(${q}, string_to_array(${nouns.join(",")}, ','), ${OFFERED * 3}) order by rank desc, id`,
    );
    const seen = await subjectsIn(tx, ctx, found);
    return found
      .flatMap(({ noun, id }) => {
        const subject = seen.get(id);
        return subject && id !== about.id ? { noun, id, title: subject.title, code: subject.code } : [];
      })
      .slice(0, OFFERED);
  });
}
