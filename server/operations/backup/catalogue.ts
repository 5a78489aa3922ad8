import type postgres from "postgres";

type Sql = postgres.Sql | postgres.TransactionSql;

/** A table as the database has it, named `schema.name`. */
export type Table = {
  table: string;
  columns: string[];
  /** Its primary key: rows are written in this order, so that equal rows give equal bytes. */
  key: string[];
  /** Kept apart by row-level security, which binds its owner too: read organisation by organisation. */
  isolated: boolean;
  isPartitioned: boolean;
};

/** What is not part of a backup, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "private.mechanism": "says which build the database fits; the restoring build writes its own",
  "private.__drizzle_migrations": "the restoring build runs the same migrations",
  "private.attempt": "counted attempts of the last minutes",
  "private.session": "a session that was ended after the backup must not come back: everybody signs in again",
  "runner.heartbeat": "signs of life of workers",
  "runner.leader": "which worker leads; the next one elects itself",
};

/** Every table of the product, in every schema, whatever a later version adds. */
export async function tablesOf(sql: Sql): Promise<Table[]> {
  const rows = await sql<Table[]>`
    select n.nspname || '.' || c.relname as table, c.relrowsecurity and c.relforcerowsecurity as isolated, c.relkind = 'p' as "isPartitioned",
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_index i, lateral unnest(i.indkey) with ordinality k (attnum, n) join pg_attribute a on a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.n) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1`;
  return rows.filter(({ table }) => !(table in LEFT_OUT));
}

/** Tables so that each comes after those it refers to. @throws RangeError when tables refer to each other in a ring */
export async function inLoadingOrder(sql: Sql, tables: readonly Table[]): Promise<Table[]> {
  const edges = await sql<{ from: string; to: string }[]>`
    select f.nspname || '.' || a.relname as "from", t.nspname || '.' || b.relname as "to" from pg_constraint c
    join pg_class a on a.oid = c.conrelid join pg_namespace f on f.oid = a.relnamespace
    join pg_class b on b.oid = c.confrelid join pg_namespace t on t.oid = b.relnamespace
    where c.contype = 'f' and c.conrelid <> c.confrelid`;
  const ordered: Table[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const isFree = ({ table }: Table) =>
      !edges.some(({ from, to }) => from === table && waiting.some((other) => other.table === to));
    const free = waiting.filter(isFree);
    if (free.length === 0)
      throw new RangeError(`These tables refer to each other: ${waiting.map(({ table }) => table).join(", ")}`);
    ordered.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return ordered;
}

export const quoted = (name: string): string =>
  name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");

/** The statement that writes a table's rows, or those of one organisation. */
export function copyOut({ table, columns, key }: Table, orgId?: string): string {
  const order = key.length > 0 ? ` order by ${key.map(quoted).join(", ")}` : "";
  const where = orgId ? ` where org_id = '${orgId}'` : "";
  return `copy (select ${columns.map(quoted).join(", ")} from ${quoted(table)}${where}${order}) to stdout`;
}

/** Every organisation with rows anywhere, in one order. */
export async function organisationIds(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select org_id as id from private.org_slug union select org_id from private.instant union select org_id from private.member_place order by 1`;
  return rows.map(({ id }) => id);
}

export type Sequence = { name: string; lastValue: string; isCalled: boolean };

export async function sequencesOf(sql: Sql): Promise<Sequence[]> {
  const names = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname !~ '^pg_' and n.nspname || '.' || c.relname <> 'private.__drizzle_migrations_id_seq' order by 1`;
  const found: Sequence[] = [];
  for (const { name } of names) {
    const [at] = await sql.unsafe<{ lastValue: string; isCalled: boolean }[]>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${quoted(name)}`,
    );
    if (at) found.push({ name, ...at });
  }
  return found;
}

/** The months public.point has a part for, as `YYYY-MM`. */
export async function pointMonths(sql: Sql): Promise<string[]> {
  const rows = await sql<{ month: string }[]>`
    select replace(substring(c.relname from 'point_([0-9]{4}_[0-9]{2})$'), '_', '-') as month from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = 'public.point'::regclass order by 1`;
  return rows.map(({ month }) => month);
}
