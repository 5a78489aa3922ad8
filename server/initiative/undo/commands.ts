import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { cancelled, type Taken } from "@/domain/initiative/taken-back";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../../context";
import { read } from "../../record/read";
import { undoChange } from "../../record/undo";
import { touching } from "../activity/queries";
import { NOT_YOURS } from "../commands";
import { mayEdit } from "../queries";

type Touched = { touched: number; others: number; made: boolean; archival: boolean };

/** Wide changes, such as an import, are undone where they were made; a creation is archived instead. */
async function refuseWide(tx: Tx, ctx: OrgContext, id: string, changeId: string): Promise<void> {
  const [row] = await tx.execute<Touched>(sql`
    select count(t.id)::int as touched, count(*) filter (where t.id <> ${id}::uuid)::int as others,
      coalesce(bool_or(t.made and t.id = ${id}::uuid), false) as made,
      exists (select 1 from history.initiative b join history.initiative a on a.org_id = b.org_id and a.id = b.id and a.change_id = b.closed_by
        where b.org_id = ${ctx.orgId} and b.closed_by = ${changeId}::uuid and (a.archived_at is null) <> (b.archived_at is null)) as archival
    from change c left join (
      select h.id, h.version = 1 and h.change_id = ${changeId}::uuid as made from history.initiative h
        where h.org_id = ${ctx.orgId} and (h.change_id = ${changeId}::uuid or h.closed_by = ${changeId}::uuid)
      union all select h.initiative_id, false from history.tag h
        where h.org_id = ${ctx.orgId} and (h.change_id = ${changeId}::uuid or h.closed_by = ${changeId}::uuid)
      union all select h.initiative_id, false from history.initiative_person h
        where h.org_id = ${ctx.orgId} and (h.change_id = ${changeId}::uuid or h.closed_by = ${changeId}::uuid)
    ) t on true where c.org_id = ${ctx.orgId} and c.id = ${changeId}::uuid group by c.id`);
  if (!row?.touched || row.touched === row.others) throw new AppError("NOT_FOUND", "No such change of this initiative");
  if (row.others > 0)
    throw new AppError("PRECONDITION_FAILED", "This change wrote several initiatives. Undo it where it was made.");
  if (row.made) throw new AppError("PRECONDITION_FAILED", "This change created the initiative. Archive it instead.");
  if (row.archival && ctx.actor.kind === "user" && !may(ctx.actor, "initiative:archive"))
    throw new AppError("FORBIDDEN", "Your role does not allow archiving or restoring");
}

const WIDE_BETWEEN = "A change of several initiatives lies in between. Edit what should be as it was.";

/** More changes than this are not walked back one by one. */
const MOST = 500;

/** The change and what was recorded of the initiative after it, latest first; `wide`: it wrote other initiatives too. */
async function since(tx: Tx, ctx: OrgContext, id: string, changeId: string) {
  return tx.execute<Taken & { wide: boolean }>(sql`
    select c.id, c.detail ->> 'undoes' as undoes, exists (select 1 from history.initiative h
        where h.org_id = c.org_id and (h.change_id = c.id or h.closed_by = c.id) and h.id <> ${id}::uuid) as wide
    ${touching(ctx, id)} and (c.at, c.id) >= (select t.at, t.id from public.change t where t.org_id = ${ctx.orgId} and t.id = ${changeId}::uuid)
    order by c.at desc, c.id desc limit ${MOST}`);
}

/**
 * Puts back what one change of an initiative wrote. Later ones that were taken back again do not stand in the way, so that
 * one change after the other can be undone, back to the first.
 * @throws AppError CONFLICT when it was taken back already, or something else was changed since.
 */
export async function undoInitiativeChange(ctx: OrgContext, { id, changeId }: { id: string; changeId: string }) {
  const between = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(initiative)
      .where(and(eq(initiative.orgId, ctx.orgId), eq(initiative.id, id)));
    if (!row) throw new AppError("NOT_FOUND", "No such initiative");
    if (!mayEdit(ctx, row)) throw new AppError("FORBIDDEN", NOT_YOURS);
    await refuseWide(tx, ctx, id, changeId);
    const later = await since(tx, ctx, id, changeId);
    const gone = cancelled(later);
    if (gone.has(changeId)) throw new AppError("CONFLICT", "This change was taken back already.");
    const settled = later.filter((each) => gone.has(each.id));
    if (settled.some((each) => each.wide)) throw new AppError("CONFLICT", WIDE_BETWEEN);
    return settled.map((each) => each.id);
  });
  return undoChange(ctx, { changeId, settled: between, tables: ["initiative", "tag", "initiative_person"] });
}
