import { sql } from "drizzle-orm";
import { initiative, isActiveInitiative, program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { placePrograms } from "@/domain/program/tree";
import type { OrgContext } from "../context";
import { read } from "../record/read";

type ProgramRow = {
  id: string;
  parentId: string | null;
  name: string;
  version: number;
  directorId: string | null;
  directorName: string | null;
  count: number;
};

/** The tree as a list from top to bottom, each program with the active initiatives that lie in it directly. */
export async function listPrograms(ctx: OrgContext) {
  const rows = await read(ctx, (tx) =>
    tx.execute<ProgramRow>(sql`
      select p.id, p.parent_id as "parentId", p.name, p.version, p.director_id as "directorId", d.name as "directorName",
        (select count(*)::int from ${initiative}
          where ${initiative.orgId} = p.org_id and ${initiative.programId} = p.id and ${isActiveInitiative}) as count
      from ${program} p left join ${membership} d on d.org_id = p.org_id and d.id = p.director_id
      where p.org_id = ${ctx.orgId}`),
  );
  return placePrograms(rows);
}
