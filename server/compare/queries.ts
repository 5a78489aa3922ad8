import { getTableName, type SQL, sql } from "drizzle-orm";
import {
  COMPARED_KINDS,
  type ComparedKind,
  type Difference,
  differencesOf,
  isCompared,
} from "@/domain/compare/difference";
import { COMPARED_PAGE, type CompareInput } from "@/domain/compare/input";
import { asOfInstant } from "@/domain/shared/as-of";
import { AppError } from "@/domain/shared/error";
import type { Cells } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";
import type { ServerRegister } from "../table/register";
import { registers } from "../table/registers";
import { rowsIn } from "../table/rows";
import { columnsIn } from "../table/setting";

/** Records compared at once: beyond it a person narrows the dates. */
const MOST_COMPARED = 2_000;

type Touched = { id: string; name: string; was: boolean; is: boolean; wasArchived: boolean; isArchived: boolean };

const heldAt = (at: Date): SQL =>
  sql`h.recorded_from <= ${at.toISOString()}::timestamptz and (h.recorded_to is null or h.recorded_to > ${at.toISOString()}::timestamptz)`;

/** Records of which a version, or one of what belongs to them, began or ended between the two instants. */
function touchedBetween(ctx: OrgContext, register: ServerRegister<unknown>, from: Date, to: Date, id?: string): SQL {
  const [after, upTo] = [from, to].map((at) => sql`${at.toISOString()}::timestamptz`);
  const history = (table: string) => sql`history.${sql.identifier(table)}`;
  const own = getTableName(register.table);
  const touched = [{ table: own, column: "id" }, ...(register.parts ?? [])].flatMap(({ table, column }) =>
    ["recorded_from", "recorded_to"].map(
      (instant) => sql`select h.${sql.identifier(column)} as id from ${history(table)} h
        where h.org_id = ${ctx.orgId} and h.${sql.identifier(instant)} > ${after} and h.${sql.identifier(instant)} <= ${upTo}`,
    ),
  );
  const archived = register.archivedAt ? sql`bool_or(h.archived_at is not null)` : sql`false`;
  const state = (at: Date) => sql`select count(*) > 0 as held, coalesce(${archived}, false) as archived
    from ${history(own)} h where h.org_id = ${ctx.orgId} and h.id = t.id and ${heldAt(at)}`;
  return sql`select t.id, a.held as was, b.held as is, a.archived as "wasArchived", b.archived as "isArchived",
      (select left(h.${sql.identifier(register.named)}, 300) from ${history(own)} h where h.org_id = ${ctx.orgId} and h.id = t.id
        and h.recorded_from <= ${upTo} order by h.recorded_from desc limit 1) as name
    from (${sql.join(touched, sql` union `)}) t cross join lateral (${state(from)}) a cross join lateral (${state(to)}) b
    where (a.held or b.held) ${id ? sql`and t.id = ${id}` : sql``}
    order by name, t.id limit ${MOST_COMPARED + 1}`;
}

export type Compared = { id: string; name: string; kind: ComparedKind; differences: Difference[] };

/**
 * What was added, removed and changed between two instants, with values, as the register's columns show them. What only
 * moves with time is not compared, nor what was changed and changed back.
 * @throws AppError BAD_REQUEST for days out of order or to come, FORBIDDEN
 */
export async function compareDays(ctx: OrgContext & { timeZone: string }, input: CompareInput) {
  const register = registers[input.noun];
  if (ctx.actor.kind === "user" && !may(ctx.actor, register.permission))
    throw new AppError("FORBIDDEN", "Your role does not allow this");
  const { timeZone, now } = ctx;
  const from = asOfInstant(input.from, timeZone, now);
  const to = asOfInstant(input.to, timeZone, now);
  const [first, second] = [from ?? now, to ?? now];
  if (first >= second) throw new AppError("BAD_REQUEST", "The first day must come before the second.");

  const current = { ...ctx, asOf: null };
  const { touched, columns } = await read(current, async (tx) => ({
    touched: await tx.execute<Touched>(touchedBetween(ctx, register, first, second, input.id)),
    columns: await columnsIn(tx, current, register),
  }));
  const kept = touched.slice(0, MOST_COMPARED);
  const [before, after] = await Promise.all([
    cellsAt(ctx, register, from ?? first, kept, columns),
    cellsAt(ctx, register, to, kept, columns),
  ]);
  const found = kept.flatMap((each): Compared[] => {
    const [was, is] = [before.get(each.id) ?? null, after.get(each.id) ?? null];
    if (!was && !is) return []; // hidden from this person
    const archived: Difference[] =
      was && is && each.wasArchived !== each.isArchived
        ? [
            {
              column: "archived",
              label: "Archived",
              from: each.wasArchived ? "yes" : "no",
              to: each.isArchived ? "yes" : "no",
            },
          ]
        : [];
    const differences = [...differencesOf(columns, was, is, timeZone), ...archived];
    if (was && is && differences.length === 0) return [];
    return [{ id: each.id, name: each.name, kind: was ? (is ? "changed" : "removed") : "added", differences }];
  });
  const counts = Object.fromEntries(
    COMPARED_KINDS.map((kind) => [kind, found.filter((each) => each.kind === kind).length]),
  ) as Record<ComparedKind, number>;
  const shown = input.kind ? found.filter(({ kind }) => kind === input.kind) : found;
  const start = (input.page - 1) * COMPARED_PAGE;
  return {
    from: first,
    to: second,
    timeZone,
    counts,
    total: shown.length,
    page: input.page,
    pageSize: COMPARED_PAGE,
    /** More records were touched than are compared at once. */
    cut: touched.length > MOST_COMPARED ? MOST_COMPARED : null,
    rows: shown.slice(start, start + COMPARED_PAGE),
  };
}

/** The cells of some records as they stood at an instant, by id; null is now. */
async function cellsAt(
  ctx: OrgContext,
  register: ServerRegister<unknown>,
  at: Date | null,
  touched: readonly Touched[],
  columns: readonly RegisterColumn[],
): Promise<Map<string, Cells>> {
  if (touched.length === 0) return new Map();
  const asked = { ...ctx, asOf: at };
  const { rows } = await read(asked, (tx) =>
    rowsIn(
      tx,
      asked,
      register,
      {
        q: "",
        filter: EVERYTHING,
        archived: "all",
        ids: touched.map(({ id }) => id),
        sort: [],
        group: null,
        columns: columns.filter(isCompared).map(({ key }) => key),
        page: 1,
        pageSize: MOST_COMPARED,
      },
      { whole: true },
    ),
  );
  return new Map(rows.map(({ id, cells }) => [id, cells]));
}
