import { sql } from "drizzle-orm";
import { seal } from "@/db/schema/seal";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import type { PackData } from "../data";

/**
 * The newest day that was sealed at the pack's instant, and its chain hash; null where none was. A seal says when it was made
 * before it can be seen, so a sealing under way is waited for: one of before the instant is then there, and one that begins
 * later names a later instant. A pack that is built again finds the same.
 */
export async function gatherSeal(ctx: OrgContext): Promise<PackData["definitions"]["sealed"]> {
  // By itself: the snapshot of the reading below must be taken when nothing is being sealed any more.
  await read(ctx, (tx) =>
    tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(private.org_id()::text, 8195))`),
  );
  const [last] = await read(ctx, (tx) =>
    tx.execute<{ day: string; chain: string }>(sql`select s.day::text as day, s.chain from ${seal} s
      where s.org_id = ${ctx.orgId} and s.sealed_at <= ${ctx.asOf?.toISOString() ?? "infinity"}::timestamptz order by s.day desc limit 1`),
  );
  return last ? { day: last.day, chain: last.chain } : null;
}
