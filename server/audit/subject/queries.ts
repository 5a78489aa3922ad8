import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { OrgContext } from "../../context";

/** Recorded tables whose rows have a name of their own, and the column it stands in. */
const NAMED: readonly [table: string, column: string][] = [
  ["initiative", "title"],
  ["program", "name"],
  ["model", "name"],
  ["connection", "name"],
  ["custom_field", "label"],
  ["membership", "name"],
  ["invitation", "name"],
  ["api_token", "name"],
  ["pack", "number"],
];

const SHOWN = 3;

/** What each change wrote or ended, by name: "Sepsis early warning", or "A, B, C and 4 more". */
export async function subjectsOf(tx: Tx, ctx: OrgContext, changes: readonly string[]): Promise<Map<string, string>> {
  if (changes.length === 0) return new Map();
  const ids = sql`${sql.param(`{${changes.join(",")}}`)}::uuid[]`;
  const parts = NAMED.flatMap(([table, column]) =>
    ["change_id", "closed_by"].map(
      (by) => sql`select h.${sql.identifier(by)} as id, h.${sql.identifier(column)} as name
        from history.${sql.identifier(table)} h where h.org_id = ${ctx.orgId} and h.${sql.identifier(by)} = any (${ids})`,
    ),
  );
  const rows = await tx.execute<{ id: string; names: string[]; total: number }>(sql`
    select id, (array_agg(name order by name))[1:${sql.raw(String(SHOWN))}] as names, count(*)::int as total
    from (${sql.join(parts, sql` union `)}) as named group by id`);
  return new Map(
    [...rows].map(({ id, names, total }) => [
      id,
      total > names.length ? `${names.join(", ")} and ${total - names.length} more` : names.join(", "),
    ]),
  );
}
