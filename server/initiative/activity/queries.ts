import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { type Difference, differencesOf, type Names } from "@/domain/initiative/difference";
import { lastStanding, type Taken } from "@/domain/initiative/taken-back";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";

export type ActivityEntry = {
  changeId: string;
  at: Date;
  by: string;
  byJob: boolean;
  action: string;
  reason: string | null;
  /** The change that this one took back. */
  undoes: string | null;
  differences: Difference[];
};

type ChangeRow = {
  id: string;
  at: string;
  by: string;
  kind: string;
  action: string;
  reason: string | null;
  undoes: string | null;
};

/** The changes that wrote the initiative, its tags or the people named on it. */
export function touching(ctx: OrgContext, id: string): SQL {
  const of = (table: string, column: string) =>
    ["change_id", "closed_by"].map(
      (by) =>
        sql`select ${sql.identifier(by)} as id from history.${sql.identifier(table)} where org_id = ${ctx.orgId} and ${sql.identifier(column)} = ${id}`,
    );
  const parts = [...of("initiative", "id"), ...of("tag", "initiative_id"), ...of("initiative_person", "initiative_id")];
  const upTo = ctx.asOf ? sql`c.at <= ${ctx.asOf.toISOString()}::timestamptz` : sql`true`;
  return sql`from public.change c where c.org_id = ${ctx.orgId} and c.id in (${sql.join(parts, sql` union `)}) and ${upTo}`;
}

const versions = history.initiative;

/** The versions those changes wrote and the ones they replaced, in ascending order. */
function versionsOf(tx: Tx, ctx: OrgContext, id: string, changes: string[]) {
  const own = and(eq(versions.orgId, ctx.orgId), eq(versions.id, id));
  return tx
    .select()
    .from(versions)
    .where(and(own, or(inArray(versions.changeId, changes), inArray(versions.closedBy, changes))))
    .orderBy(asc(versions.recordedFrom));
}

type Named = { name: string; added: string; removed: string | null };

const named = (tx: Tx, ctx: OrgContext, id: string, table: "tag" | "initiative_person") => {
  const name =
    table === "tag"
      ? sql`h.name`
      : sql`(select m.name from membership m where m.org_id = h.org_id and m.id = h.member_id)`;
  return tx.execute<Named>(
    sql`select ${name} as name, h.change_id as added, h.closed_by as removed from history.${sql.identifier(table)} h where h.org_id = ${ctx.orgId} and h.initiative_id = ${id} order by h.recorded_from, 1`,
  );
};

async function namesIn(tx: Tx, ctx: OrgContext): Promise<Names> {
  const rows = await tx.execute<{ id: string; name: string }>(sql`
    select id, name from membership where org_id = ${ctx.orgId} union all select id, name from program where org_id = ${ctx.orgId}
    union all select id, label from custom_field where org_id = ${ctx.orgId}`);
  const known = new Map(rows.map(({ id, name }) => [id, name]));
  return { of: (id) => known.get(id), field: (id) => known.get(id) };
}

/** What a change added to and removed from a list, as one difference. */
function listDifference(rows: readonly Named[], changeId: string, field: string, label: string): Difference[] {
  const added = rows.filter((row) => row.added === changeId && row.removed !== changeId).map(({ name }) => name);
  const removed = rows.filter((row) => row.removed === changeId && row.added !== changeId).map(({ name }) => name);
  if (added.length + removed.length === 0) return [];
  return [{ field, label, from: removed.join(", ") || null, to: added.join(", ") || null }];
}

/** More changes than this are not walked back one by one. */
const MOST_WALKED = 500;

/** The changes latest first, as far as it takes to know which still stands: all of them once one took another back. */
async function takenSince(tx: Tx, ctx: OrgContext, id: string, shown: readonly Taken[]): Promise<readonly Taken[]> {
  if (!shown[0]?.undoes) return shown;
  return tx.execute<Taken>(
    sql`select c.id, c.detail ->> 'undoes' as undoes ${touching(ctx, id)} order by c.at desc, c.id desc limit ${MOST_WALKED}`,
  );
}

export type ActivityInput = { id: string; page: number; pageSize: number };

/**
 * The recorded changes of one initiative, latest first, field by field, with who, when and why; and on the first page the
 * one that would be undone next.
 * @throws AppError NOT_FOUND
 */
export async function listActivity(ctx: OrgContext, { id, page, pageSize }: ActivityInput) {
  return read(ctx, async (tx) => {
    const [[found], rows, [count]] = await Promise.all([
      tx
        .select({ id: initiative.id })
        .from(initiative)
        .where(and(eq(initiative.orgId, ctx.orgId), eq(initiative.id, id))),
      tx.execute<ChangeRow>(sql`select c.id, c.at, c.actor_name as by, c.actor_kind as kind, c.action, c.reason, c.detail ->> 'undoes' as undoes
        ${touching(ctx, id)} order by c.at desc, c.id desc limit ${pageSize} offset ${(page - 1) * pageSize}`),
      tx.execute<{ total: number }>(sql`select count(*)::int as total ${touching(ctx, id)}`),
    ]);
    if (!found) throw new AppError("NOT_FOUND", "No such initiative");
    const changes = rows.map((row) => row.id);
    const standing = page === 1 && !ctx.asOf ? lastStanding(await takenSince(tx, ctx, id, rows)) : null;
    const [written, tags, people, names] = await Promise.all([
      changes.length ? versionsOf(tx, ctx, id, changes) : [],
      named(tx, ctx, id, "tag"),
      named(tx, ctx, id, "initiative_person"),
      namesIn(tx, ctx),
    ]);
    const entries = rows.map((row): ActivityEntry => {
      const after = written.find(({ changeId }) => changeId === row.id);
      const before = written.find(({ closedBy }) => closedBy === row.id) ?? null;
      return {
        changeId: row.id,
        at: new Date(row.at),
        by: row.by,
        byJob: row.kind !== "user",
        action: row.action,
        reason: row.reason,
        undoes: row.undoes,
        differences: [
          ...(after ? differencesOf(before, after, names) : []),
          ...listDifference(tags, row.id, "tags", "Tags"),
          ...listDifference(people, row.id, "people", "Named people"),
        ],
      };
    });
    return { entries, total: count?.total ?? 0, page, pageSize, standing };
  });
}
