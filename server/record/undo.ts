import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { change as changeTable } from "@/db/schema/change";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "./change";

/** Recorded tables that an undo may touch, parents before children. */
export const UNDOABLE = [
  "membership",
  "program",
  "custom_field",
  "initiative",
  "tag",
  "initiative_person",
  "model",
  "model_version",
  "series",
  "rule",
  "risk",
  "risk_assessment",
  "assumption",
  "issue",
] as const;
export type UndoableTable = (typeof UNDOABLE)[number];

const refusal = (n: number) =>
  `${n === 1 ? "One record was" : `${n} records were`} changed again since. Undo the later change first.`;

/** Assessments are only ever added, so none is put back; those of an import are taken away. */
async function takeBackAssessments(tx: Tx, changes: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select private.take_back_assessments(string_to_array(${changes}, ',')::uuid[]) as n`,
  );
  return Number(row?.n ?? 0);
}

const LEANS = "Something was added to one of these records since, and needs it. Take that away first.";

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);
const isLeantOn = (error: unknown): boolean =>
  causes(error).some((cause) => (cause as { code?: string }).code === "23503");

/**
 * Puts back what one change wrote, as a change of its own. Either all of it or nothing.
 * `tables`: what the caller's permission covers; a change that wrote anything else is refused.
 * `settled`: later changes that cancel each other out, so that they do not stand in the way.
 * @throws AppError NOT_FOUND, CONFLICT (something was changed again since), FORBIDDEN
 */
export async function undoChange(
  ctx: OrgContext,
  {
    changeId,
    tables,
    settled = [],
  }: { changeId: string; tables: readonly UndoableTable[]; settled?: readonly string[] },
): Promise<{ changeId: string; rows: number }> {
  return change(ctx, { name: "change.undo", detail: { undoes: changeId } }, async (tx, madeId) => {
    // All of it or nothing, also what the caller may no longer see; who may undo was decided before.
    await tx.execute(sql`select set_config('app.role', 'admin', true)`);
    const [found] = await tx
      .select({ action: changeTable.action })
      .from(changeTable)
      .where(and(eq(changeTable.orgId, ctx.orgId), eq(changeTable.id, changeId)));
    if (!found) throw new AppError("NOT_FOUND", "No such change");
    const whole = [changeId, ...settled].join(",");
    const step = async (table: string, name: "check" | "touched" | "delete" | "restore") => {
      const changes = name === "touched" ? changeId : whole;
      if (table === "risk_assessment" && (name === "delete" || name === "restore"))
        return name === "delete" ? takeBackAssessments(tx, whole) : 0;
      const [row] = await tx.execute<{ n: number }>(
        sql`select private.undo_in_table(${table}, string_to_array(${changes}, ',')::uuid[], ${name}) as n`,
      );
      return Number(row?.n ?? 0);
    };
    let touched = 0;
    let later = 0;
    for (const table of UNDOABLE) {
      const n = await step(table, "touched");
      if (n > 0 && !tables.includes(table))
        throw new AppError("FORBIDDEN", "This change wrote more than may be undone here");
      if (n > 0) later += await step(table, "check");
      touched += n;
    }
    if (touched === 0) throw new AppError("NOT_FOUND", "This change wrote nothing that can be undone");
    if (later > 0) throw new AppError("CONFLICT", refusal(later));
    let rows = 0;
    for (const table of [...tables].sort((a, b) => UNDOABLE.indexOf(b) - UNDOABLE.indexOf(a)))
      rows += await step(table, "delete");
    for (const table of UNDOABLE) if (tables.includes(table)) rows += await step(table, "restore");
    return { changeId: madeId, rows };
  }).catch((error: unknown) => {
    throw isLeantOn(error) ? new AppError("CONFLICT", LEANS) : error;
  });
}
