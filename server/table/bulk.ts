import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { change as changeTable } from "@/db/schema/change";
import { can } from "@/domain/access/permission";
import { AppError } from "@/domain/shared/error";
import type { BulkOutcome, BulkPreview, BulkRow } from "@/domain/table/answer";
import { type Cell, cellText } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";
import { type BulkChange, type BulkCommitInput, type BulkPreviewInput, MOST_ROWS } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { orConflict } from "../record/edit";
import { read } from "../record/read";
import { undoChange } from "../record/undo";
import { cellNeeds, cellSelect, cellsOf } from "./cell";
import type { Rules, ServerRegister } from "./register";
import { limitOf } from "./rows";
import { columnOf, type Setting, settingFor } from "./setting";
import { countOf, foundOf, fromWhere, joined } from "./source";

type Zoned = OrgContext & { timeZone: string };
type Seen = { id: string; version: number; name: string; cell: Cell };

/** Takes the transaction of a preview back once it is known what it would do. */
class Previewed extends Error {
  constructor(readonly done: Done) {
    super("Only a preview");
  }
}

type Done = {
  changes: (Seen & { to: Cell })[];
  refused: (BulkRow & { why: string })[];
  unchanged: number;
};

/** @throws AppError FORBIDDEN */
function rulesOf({ actor }: OrgContext, { rules }: ServerRegister<unknown>): Rules {
  if (actor.kind === "user" && !can(actor.role, rules.permission))
    throw new AppError("FORBIDDEN", "Your role does not allow this");
  return rules;
}

/** Rows with what the column holds. One statement. */
async function seenIn(
  tx: Tx,
  setting: Setting,
  column: RegisterColumn,
  ids: readonly string[],
): Promise<Map<string, Seen>> {
  const { table, name } = setting.register;
  const columns = [column];
  const rows = await tx.execute<Record<string, unknown> & { id: string; version: number; name: string }>(sql`
    select ${table.id} as id, ${table.version} as version, left(${name}, 200) as name${cellSelect(setting, columns)}
    from ${table} ${joined(setting, cellNeeds(setting, columns))}
    where ${table.orgId} = ${setting.ctx.orgId} and ${table.id} in ${[...ids]}`);
  return new Map(
    rows.map((row) => {
      const cell = cellsOf(columns, row)[column.key] ?? null;
      return [row.id, { id: row.id, version: row.version, name: row.name, cell }];
    }),
  );
}

const stated = (cell: Cell): string | null => {
  if (cell === null || typeof cell === "string") return cell;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "number") return String(cell);
  return "label" in cell ? cell.id : null;
};

/** True when the change would leave the cell as it stands. */
function standsSo(cell: Cell, change: BulkChange): boolean {
  if (change.op === "set") {
    const nobody = cell === null || !(typeof cell === "object" && "label" in cell && cell.id === null);
    return stated(cell) === change.value && nobody;
  }
  const held: readonly string[] = Array.isArray(cell) ? cell : [];
  return change.values.every((value) => held.includes(value) === (change.op === "add"));
}

const GONE = "It no longer exists, or you may not see it.";

/** Writes one row after the other as the noun's own edit does; a row that is refused leaves nothing behind. */
async function writeAll(
  tx: Tx,
  setting: Setting,
  {
    rules,
    column,
    change: wanted,
    reason,
  }: { rules: Rules; column: RegisterColumn; change: BulkChange; reason: string },
  rows: readonly { id: string; version: number }[],
): Promise<Done> {
  const ids = rows.map(({ id }) => id);
  const before = await seenIn(tx, setting, column, ids);
  const refused: Done["refused"] = [];
  const written: Seen[] = [];
  let unchanged = 0;
  for (const { id, version } of rows) {
    const row = before.get(id);
    if (!row) refused.push({ id, name: id, why: GONE });
    else if (standsSo(row.cell, wanted)) unchanged += 1;
    else {
      const why = await refusal(tx, setting.ctx, rules, { row: { id, version }, change: wanted, reason });
      if (why === null) written.push({ ...row, version });
      else refused.push({ id, name: row.name, why });
    }
  }
  const after =
    written.length > 0
      ? await seenIn(
          tx,
          setting,
          column,
          written.map(({ id }) => id),
        )
      : new Map<string, Seen>();
  return { changes: written.map((row) => ({ ...row, to: after.get(row.id)?.cell ?? null })), refused, unchanged };
}

type One = { row: { id: string; version: number }; change: BulkChange; reason: string };

/** Why a row was not written, in a sentence; null when it was. */
async function refusal(
  tx: Tx,
  ctx: OrgContext,
  rules: Rules,
  { row, change: wanted, reason }: One,
): Promise<string | null> {
  await tx.execute(sql`savepoint one_row`);
  const back = () => tx.execute(sql`rollback to savepoint one_row`);
  try {
    const answer = await orConflict<object, unknown>(rules.write(tx, ctx, row, wanted, reason));
    const conflict = answer as { outcome?: string; fields?: { by: string }[] } | undefined;
    if (conflict?.outcome !== "conflict") {
      await tx.execute(sql`release savepoint one_row`);
      return null;
    }
    await back();
    return `${conflict.fields?.[0]?.by ?? "Somebody"} changed it meanwhile.`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await back();
    return error.message;
  }
}

const bulkColumn = (setting: Setting, key: string) =>
  columnOf(setting, key, ({ bulk }) => bulk === true, "changed for many rows");

/** A preview names no reason; a rule that wants one is satisfied by this, and nothing of it is kept. */
const PREVIEW_REASON = "Preview of a bulk edit";

/** What a bulk edit would do, found by doing it and taking it back: nothing it says can differ from the edit itself. */
export async function previewBulk(
  ctx: Zoned,
  register: ServerRegister<unknown>,
  input: BulkPreviewInput,
): Promise<BulkPreview> {
  const rules = rulesOf(ctx, register);
  const { rows, beyond } = await read(ctx, (tx) => rowsMeant(tx, ctx, register, input));
  let column: RegisterColumn | undefined;
  const done = await change(ctx, { name: rules.action }, async (tx) => {
    const setting = await settingFor(tx, ctx, register, { filter: EVERYTHING, columns: [input.change.column] }, false);
    column = bulkColumn(setting, input.change.column);
    throw new Previewed(
      await writeAll(tx, setting, { rules, column, change: input.change, reason: PREVIEW_REASON }, rows),
    );
  }).catch((error: unknown) => {
    if (error instanceof Previewed) return error.done;
    throw error;
  });
  const words = (cell: Cell) => (column ? cellText(column, cell, ctx.timeZone) : "");
  return {
    changes: done.changes.map(({ id, name, version, cell, to }) => ({
      id,
      name,
      version,
      from: words(cell),
      to: words(to),
    })),
    refused: done.refused,
    unchanged: done.unchanged,
    beyond,
  };
}

/** The rows of a preview with their versions: those marked, or as many that match as one edit takes. */
async function rowsMeant(tx: Tx, ctx: OrgContext, register: ServerRegister<unknown>, { rows }: BulkPreviewInput) {
  const scope = "ids" in rows ? { q: "", filter: EVERYTHING, archived: "all" as const, ids: rows.ids } : rows.matching;
  const setting = await settingFor(tx, ctx, register, { filter: scope.filter }, false);
  const { table } = register;
  const found = await tx.execute<{ id: string; version: number; total: number }>(sql`${foundOf(setting, scope.q)}
    select ${table.id} as id, ${table.version} as version, ${countOf(setting, scope)} as total
    ${fromWhere(setting, scope)} order by ${table.id} ${limitOf(MOST_ROWS)}`);
  return { rows: found.map(({ id, version }) => ({ id, version })), beyond: (found[0]?.total ?? 0) - found.length };
}

/** Writes what a preview showed, as one change. Rows a rule refuses, or that changed since, are left and named. */
export async function commitBulk(
  ctx: Zoned,
  register: ServerRegister<unknown>,
  input: BulkCommitInput,
): Promise<BulkOutcome> {
  const rules = rulesOf(ctx, register);
  const { rows, change: wanted, reason } = input;
  const action = {
    name: rules.action,
    detail: { bulk: wanted.column, rows: rows.length },
    ...(reason ? { reason } : {}),
  };
  return change(ctx, action, async (tx, changeId) => {
    const setting = await settingFor(tx, ctx, register, { filter: EVERYTHING, columns: [wanted.column] }, false);
    const column = bulkColumn(setting, wanted.column);
    if (column.reasoned && !reason) throw new AppError("BAD_REQUEST", `Say why ${column.label.toLowerCase()} changes.`);
    const done = await writeAll(tx, setting, { rules, column, change: wanted, reason: reason ?? "" }, rows);
    if (done.changes.length === 0) throw new Previewed(done); // an edit of nothing leaves no change behind
    return { changed: done.changes.length, refused: done.refused, changeId };
  }).catch((error: unknown) => {
    if (error instanceof Previewed) return { changed: 0, refused: error.done.refused, changeId: null };
    throw error;
  });
}

/**
 * Takes a bulk edit back as one. By whoever made it; by others only with the right to change every row.
 * @throws AppError NOT_FOUND, FORBIDDEN, CONFLICT when a row was changed again since
 */
export async function undoBulk(ctx: OrgContext, register: ServerRegister<unknown>, changeId: string) {
  const rules = rulesOf(ctx, register);
  const made = await read(ctx, async (tx) => {
    const [row] = await tx.execute<{ by: string | null; bulk: string | null }>(sql`
      select c.actor_id as by, c.detail ->> 'bulk' as bulk from ${changeTable} c
      where c.org_id = ${ctx.orgId} and c.id = ${changeId} and c.action = ${rules.action}`);
    return row;
  });
  if (!made?.bulk) throw new AppError("NOT_FOUND", "No such bulk edit");
  const { actor } = ctx;
  if (actor.kind === "user" && made.by !== actor.memberId && actor.role === "owner")
    throw new AppError("FORBIDDEN", "Only who made this edit, or the program office, may take it back.");
  return undoChange(ctx, { changeId, tables: rules.tables });
}
