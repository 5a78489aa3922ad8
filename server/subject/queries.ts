import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import type { Permission } from "@/domain/access/permission";
import { AppError } from "@/domain/shared/error";
import type { SubjectNoun, SubjectRef } from "@/domain/subject/subject";
import { may, type OrgContext } from "../context";

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
  risk: {
    ...{ permission: "risk:read", table: risk, orgId: risk.orgId, id: risk.id, title: risk.title, code: risk.code },
    people: [risk.ownerId],
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
    .where(and(eq(orgId, ctx.orgId), sql`${id} = any (${uuids(ids)})`));
}

export function mayReadNoun({ actor }: Pick<OrgContext, "actor">, noun: SubjectNoun): boolean {
  return may(actor, SOURCES[noun].permission);
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

/** As one parameter, however many: a statement takes no more than 65,535 of them. */
export const uuids = (ids: readonly string[]): SQL => sql`string_to_array(${ids.join(",")}, ',')::uuid[]`;

/** The active members among these who may see the record, whoever asks. */
export async function whoSees(tx: Tx, { id }: SubjectRef, members: readonly string[]): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`select private.who_sees(${id}::uuid, ${uuids(members)}) as id`);
  return new Set(rows.map((row) => row.id));
}

/** Those who may see what they are to be told of: active members, each with a record. One statement for all. */
export async function seeing<T extends { aboutId: string; memberId: string }>(
  tx: Tx,
  told: readonly T[],
): Promise<T[]> {
  const [subjects, members] = [told.map(({ aboutId }) => aboutId), told.map(({ memberId }) => memberId)];
  const rows = await tx.execute<{ pair: string }>(
    sql`select distinct subject_id || ' ' || member_id as pair from private.seen_pairs(${uuids(subjects)}, ${uuids(members)})`,
  );
  const seen = new Set(rows.map(({ pair }) => pair));
  return told.filter(({ aboutId, memberId }) => seen.has(`${aboutId} ${memberId}`));
}

/** Whether somebody answers for the record; jobs do for all. */
export const answersFor = ({ actor }: Pick<OrgContext, "actor">, { people }: Subject): boolean =>
  actor.kind === "job" || people.includes(actor.memberId);
