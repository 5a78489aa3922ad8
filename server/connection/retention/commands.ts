import { sql } from "drizzle-orm";
import { pollRun } from "@/db/schema/connection";
import type { OrgContext } from "../../context";
import { store } from "../../record/store";

const DAY_MS = 86_400_000;
/** A transaction of this size holds nobody up; a first run over years of polls takes many. */
const CHUNK = 2000;

/**
 * Forgets polls that began more than `days` ago, but never the last one of a connection. The figures they brought stay,
 * with the instant each was received.
 *
 * @returns how many were forgotten
 */
export async function forgetPolls(ctx: OrgContext, { days }: { days: number }): Promise<number> {
  const { orgId, now } = ctx;
  const before = new Date(now.getTime() - days * DAY_MS).toISOString();
  let forgotten = 0;
  for (let count = CHUNK; count === CHUNK; forgotten += count) {
    const gone = await store(
      ctx,
      (tx) =>
        tx.execute(sql`
          delete from ${pollRun} r using (
            select o.id from ${pollRun} o where o.org_id = ${orgId} and o.started_at < ${before}::timestamptz
              and exists (select 1 from ${pollRun} n where n.org_id = o.org_id and n.connection_id = o.connection_id
                and (n.started_at, n.id) > (o.started_at, o.id))
            limit ${CHUNK}
          ) old where r.org_id = ${orgId} and r.id = old.id returning r.id`),
      { quiet: true },
    );
    count = gone.length;
  }
  return forgotten;
}
