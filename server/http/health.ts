import { mechanismDigest } from "@/db/migrate";
import type { Handler } from "./route";
import { json } from "./route";

const HEARTBEAT_LIMIT_SECONDS = 30;

/** Live: this process answers. */
export const healthHandler: Handler = (_req, res) => json(res, 200, { status: "live" });

/** Ready: database reached, migrated to what this build expects, a worker alive. Else 503 with the reason. */
export const readyHandler: Handler = async (_req, res, { db }) => {
  const reasons: string[] = [];
  let [database, worker] = [true, false];
  try {
    const [row] = await db.sql<
      { digest: string | null; heartbeat_age: number | null }[]
    >`select * from private.readiness()`;
    if (row?.digest !== (await mechanismDigest()))
      reasons.push("The database is not migrated to this version: run npm run db:migrate.");
    worker = row?.heartbeat_age != null && row.heartbeat_age <= HEARTBEAT_LIMIT_SECONDS;
    if (row?.heartbeat_age == null) reasons.push("No worker has reported yet.");
    else if (row.heartbeat_age > HEARTBEAT_LIMIT_SECONDS)
      reasons.push(`The last sign of a worker is ${Math.round(row.heartbeat_age)} s old.`);
  } catch (error) {
    database = false;
    reasons.push(`The database does not answer: ${error instanceof Error ? error.message : "unknown error"}`);
  }
  json(
    res,
    reasons.length ? 503 : 200,
    reasons.length ? { status: "not ready", database, worker, reasons } : { status: "ready", database, worker },
  );
};
