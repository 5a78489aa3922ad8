import { and, desc, eq, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import type { initiative } from "@/db/schema/initiative";
import type { FieldConflict } from "@/domain/initiative/edit";
import type { OrgContext } from "../../context";

type Row = typeof initiative.$inferSelect;
type Patch = Record<string, unknown>;

export type EditConflict = { version: number; by: string; at: Date; fields: FieldConflict[] };

/** Takes the transaction back, so that a refused edit leaves no change behind. */
class Conflicting extends Error {
  constructor(readonly conflict: EditConflict) {
    super("Somebody changed this meanwhile");
  }
}

/** The conflict as a value: the editor must branch on it. */
export async function orConflict<T>(write: Promise<T>): Promise<T | ({ outcome: "conflict" } & EditConflict)> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Conflicting) return { outcome: "conflict", ...error.conflict };
    throw error;
  }
}

const valueIn = (row: Partial<Row>, field: string): unknown => {
  const [name, key] = field.split(".");
  return name === "custom" && key ? (row.custom?.[key] ?? null) : (row[name as keyof Row] ?? null);
};

/** The fields of a patch; custom ones each by itself. Tags are merged elsewhere. */
function fieldsOf({ tags: _, custom, ...fields }: Patch): [string, unknown][] {
  const own = Object.entries((custom ?? {}) as Record<string, string>).map(([id, value]): [string, unknown] => [
    `custom.${id}`,
    value || null,
  ]);
  return [...Object.entries(fields).filter(([, value]) => value !== undefined), ...own];
}

/** Stops when a field of the patch was changed since the version its editor saw. The row must be locked. */
export async function conflictWith(
  tx: Tx,
  ctx: OrgContext,
  row: Row,
  seen: { version: number; patch: Patch },
): Promise<void> {
  if (row.version === seen.version) return;
  const of = history.initiative;
  const own = and(eq(of.orgId, ctx.orgId), eq(of.id, row.id));
  const [[base], [last]] = await Promise.all([
    tx
      .select()
      .from(of)
      .where(and(own, lte(of.version, seen.version)))
      .orderBy(desc(of.recordedFrom))
      .limit(1),
    tx
      .select({ by: change.actorName, at: of.recordedFrom })
      .from(of)
      .innerJoin(change, and(eq(change.orgId, of.orgId), eq(change.id, of.changeId)))
      .where(own)
      .orderBy(desc(of.recordedFrom))
      .limit(1),
  ]);
  const fields = fieldsOf(seen.patch).flatMap(([field, yours]): FieldConflict[] => {
    const [before, theirs] = [base ? valueIn(base, field) : null, valueIn(row, field)];
    return before === theirs || theirs === yours ? [] : [{ field, before, yours, theirs }];
  });
  if (fields.length > 0)
    throw new Conflicting({ version: row.version, by: last?.by ?? "Somebody", at: last?.at ?? ctx.now, fields });
}
