import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { jobContext } from "../../context";
import { limitOf } from "../../quota/queries";
import { read } from "../../record/read";

/** What an organisation holds. `fileBytes` are those of its packs. */
export type Usage = {
  members: number;
  initiatives: number;
  models: number;
  connections: number;
  points: number;
  packs: number;
  changes: number;
  fileBytes: number;
  documentBytes: number;
  /** How much its documents may take. */
  documentQuota: number;
  lastChangeAt: Date | null;
};

export type OrganisationRow = { orgId: string; slug: string; name: string; timeZone: string; sample: boolean };

/** Every organisation by its address; as the owner, because the app's role sees one at a time. */
export async function listOrganisations(owner: Database): Promise<OrganisationRow[]> {
  const rows = await owner.sql<OrganisationRow[]>`
    select org_id as "orgId", slug, name, time_zone as "timeZone", sample from private.org_slug order by slug`;
  return [...rows];
}

export async function usageOf(db: Database, orgId: string): Promise<Usage> {
  const ctx = jobContext({ db, emit: async () => undefined }, "Command line", orgId);
  const { row, documentQuota } = await read(ctx, async (tx) => {
    const [row] = await tx.execute<Omit<Usage, "lastChangeAt" | "documentQuota"> & { lastChangeAt: string | null }>(sql`
      select (select count(*)::int from membership where org_id = ${orgId} and active) as members,
        (select count(*)::int from initiative where org_id = ${orgId}) as initiatives,
        (select count(*)::int from model where org_id = ${orgId}) as models,
        (select count(*)::int from connection where org_id = ${orgId} and archived_at is null) as connections,
        (select count(*)::int from point where org_id = ${orgId}) as points,
        (select count(*)::int from pack where org_id = ${orgId} and status = 'ready') as packs,
        (select count(*)::int from change where org_id = ${orgId}) as changes,
        (select coalesce(sum(octet_length(pdf) + octet_length(data)), 0)::float8 from pack_file where org_id = ${orgId}) as "fileBytes",
        private.quota_use('documents', 0)::float8 as "documentBytes",
        (select max(at) from change where org_id = ${orgId}) as "lastChangeAt"`);
    return { row, documentQuota: (await limitOf(tx, ctx, "documents")) ?? 0 };
  });
  if (!row) throw new RangeError("A count gives a row");
  return { ...row, documentQuota, lastChangeAt: row.lastChangeAt ? new Date(row.lastChangeAt) : null };
}
