import type { Sql } from "./client";

/**
 * The product runs as a role that owns nothing and cannot step round row-level security.
 * @throws Error naming what the role may and what to do.
 */
export async function assertPowerless(sql: Sql): Promise<void> {
  const [role] = await sql<{ name: string; superuser: boolean; bypass: boolean; owned: number; member: boolean }[]>`
    select current_user as name, r.rolsuper as superuser, r.rolbypassrls as bypass,
      (select count(*)::int from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v')) as owned,
      exists (select 1 from pg_class c where c.oid = to_regclass('public.organisation') and pg_has_role(r.oid, c.relowner, 'member')) as member
    from pg_roles r where r.rolname = current_user`;
  if (!role) throw new Error("The database does not tell which role this is");
  const powers = [
    role.superuser ? "is a superuser" : null,
    role.bypass ? "may bypass row-level security" : null,
    role.owned > 0 ? `owns ${role.owned} tables` : null,
    role.member && !role.superuser ? "is a member of the owner's role" : null,
  ].filter((power) => power !== null);
  if (powers.length === 0) return;
  throw new Error(
    `DATABASE_URL connects as "${role.name}", which ${powers.join(" and ")}. Organisations would not be kept apart. Connect as portolan_app, and give the owner in DATABASE_OWNER_URL.`,
  );
}
