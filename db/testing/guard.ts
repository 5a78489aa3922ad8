import type postgres from "postgres";
import { kinds } from "../kinds";

/** Tables of the record itself and of points' monthly parts: not nouns. */
const NOT_NOUNS = /^(change|point_\d{4}_\d{2})$/;

type Finding = { table: string; problem: string };

/** What is missing of the promises every organisation table makes. Reads the catalogue, so it sees what is really there. */
export async function promiseFindings(sql: postgres.Sql): Promise<Finding[]> {
  const findings: Finding[] = [];
  const miss = (table: string, problem: string) => findings.push({ table, problem });
  const tables = await sql<{ name: string; rls: boolean; forced: boolean; policies: number; key: string | null }[]>`
    select c.relname as name, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '%app.org_id%') as policies,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  for (const { name, rls, forced, policies, key } of tables) {
    if (NOT_NOUNS.test(name)) continue;
    const kind = kinds.get(name);
    if (!kind) miss(name, "declares no kind: use recorded(), series() or operational()");
    if (!rls || !forced) miss(name, "row-level security is not forced");
    if (policies < 1) miss(name, "has no policy on the organisation");
    if (key !== "org_id") miss(name, "its primary key does not start with org_id");
    if (kind === "recorded") for (const problem of await recordedProblems(sql, name)) miss(name, problem);
  }
  for (const [name] of kinds)
    if (!tables.some((table) => table.name === name)) miss(name, "is declared and does not exist");
  const foreign = await sql<{ name: string; constraint: string }[]>`
    select conrelid::regclass::text as name, conname as constraint from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace
      and not exists (select 1 from unnest(conkey) k join pg_attribute a on a.attrelid = conrelid and a.attnum = k where a.attname = 'org_id')`;
  for (const { name, constraint } of foreign) miss(name, `foreign key ${constraint} does not carry org_id`);
  return findings;
}

async function recordedProblems(sql: postgres.Sql, name: string): Promise<string[]> {
  const [row] = await sql<
    {
      history: boolean;
      trigger: boolean;
      view: boolean;
      policy: boolean;
      columns: number;
      indexes: string[] | null;
      writable: boolean;
    }[]
  >`
    select to_regclass(format('history.%I', ${name}::text)) is not null as history,
      exists (select 1 from pg_trigger t where t.tgrelid = format('public.%I', ${name}::text)::regclass and t.tgname = 'record' and t.tgenabled <> 'D') as trigger,
      to_regclass(format('as_of.%I', ${name}::text)) is not null as view,
      exists (select 1 from pg_policy p where p.polrelid = to_regclass(format('history.%I', ${name}::text))) as policy,
      (select count(*)::int from pg_attribute a where a.attrelid = format('public.%I', ${name}::text)::regclass and a.attnum > 0 and not a.attisdropped
        and not exists (select 1 from pg_attribute h where h.attrelid = to_regclass(format('history.%I', ${name}::text)) and h.attname = a.attname and h.atttypid = a.atttypid)) as columns,
      (select array_agg(c.relname) from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = format('public.%I', ${name}::text)::regclass and not i.indisprimary
        and (select string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' order by n) from generate_series(1, i.indnkeyatts) n) is distinct from
          (select string_agg(pg_get_indexdef(h.indexrelid, n, true), ', ' order by n) from pg_index h, generate_series(1, i.indnkeyatts) n
            where h.indexrelid = to_regclass(format('history.%I', c.relname || '_h')))) as indexes,
      (select bool_or(has_table_privilege('portolan_app', to_regclass(format('history.%I', ${name}::text)), p)) from unnest(array['insert', 'update', 'delete', 'truncate']) p) as writable`;
  if (!row?.history) return ["has no history table"];
  const problems: string[] = [];
  if (!row.trigger) problems.push("has no recording trigger");
  if (!row.view) problems.push("has no as_of view");
  if (!row.policy) problems.push("its history has no policy");
  if (row.columns > 0) problems.push("its history lacks columns");
  for (const index of row.indexes ?? []) problems.push(`index ${index} is not mirrored on history`);
  if (row.writable) problems.push("the app's role may write its history");
  return problems;
}
