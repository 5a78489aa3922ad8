import { and, asc, eq, getTableColumns, gte, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { change } from "@/db/schema/change";
import { type EditConflict, type EditShape, joinEdits, sameValue, valueIn } from "@/domain/shared/edit";
import type { OrgContext } from "../context";

export type Edited<Saved, Values> = ({ outcome: "saved" } & Saved) | EditConflict<Values>;

/** Takes the transaction back, so that a refused edit leaves no change behind. */
class Conflicting extends Error {
  constructor(readonly conflict: EditConflict<object>) {
    super("Somebody changed this meanwhile");
  }
}

type Versions = PgTable & Record<"orgId" | "changeId" | "version" | "recordedFrom", PgColumn>;

/** The versions of one row: its table in `history`, and which row. */
export type RowHistory = { of: Versions; own: SQL | undefined };

/** More edits than this lie between two people only where a job edits; the oldest of them then stand for the rest. */
const VERSIONS_READ = 500;

async function versionsSince(tx: Tx, ctx: OrgContext, { of, own }: RowHistory, version: number) {
  const rows = await tx
    .select({ row: getTableColumns(of), by: change.actorName, at: of.recordedFrom })
    .from(of)
    .innerJoin(change, and(eq(change.orgId, of.orgId), eq(change.id, of.changeId)))
    .where(and(eq(of.orgId, ctx.orgId), own, gte(of.version, version)))
    .orderBy(asc(of.recordedFrom))
    .limit(VERSIONS_READ);
  return rows.map(({ row, by, at }) => ({ row: row as Record<string, unknown>, by: by ?? "Somebody", at: at as Date }));
}

/**
 * What may be written of an edit whose editor saw `seen.version`: the edit itself when nobody was quicker, else both edits
 * joined. Stops, and takes the transaction back, when a field was changed by both. The row must be locked.
 */
export async function joinedEdit<T extends object>(
  tx: Tx,
  ctx: OrgContext,
  held: { row: { version: number }; history: RowHistory },
  seen: { version: number; patch: T; shape?: EditShape },
): Promise<T> {
  const { row } = held;
  if (row.version === seen.version) return seen.patch;
  const versions = await versionsSince(tx, ctx, held.history, seen.version);
  const base = versions[0]?.row ?? {};
  const { merged, theirs, inQuestion } = joinEdits(base, seen.patch, row, seen.shape);
  if (inQuestion.length === 0) return merged;
  const at = (record: object, field: string) => valueIn(record, field, seen.shape);
  const fields = inQuestion.map((field) => {
    const last = versions.findLast(
      (each, index) => index > 0 && !sameValue(at(each.row, field), at(versions[index - 1]?.row ?? {}, field)),
    );
    // Of fields that hang together one may stand as it did: then who edited the record last is named.
    const { by, at: when } = last ?? versions.at(-1) ?? { by: "Somebody", at: ctx.now };
    return { field, before: at(base, field), yours: at(seen.patch, field), theirs: at(row, field), by, at: when };
  });
  throw new Conflicting({ outcome: "conflict", version: row.version, fields, merged, theirs });
}

/** The conflict as a value: the editor must branch on it. `T`: the edit as the caller gave it. */
export async function orConflict<T extends object, Saved>(write: Promise<Saved>): Promise<Saved | EditConflict<T>> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Conflicting) return error.conflict as EditConflict<T>;
    throw error;
  }
}
