import type { Database } from "@/db/client";
import type { Role } from "@/domain/access/permission";

export type SampleAccount = { role: Role; name: string; email: string; password: string };

/** Those of the accounts that are active in a sample organisation: whoever removed it keeps an account, but no sample. */
export async function livingAccounts(
  { sql }: Pick<Database, "sql">,
  accounts: readonly SampleAccount[],
): Promise<SampleAccount[]> {
  const rows = await sql<{ email: string }[]>`
    select u.email from private."user" u
    join private.active_membership a on a.user_id = u.id
    join private.org_slug s on s.org_id = a.org_id and s.sample
    where u.email = any (${accounts.map(({ email }) => email)})`;
  const living = new Set(rows.map(({ email }) => email));
  return accounts.filter(({ email }) => living.has(email));
}
