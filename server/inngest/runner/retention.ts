import type { DriveContext } from "./drive-context";

const CHUNK = 2000;
const DAY_MS = 86_400_000;
/** Keys of events and of idempotency are kept 24 hours, so what they guard is kept at least as long. */
const LEAST_DAYS = 1;

/** Deletes runs and events that ended long ago, in short transactions. @returns rows deleted */
export async function trim({ sql, settings }: Pick<DriveContext, "sql" | "settings">): Promise<number> {
  const now = settings.clock.now();
  const before = new Date(now.getTime() - Math.max(settings.retentionDays, LEAST_DAYS) * DAY_MS);
  const statements = [
    () => sql`delete from runner.run where id in (select id from runner.run where ended_at < ${before} limit ${CHUNK})`,
    () => sql`
      delete from runner.event where seq in
        (select seq from runner.event where received_at < ${before} and routed_at is not null limit ${CHUNK})`,
    () => sql`
      delete from runner.once where (scope, key) in
        (select scope, key from runner.once where expires_at < ${now} limit ${CHUNK})`,
    () => sql`delete from runner.heartbeat where at < ${new Date(now.getTime() - DAY_MS)}`,
  ];
  let deleted = 0;
  for (const statement of statements) {
    for (let count = CHUNK; count === CHUNK; ) {
      count = (await statement()).count;
      deleted += count;
    }
  }
  return deleted;
}
