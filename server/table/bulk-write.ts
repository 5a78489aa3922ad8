import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { AppError } from "@/domain/shared/error";
import type { BulkRow } from "@/domain/table/answer";
import type { Cell } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import type { BulkChange } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { orConflict } from "../record/edit";
import { cellNeeds, cellSelect, cellsOf } from "./cell";
import type { Rules } from "./register";
import type { Setting } from "./setting";
import { joined } from "./source";

type Seen = { id: string; version: number; name: string; cell: Cell };

export type Done = {
  changes: (Seen & { to: Cell })[];
  refused: (BulkRow & { why: string })[];
  unchanged: number;
};

/** Rows with what the column holds. One statement. */
async function seenIn(
  tx: Tx,
  setting: Setting,
  column: RegisterColumn,
  ids: readonly string[],
): Promise<Map<string, Seen>> {
  if (ids.length === 0) return new Map();
  const { table, name } = setting.register;
  const columns = [column];
  const shape = { undressed: true }; // no extras are selected here
  const rows = await tx.execute<Record<string, unknown> & { id: string; version: number; name: string }>(sql`
    select ${table.id} as id, ${table.version} as version, left(${name}, 200) as name${cellSelect(setting, columns, shape)}
    from ${table} ${joined(setting, cellNeeds(setting, columns, shape))}
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
export async function writeAll(
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
