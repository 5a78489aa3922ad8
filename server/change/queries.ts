import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";
import type { Changes } from "@/domain/pack/sentence";
import type { OrgContext } from "../context";

/** From `since` (excluded) to the instant looked from (included). */
type Window = Pick<OrgContext, "orgId" | "asOf" | "now"> & {
  since: Date;
  /** Leaves out what was recorded as restricted: for a document whose readers are not known one by one. */
  openOnly?: boolean;
};

const open = ({ openOnly }: Window): SQL => (openOnly ? sql` and not v.restricted` : sql``);

const NOT_FIELDS = new Set(["orgId", "id", "version", "source", "stageSince"]);
const casing = new CasingCache("snake_case");
/** Field of an initiative → its column: what counts as an edited field. */
export const FIELD_COLUMNS: ReadonlyMap<string, string> = new Map(
  Object.entries(getTableColumns(initiative))
    .filter(([field]) => !NOT_FIELDS.has(field))
    .map(([field, column]) => [field, casing.getColumnCasing(column)]),
);

/** Versions of initiatives recorded in the window as `v`, each beside the one it replaced as `b` (null for the first). */
const versionsIn = (window: Window): SQL => sql`
  ${history.initiative} v left join ${history.initiative} b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
  where v.org_id = ${window.orgId} and v.recorded_from > ${window.since.toISOString()}::timestamptz
    and v.recorded_from <= ${(window.asOf ?? window.now).toISOString()}::timestamptz${open(window)}`;

/** Place of a stage in the order of stages. */
export const rank = (column: SQL): SQL =>
  sql`array_position(array[${sql.join(
    INITIATIVE_STAGES.map((stage) => sql`${stage}::text`),
    sql`, `,
  )}], ${column})`;

/** How many fields differ between a version `v` and the one before it, `b`. */
export const fieldCount = sql.join(
  [...FIELD_COLUMNS.values()].map(
    (name) => sql`(v.${sql.identifier(name)} is distinct from b.${sql.identifier(name)})::int`,
  ),
  sql` + `,
);

/** What was recorded since an instant, counted in SQL. */
export async function countChanges(tx: Tx, window: Window): Promise<Changes> {
  const { orgId, asOf, now, since } = window;
  const [from, to] = [since.toISOString(), (asOf ?? now).toISOString()];
  const [[edits], [alerts]] = await Promise.all([
    // What counts of a version first, then by initiative: versions are wide, and a sort of them for a distinct count goes to disk.
    tx.execute<Omit<Changes, "alertsOpened" | "alertsClosed">>(sql`select
      coalesce(sum(forward), 0)::int as forward, coalesce(sum(back), 0)::int as back, coalesce(sum(added), 0)::int as added,
      coalesce(sum(archived), 0)::int as archived, coalesce(sum(fields), 0)::int as fields, (count(*) filter (where edited))::int as initiatives
      from (select count(*) filter (where step > 0) as forward, count(*) filter (where step < 0) as back, count(*) filter (where is_new) as added,
          count(*) filter (where is_archived) as archived, sum(fields) filter (where not is_new) as fields, bool_or(not is_new) as edited
        from (select v.id, b.id is null as is_new, ${rank(sql`v.stage`)} - ${rank(sql`b.stage`)} as step,
            b.id is not null and b.archived_at is null and v.archived_at is not null as is_archived, ${fieldCount} as fields
          from ${versionsIn(window)} offset 0) version group by id) initiative`),
    tx.execute<Pick<Changes, "alertsOpened" | "alertsClosed">>(sql`select
      count(*) filter (where not exists (select 1 from ${history.alert} b where b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from))::int as "alertsOpened",
      count(*) filter (where v.closed_at is not null and exists (select 1 from ${history.alert} b where b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from and b.closed_at is null))::int as "alertsClosed"
      from ${history.alert} v where v.org_id = ${orgId} and v.recorded_from > ${from}::timestamptz and v.recorded_from <= ${to}::timestamptz`),
  ]);
  const none = { forward: 0, back: 0, added: 0, archived: 0, fields: 0, initiatives: 0 };
  return { ...none, ...edits, alertsOpened: alerts?.alertsOpened ?? 0, alertsClosed: alerts?.alertsClosed ?? 0 };
}

export type StageMove = {
  id: string;
  code: string;
  title: string;
  from: InitiativeStage | null;
  to: InitiativeStage | null;
  at: Date;
  by: string;
  reason: string | null;
};

/** Recorded changes of stage in the window, latest first. */
export async function listStageMoves(tx: Tx, window: Window, most = 20): Promise<StageMove[]> {
  const rows = await tx.execute<Omit<StageMove, "at"> & { at: string }>(sql`
    select v.id, v.code, v.title, b.stage as "from", v.stage as "to", v.recorded_from as at, c.actor_name as by, c.reason
    from ${history.initiative} v join ${history.initiative} b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
      join public.change c on c.org_id = v.org_id and c.id = v.change_id
    where v.org_id = ${window.orgId} and v.recorded_from > ${window.since.toISOString()}::timestamptz
      and v.recorded_from <= ${(window.asOf ?? window.now).toISOString()}::timestamptz and v.version > 1
      and v.stage_since >= v.recorded_from - interval '1 second' and v.stage is distinct from b.stage${open(window)}
    order by v.recorded_from desc limit ${most}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

export type Edit = {
  id: string;
  code: string;
  title: string;
  field: string;
  from: string | null;
  to: string | null;
  at: Date;
  by: string;
  reason: string | null;
};

/** Latest edits looked at for each one shown: some changed only the stage, which is listed apart. */
const LOOKED_AT = 20;

/** Edited fields in the window as text, latest first; stages are listed apart. */
export async function listEdits(tx: Tx, window: Window, most = 20): Promise<Edit[]> {
  const values = sql.join(
    [...FIELD_COLUMNS]
      .filter(([field]) => field !== "stage")
      .map(([field, name]) => sql`(${field}::text, b.${sql.identifier(name)}::text, v.${sql.identifier(name)}::text)`),
    sql`, `,
  );
  const rows = await tx.execute<Omit<Edit, "at"> & { at: string }>(sql`
    select v.id, v.code, v.title, f.field, f.before as "from", f.after as "to", v.recorded_from as at, c.actor_name as by, c.reason
    from (
      select v.* from ${history.initiative} v
      where v.org_id = ${window.orgId} and v.version > 1 and v.recorded_from > ${window.since.toISOString()}::timestamptz
        and v.recorded_from <= ${(window.asOf ?? window.now).toISOString()}::timestamptz${open(window)}
      order by v.recorded_from desc limit ${LOOKED_AT * most}
    ) v join ${history.initiative} b on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
      join public.change c on c.org_id = v.org_id and c.id = v.change_id
      cross join lateral (values ${values}) f (field, before, after)
    where f.before is distinct from f.after
    order by v.recorded_from desc, v.code, f.field limit ${most}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
