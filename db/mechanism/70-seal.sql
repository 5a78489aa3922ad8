-- The seal: one Merkle tree (RFC 9162, 2.1) over what each day recorded, its root chained to the day before.
-- A day is a day of UTC; what a change wrote belongs to the day of the change, also where it ran past midnight.
-- A leaf is a line of JSON: what happened, table, key without the organisation, instant, and for an opening or a change the
-- SHA-256 of the row as JSON, its columns in the order the seal names; for a closing when and by which change.

-- What may alter how PostgreSQL writes a value.
create or replace function private.seal_settings() returns void language sql volatile set search_path = pg_catalog as
$$ select set_config('timezone', 'UTC', true), set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
  set_config('intervalstyle', 'iso_8601', true) $$;

-- Columns of history.t (or of public.change) that an opening holds: known when it was written, never changed.
create or replace function private.seal_columns(t text) returns text[] language sql stable set search_path = pg_catalog as
$$ select array_agg(a.attname::text order by a.attname collate "C") from pg_attribute a
   where a.attrelid = format(case when t = 'change' then 'public.%I' else 'history.%I' end, t)::regclass and a.attnum > 0 and not a.attisdropped
     and a.attname not in ('recorded_to', 'closed_by') $$;

create or replace function private.seal_tables() returns setof text language sql stable set search_path = pg_catalog as
$$ select c.relname::text from pg_class c where c.relnamespace = 'history'::regnamespace and c.relkind = 'r' order by c.relname collate "C" $$;

-- The statement that reads leaves: `entry`, the `body` whose hash it holds, columns added `later`. Of one change, of the changes
-- of one day, or of all changes that no sealed day holds.
-- lists: table -> columns to hash, for tables that gained columns since; a table not in it is hashed whole.
create or replace function private.seal_source(org uuid, of_change uuid, of_day date, lists jsonb) returns text language plpgsql stable
  set search_path = pg_catalog set timezone = 'UTC' as $$
declare
  t text;
  own text; -- the table with its schema
  keys text;
  opened boolean;
  listed text[];
  later text[];
  parts text[] := '{}';
  held text := case when of_change is not null then format('%%s = %L::uuid', of_change)
    when of_day is not null then format('%%s in (select c.id from public.change c where c.org_id = %L::uuid and c.at >= %L::timestamptz and c.at < %L::timestamptz)',
      org, of_day::timestamptz, (of_day + 1)::timestamptz)
    else format('%%s is not null and not exists (select 1 from public.change c join public.seal s on s.org_id = c.org_id and s.day = (c.at at time zone ''UTC'')::date
      where c.org_id = %L::uuid and c.id = %%1$s)', org) end;
begin
  foreach t in array array(select private.seal_tables()) || 'change'::text loop
    opened := t <> 'change';
    own := format(case when opened then 'history.%I' else 'public.%I' end, t);
    listed := array(select jsonb_array_elements_text(lists -> t));
    if listed = '{}' then listed := private.seal_columns(t); end if;
    later := array(select c from unnest(private.seal_columns(t)) c where c <> all (listed));
    select coalesce(string_agg(format(case when a.atttypid = 'uuid'::regtype then $k$'"' || h.%1$I || '"'$k$ else 'to_json(h.%1$I::text)::text' end, a.attname),
        $k$ || ',' || $k$ order by k.n), $k$''$k$)
      into keys from pg_index i, lateral unnest(i.indkey) with ordinality k (attnum, n)
      join pg_attribute a on a.attnum = k.attnum and a.attrelid = format('public.%I', t)::regclass
      where i.indrelid = format('public.%I', t)::regclass and i.indisprimary and a.attname <> 'org_id';
    parts := parts || format($q$select '["%1$s","%2$s",[' || b.key || '],' || b.at || ',"' || encode(sha256(convert_to(b.body, 'UTF8')), 'hex') || '"]' as entry, b.body, b.later
      from (select %3$s as key, to_json(h.%4$s)::text as at, row_to_json(v)::text as body, %5$s as later
        from %6$s h cross join lateral (select %7$s) v where h.org_id = %8$L::uuid and %9$s offset 0) b$q$,
      case when opened then 'open' else 'change' end, t, keys, case when opened then 'recorded_from' else 'at' end,
      case when later = '{}' then 'null::text'
        else format('json_build_object(%s)::text', (select string_agg(format('%L, h.%1$I', c), ', ') from unnest(later) c)) end,
      own, (select string_agg(format('h.%I', c), ', ' order by n) from unnest(listed) with ordinality l (c, n)), org,
      format(held, case when opened then 'h.change_id' else 'h.id' end));
    if opened then
      parts := parts || format($q$select '["close","%1$s",[' || %2$s || '],' || to_json(h.recorded_from)::text || ',' || to_json(h.recorded_to)::text || ',"' || h.closed_by || '"]', null, null
        from %3$s h where h.org_id = %4$L::uuid and %5$s$q$, t, keys, own, org, format(held, 'h.closed_by'));
    end if;
  end loop;
  return array_to_string(parts, E'
union all ');
end $$;

-- The root over 32-byte hashes one after another: pairs are hashed behind 0x01, one that is left over moves up as it is.
create or replace function private.merkle_root(nodes bytea) returns bytea language plpgsql immutable set search_path = pg_catalog as $$
begin
  if length(nodes) = 0 then return sha256(''); end if;
  while length(nodes) > 32 loop
    nodes := (select string_agg(case when length(p.pair) = 64 then sha256('\x01'::bytea || p.pair) else p.pair end, ''::bytea order by i)
      from generate_series(0, (length(nodes) - 1) / 64) i, lateral (select substr(nodes, i * 64 + 1, 64) as pair) p);
  end loop;
  return nodes;
end $$;

create or replace function private.merkle_leaves(entries text[]) returns bytea language sql immutable set search_path = pg_catalog as
$$ select coalesce(string_agg(sha256('\x00'::bytea || convert_to(e, 'UTF8')), ''::bytea order by n), '') from unnest(entries) with ordinality l (e, n) $$;

-- What the chain hashes: everything the seal says, and the hash of the day before.
create or replace function private.seal_statement(s public.seal) returns text language sql stable set search_path = pg_catalog set timezone = 'UTC' as
$$ select json_build_object('portolan', 'day seal', 'format', 1, 'organisation', s.org_id, 'day', s.day, 'leaves', s.leaves, 'root', s.root,
  'columns', s.columns, 'added', s.added, 'sealedAt', s.sealed_at, 'before', s.before)::text $$;

-- For columns that tables gained since they were last sealed: the one value they hold in earlier versions, which no leaf holds.
create or replace function private.seal_added(org uuid, lists jsonb, begins timestamptz) returns jsonb language plpgsql volatile set search_path = pg_catalog as $$
declare
  t text;
  c text;
  known jsonb;
  found jsonb;
  added jsonb := '{}';
begin
  for t in select jsonb_object_keys(lists) loop
    select s.columns -> t into known from public.seal s where s.org_id = org and s.columns ? t order by s.day desc limit 1;
    for c in select x from jsonb_array_elements_text(lists -> t) x where not known ? x loop
      execute format('select coalesce(jsonb_agg(v), ''[]'') from (select distinct to_jsonb(h.%I) v from %s h where h.org_id = $1
        and %s limit 2) d', c, format(case when t = 'change' then 'public.%I' else 'history.%I' end, t),
        case when t = 'change' then 'h.at < $2' else 'h.change_id in (select c.id from public.change c where c.org_id = $1 and c.at < $2)' end)
        into found using org, begins;
      -- None where they differ: a default that is computed for each row.
      added := jsonb_set(added, array[t], coalesce(added -> t, '{}') || jsonb_build_object(c, case when jsonb_array_length(found) = 1 then found else '[]' end));
    end loop;
  end loop;
  return added;
end $$;

-- Keeps up to 4,096 entries (a power of two, so that they are a whole subtree) and returns their root.
create or replace function private.keep_part(org uuid, of_day date, place integer, lines text[]) returns bytea language plpgsql volatile
  set search_path = pg_catalog as $$
declare
  top bytea := private.merkle_root(private.merkle_leaves(lines));
begin
  insert into public.seal_part (org_id, day, part, leaves, root, entries)
    values (org, of_day, place, cardinality(lines), encode(top, 'hex'), array_to_string(lines, E'\n'));
  return top;
end $$;

-- Seals the next day of the organisation and returns it; null when none is over. A day is over when an instant after it was
-- minted: then no change of that day is open, and none can come. Does not hold up changes.
create or replace function private.seal_next() returns date language plpgsql volatile security definer
  set search_path = pg_catalog set work_mem = '32MB' set jit = off as $$
declare
  org uuid := private.org_id();
  caller text := coalesce(current_setting('app.role', true), '');
  made public.seal;
  prior public.seal;
  begins timestamptz;
  t text;
  written boolean;
  line text;
  lines text[] := '{}';
  roots bytea := '';
begin
  perform pg_advisory_xact_lock(hashtextextended(org::text, 8195));
  select s.* into prior from public.seal s where s.org_id = org order by s.day desc limit 1;
  made.org_id := org;
  made.day := coalesce(prior.day + 1, (select (min(c.at) at time zone 'UTC')::date from public.change c where c.org_id = org));
  begins := made.day::timestamp at time zone 'UTC';
  if made.day is null or not exists (select 1 from private.instant i where i.org_id = org and i.at >= begins + interval '24 hours') then
    return null;
  end if;
  perform private.seal_settings(), set_config('app.role', 'job', true); -- restricted rows are sealed too, whoever asks
  made.columns := '{}';
  if exists (select 1 from public.change c where c.org_id = org and c.at >= begins and c.at < begins + interval '24 hours') then
    made.columns := jsonb_build_object('change', private.seal_columns('change'));
    foreach t in array array(select private.seal_tables()) loop
      execute format('select exists (select 1 from public.change c join history.%I h on h.change_id = c.id
        where c.org_id = $1 and c.at >= $2 and c.at < $2 + interval ''24 hours'')', t) into written using org, begins;
      if written then made.columns := made.columns || jsonb_build_object(t, private.seal_columns(t)); end if;
    end loop;
  end if;
  made.leaves := 0;
  if made.columns <> '{}' then
    for line in execute format('select x.entry from (%s) x order by x.entry collate "C"', private.seal_source(org, null, made.day, made.columns)) loop
      lines := lines || line;
      if cardinality(lines) = 4096 then
        roots := roots || private.keep_part(org, made.day, made.leaves / 4096, lines);
        made.leaves := made.leaves + 4096;
        lines := '{}';
      end if;
    end loop;
    if lines <> '{}' then
      roots := roots || private.keep_part(org, made.day, made.leaves / 4096, lines);
      made.leaves := made.leaves + cardinality(lines);
    end if;
  end if;
  made.root := encode(private.merkle_root(roots), 'hex');
  made.added := private.seal_added(org, made.columns, begins);
  made.sealed_at := clock_timestamp();
  made.before := prior.chain;
  made.chain := encode(sha256(convert_to(private.seal_statement(made), 'UTF8')), 'hex');
  insert into public.seal select made.*;
  perform set_config('app.role', caller, true);
  return made.day;
end $$;

-- A sealed day takes no past instants any more.
create or replace function private.refuse_sealed_day() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select 1 from public.seal s where s.org_id = new.org_id and s.day >= (new.at at time zone 'UTC')::date) then
    raise exception 'The day of % is sealed', new.at;
  end if;
  return new;
end $$;
create or replace trigger refuse_sealed_day before insert on public.change for each row
  when (nullif(current_setting('app.seed_at', true), '') is not null) execute function private.refuse_sealed_day();

-- Makes sealing due in every organisation that has a finished day without a seal.
create or replace function private.seal_ask() returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  o uuid;
  caller text := coalesce(current_setting('app.org_id', true), '');
  asked integer := 0;
begin
  for o in select s.org_id from private.org_slug s loop
    perform set_config('app.org_id', o::text, true);
    if not exists (select 1 from public.seal s where s.org_id = o and s.day >= (clock_timestamp() at time zone 'UTC')::date - 1)
      and exists (select 1 from public.change c where c.org_id = o and c.at < date_trunc('day', clock_timestamp(), 'UTC')) then
      insert into private.due (kind, org_id, id, due_at) values ('seal', o, o, clock_timestamp()) on conflict (kind, org_id, id) do nothing;
      asked := asked + 1;
    end if;
  end loop;
  perform set_config('app.org_id', caller, true);
  return asked;
end $$;

-- Written by seal_next alone.
revoke insert, update, delete on public.seal, public.seal_part from portolan_app;
revoke execute on function private.seal_settings(), private.seal_columns(text), private.seal_tables(), private.seal_source(uuid, uuid, date, jsonb), private.merkle_root(bytea),
  private.merkle_leaves(text[]), private.seal_statement(public.seal), private.seal_added(uuid, jsonb, timestamptz),
  private.keep_part(uuid, date, integer, text[]), private.seal_next(), private.refuse_sealed_day(), private.seal_ask() from public;
grant execute on function private.seal_settings(), private.seal_columns(text), private.seal_tables(), private.seal_source(uuid, uuid, date, jsonb), private.merkle_root(bytea),
  private.merkle_leaves(text[]), private.seal_statement(public.seal), private.seal_next(), private.refuse_sealed_day(), private.seal_ask() to portolan_app;
