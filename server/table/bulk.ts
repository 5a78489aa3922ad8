import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { change as changeTable } from "@/db/schema/change";
import { AppError } from "@/domain/shared/error";
import type { BulkOutcome, BulkPreview } from "@/domain/table/answer";
import { type Cell, cellText } from "@/domain/table/cell";
import { isSetInRow, ME, type RegisterColumn } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";
import { type BulkChange, type BulkCommitInput, type BulkPreviewInput, MOST_ROWS } from "@/domain/table/input";
import { may, type OrgContext } from "../context";
import { change } from "../record/change";
import { read } from "../record/read";
import { undoChange } from "../record/undo";
import { type Done, writeAll } from "./bulk-write";
import type { Rules, ServerRegister } from "./register";
import { limitOf } from "./rows";
import { columnOf, type Setting, settingFor } from "./setting";
import { countOf, foundOf, fromWhere } from "./source";

type Zoned = OrgContext & { timeZone: string };
/** Takes the transaction of a preview back once it is known what it would do. */
class Previewed extends Error {
  constructor(readonly done: Done) {
    super("Only a preview");
  }
}

/** @throws AppError FORBIDDEN */
function rulesOf({ actor }: OrgContext, { rules }: ServerRegister<unknown>): Rules {
  if (actor.kind === "user" && !may(actor, rules.permission))
    throw new AppError("FORBIDDEN", "Your role does not allow this");
  return rules;
}

/** The change with "me" as whoever asks for it. */
function meant({ actor }: OrgContext, { kind }: RegisterColumn, change: BulkChange): BulkChange {
  const isMe = change.op === "set" && kind === "person" && change.value === ME && actor.kind === "user";
  return isMe ? { ...change, value: actor.memberId } : change;
}

/** The column an edit of so many rows may set. @throws AppError BAD_REQUEST */
const columnToSet = (setting: Setting, key: string, rows: number) =>
  rows === 1
    ? columnOf(setting, key, isSetInRow, "changed in its row")
    : columnOf(setting, key, ({ bulk }) => bulk === true, "changed for many rows");

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
    column = columnToSet(setting, input.change.column, rows.length);
    throw new Previewed(
      await writeAll(
        tx,
        setting,
        { rules, column, change: meant(ctx, column, input.change), reason: PREVIEW_REASON },
        rows,
      ),
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
    const column = columnToSet(setting, wanted.column, rows.length);
    if (column.reasoned && !reason) throw new AppError("BAD_REQUEST", `Say why ${column.label.toLowerCase()} changes.`);
    const done = await writeAll(
      tx,
      setting,
      { rules, column, change: meant(ctx, column, wanted), reason: reason ?? "" },
      rows,
    );
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
