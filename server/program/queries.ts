import { and, eq, sql } from "drizzle-orm";
import { initiative, isActiveInitiative, program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { placePrograms } from "@/domain/program/tree";
import type { OrgContext } from "../context";
import { read } from "../record/read";

/** The tree as a list from top to bottom, each program with the active initiatives that lie in it directly. */
export async function listPrograms(ctx: OrgContext) {
  const rows = await read(ctx, (tx) =>
    tx
      .select({
        id: program.id,
        parentId: program.parentId,
        name: program.name,
        version: program.version,
        directorId: program.directorId,
        directorName: membership.name,
        count: sql<number>`count(${initiative.id})::int`,
      })
      .from(program)
      .leftJoin(
        initiative,
        and(eq(initiative.orgId, program.orgId), eq(initiative.programId, program.id), isActiveInitiative),
      )
      .leftJoin(membership, and(eq(membership.orgId, program.orgId), eq(membership.id, program.directorId)))
      .where(eq(program.orgId, ctx.orgId))
      .groupBy(program.id, program.parentId, program.name, program.version, program.directorId, membership.name),
  );
  return placePrograms(rows);
}
