import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import { initiative, program } from "@/db/schema/initiative";
import { placePrograms } from "@/domain/program/tree";
import type { OrgContext } from "../context";
import { read } from "../record/read";

/** The tree as a list from top to bottom, each program with the initiatives that lie in it directly. */
export async function listPrograms(ctx: OrgContext) {
  const rows = await read(ctx, (tx) =>
    tx
      .select({
        id: program.id,
        parentId: program.parentId,
        name: program.name,
        version: program.version,
        count: sql<number>`count(${initiative.id})::int`,
      })
      .from(program)
      .leftJoin(
        initiative,
        and(
          eq(initiative.orgId, program.orgId),
          eq(initiative.programId, program.id),
          sql`${initiative.archivedAt} is null`,
        ),
      )
      .where(eq(program.orgId, ctx.orgId))
      .groupBy(program.id, program.parentId, program.name, program.version),
  );
  return placePrograms(rows);
}

/** Who wrote the program last, and when. */
export async function lastProgramEdit(tx: Tx, ctx: OrgContext, id: string): Promise<{ by: string; at: Date }> {
  const of = history.program;
  const [found] = await tx
    .select({ by: change.actorName, at: of.recordedFrom })
    .from(of)
    .innerJoin(change, and(eq(change.orgId, of.orgId), eq(change.id, of.changeId)))
    .where(and(eq(of.orgId, ctx.orgId), eq(of.id, id), isNull(of.recordedTo)));
  if (!found) throw new RangeError("A recorded row has no version that holds");
  return found;
}
