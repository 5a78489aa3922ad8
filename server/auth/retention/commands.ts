import type { Sql } from "@/db/client";

/** Removes sign-ins older than `days` from the log, and links and steps that have run out. @returns how many lines went */
export async function forgetAccess(sql: Sql, { days }: { days: number }): Promise<number> {
  const [row] = await sql<{ gone: string }[]>`select private.forget_access(make_interval(days => ${days})) as gone`;
  return Number(row?.gone ?? 0);
}
