import { and, eq, inArray, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { can, type Permission } from "@/domain/access/permission";
import { AppError } from "@/domain/shared/error";
import type { SubjectNoun, SubjectRef } from "@/domain/subject/subject";
import type { OrgContext } from "../context";

type Source = {
  /** Who may read such records at all; which of them is the policy of the table. */
  permission: Permission;
  table: PgTable;
  orgId: PgColumn;
  id: PgColumn;
  title: PgColumn;
  code: PgColumn | null;
  /** Follow it without having asked to, and may change what hangs on it. */
  people: readonly PgColumn[];
};

/**
 * Every noun that is discussed, followed, documented and linked, once. A restricted one: see private.restrictions() in
 * db/mechanism/72-subject.sql as well.
 */
const SOURCES: Record<SubjectNoun, Source> = {
  initiative: {
    ...{ permission: "initiative:read", table: initiative, orgId: initiative.orgId, id: initiative.id },
    ...{ title: initiative.title, code: initiative.code },
    people: [initiative.ownerId, initiative.sponsorId, initiative.leadId],
  },
  model: {
    ...{ permission: "model:read", table: model, orgId: model.orgId, id: model.id, title: model.name, code: null },
    people: [model.builderId, model.operatorId],
  },
};

export type Subject = SubjectRef & { title: string; code: string | null; people: string[] };

function rowsOf(tx: Tx, ctx: Pick<OrgContext, "orgId">, noun: SubjectNoun, ids: readonly string[]) {
  const { table, orgId, id, title, code, people } = SOURCES[noun];
  return tx
    .select({
      id: sql<string>`${id}`,
      title: sql<string>`${title}`,
      code: code ? sql<string | null>`${code}` : sql<string | null>`null`,
      people: sql<string[]>`to_jsonb(array_remove(array[${sql.join([...people], sql`, `)}]::uuid[], null))`,
    })
    .from(table)
    .where(and(eq(orgId, ctx.orgId), inArray(id, [...ids])));
}

export function mayReadNoun({ actor }: Pick<OrgContext, "actor">, noun: SubjectNoun): boolean {
  return actor.kind === "job" || can(actor.role, SOURCES[noun].permission);
}

/**
 * The record something is about, as the reader may see it.
 * @throws AppError NOT_FOUND, also for one that is hidden from them
 */
export async function subjectIn(tx: Tx, ctx: Pick<OrgContext, "orgId" | "actor">, ref: SubjectRef): Promise<Subject> {
  const [row] = mayReadNoun(ctx, ref.noun) ? await rowsOf(tx, ctx, ref.noun, [ref.id]) : [];
  if (!row) throw new AppError("NOT_FOUND", `No such ${ref.noun}`);
  return { noun: ref.noun, ...row };
}

/** Those of the records that the reader may see, by id; one statement a noun. */
export async function subjectsIn(
  tx: Tx,
  ctx: Pick<OrgContext, "orgId" | "actor">,
  refs: readonly SubjectRef[],
): Promise<Map<string, Subject>> {
  const nouns = [...new Set(refs.map(({ noun }) => noun))].filter((noun) => mayReadNoun(ctx, noun));
  const rows = await Promise.all(
    nouns.map(async (noun) => {
      const ids = refs.filter((ref) => ref.noun === noun).map(({ id }) => id);
      return (await rowsOf(tx, ctx, noun, [...new Set(ids)])).map((row): Subject => ({ noun, ...row }));
    }),
  );
  return new Map(rows.flat().map((row) => [row.id, row]));
}

/** The active members among these who may see the record, whoever asks. */
export const whoSees = async (tx: Tx, { id }: SubjectRef, members: readonly string[]): Promise<Set<string>> =>
  (await whoSeesEach(tx, [id], members)).get(id) ?? new Set();

/** By record, the active members among these who may see it; one statement for all of them. */
export async function whoSeesEach(
  tx: Tx,
  ids: readonly string[],
  members: readonly string[],
): Promise<Map<string, Set<string>>> {
  const seen = new Map(ids.map((id) => [id, new Set<string>()]));
  if (ids.length === 0 || members.length === 0) return seen;
  const rows = await tx.execute<{ id: string; member: string }>(
    sql`select s.id, private.who_sees(s.id, string_to_array(${members.join(",")}, ',')::uuid[]) as member
      from unnest(string_to_array(${ids.join(",")}, ',')::uuid[]) as s (id)`,
  );
  for (const { id, member } of rows) seen.get(id)?.add(member);
  return seen;
}

/** Whether somebody answers for the record; jobs do for all. */
export const answersFor = ({ actor }: Pick<OrgContext, "actor">, { people }: Subject): boolean =>
  actor.kind === "job" || people.includes(actor.memberId);
