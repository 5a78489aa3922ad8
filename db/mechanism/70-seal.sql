-- The seal: one Merkle tree (RFC 9162, 2.1) over what each day recorded, its root chained to the day before.
-- A day is a day of UTC; what a change wrote belongs to the day of the change, also where it ran past midnight.
-- A leaf is a line of JSON: what happened, table, key without the organisation, instant, and for an opening or a change the
-- SHA-256 of the row as JSON, its columns in the order the seal names; for a closing when and by which change.

-- What may alter how PostgreSQL writes a value.
create or replace function private.seal_settings() returns void language sql volatile set search_path = pg_catalog as
$$ select set_config('timezone', 'UTC', true), set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
  set_config('intervalstyle', 'iso_8601', true) $$;

-- Of every table of the record, `change` among them: where it lies, the key of a row as JSON, and the columns an opening holds,
-- which are known when it is written and never change.
drop function if exists private.seal_tables();
create or replace function private.seal_tables() returns table (name text, own text, keys text, columns text[]) language sql stable
  set search_path = pg_catalog as $$
  select c.relname::text, format('%I.%I', c.relnamespace::regnamespace, c.relname),
    coalesce((select string_agg(format(case when a.atttypid = 'uuid'::regtype then $k$'"' || h.%1$I || '"'$k$ else 'to_json(h.%1$I::text)::text' end, a.attname),
        $k$ || ',' || $k$ order by k.n)
      from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary and a.attname not in ('org_id', 'recorded_from')), $k$''$k$),
    (select array_agg(a.attname::text order by a.attname collate "C") from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname not in ('recorded_to', 'closed_by'))
  from pg_class c where c.relkind = 'r' and (c.relnamespace = 'history'::regnamespace or c.oid = 'public.change'::regclass)
$$;

-- The statement that reads leaves: `day`, `noun` (the table of an opening), `entry`, the `body` whose hash it holds, and columns
-- added `later`. Of one change; of the changes of some days; or, without either, of all changes that no sealed day holds.
-- lists: table -> columns to hash, for tables that gained columns since; a table not in it is hashed whole.
create or replace function private.seal_source(org uuid, of_change uuid, of_day date, to_day date, lists jsonb) returns text language plpgsql stable
  set search_path = pg_catalog set timezone = 'UTC' as $$
declare
  t record;
  opened boolean;
  listed text[];
  later text[];
  parts text[] := '{}';
  named text := format('c.org_id = %L::uuid and c.id = %%s', org);
  held text := case when of_change is not null then format('join public.change c on %s and c.id = %L::uuid', named, of_change)
    when of_day is not null then format('join public.change c on %s and c.at >= %L::timestamptz and c.at < %L::timestamptz', named, of_day::timestamptz, (to_day + 1)::timestamptz)
    else format('left join public.change c on %s', named) end;
  rest text := case when of_change is null and of_day is null
    then ' and not exists (select 1 from public.seal s where s.org_id = c.org_id and s.day = (c.at at time zone ''UTC'')::date)' else '' end;
begin
  for t in select * from private.seal_tables() loop
    opened := t.name <> 'change';
    listed := array(select jsonb_array_elements_text(lists -> t.name));
    if listed = '{}' then listed := t.columns; end if;
    later := array(select c from unnest(t.columns) c where c <> all (listed));
    parts := parts || format($q$select b.day, '%2$s' as noun, '["%1$s","%2$s",[' || b.key || '],' || b.at || ',"' || encode(sha256(convert_to(b.body, 'UTF8')), 'hex') || '"]' as entry, b.body, b.later
      from (select (c.at at time zone 'UTC')::date as day, %3$s as key, to_json(h.%4$s)::text as at, row_to_json(v)::text as body, %5$s as later
        from %6$s h %7$s cross join lateral (select %8$s) v where h.org_id = %9$L::uuid%10$s offset 0) b$q$,
      case when opened then 'open' else 'change' end, t.name, t.keys, case when opened then 'recorded_from' else 'at' end,
      case when later = '{}' then 'null::text'
        else format('json_build_object(%s)::text', (select string_agg(format('%L, h.%1$I', c), ', ') from unnest(later) c)) end,
      t.own, format(held, case when opened then 'h.change_id' else 'h.id' end),
      (select string_agg(format('h.%I', c), ', ' order by n) from unnest(listed) with ordinality l (c, n)), org, rest);
    if opened then
      parts := parts || format($q$select (c.at at time zone 'UTC')::date, null, '["close","%1$s",[' || %2$s || '],' || to_json(h.recorded_from)::text || ',' || to_json(h.recorded_to)::text || ',"' || h.closed_by || '"]', null, null
        from %3$s h %4$s where h.org_id = %5$L::uuid and h.closed_by is not null%6$s$q$, t.name, t.keys, t.own, format(held, 'h.closed_by'), org, rest);
    end if;
  end loop;
  return array_to_string(parts, E'\nunion all ');
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
-- None where they differ: a default that is computed for each row.
create or replace function private.seal_added(of_day public.seal, known jsonb) returns jsonb language plpgsql volatile set search_path = pg_catalog as $$
declare
  t record;
  c text;
  held jsonb;
  added jsonb := '{}';
  grown text[] := array(select x.key from jsonb_each(of_day.columns) x where known -> x.key <> x.value);
begin
  if grown = '{}' then return added; end if;
  for t in select s.name, s.own from private.seal_tables() s where s.name = any (grown) loop
    for c in select x from jsonb_array_elements_text(of_day.columns -> t.name) x where not known -> t.name ? x loop
      execute format('select coalesce(jsonb_agg(v), ''[]'') from (select distinct to_jsonb(h.%I) v from %s h join public.change c on c.org_id = h.org_id
        and c.id = h.%I where h.org_id = $1 and c.at < $2 limit 2) d', c, t.own, case when t.name = 'change' then 'id' else 'change_id' end)
        into held using of_day.org_id, of_day.day::timestamp at time zone 'UTC';
      added := added || jsonb_build_object(t.name, coalesce(added -> t.name, '{}')
        || jsonb_build_object(c, case when jsonb_array_length(held) = 1 then held else '[]' end));
    end loop;
  end loop;
  return added;
end $$;

-- Keeps up to 4,096 entries (a power of two, so that they are a whole subtree) and returns their root.
create or replace function private.keep_part(of_day public.seal, lines text[]) returns bytea language plpgsql volatile set search_path = pg_catalog as $$
declare
  top bytea := private.merkle_root(private.merkle_leaves(lines));
begin
  insert into public.seal_part (org_id, day, part, leaves, root, entries)
    values (of_day.org_id, of_day.day, of_day.leaves / 4096, cardinality(lines), encode(top, 'hex'), array_to_string(lines, E'\n'));
  return top;
end $$;

-- Seals a day whose parts are kept, and returns the day after it, ready to be filled.
create or replace function private.close_day(of_day public.seal, roots bytea, known jsonb) returns public.seal language plpgsql volatile
  set search_path = pg_catalog as $$
begin
  of_day.root := encode(private.merkle_root(roots), 'hex');
  of_day.added := private.seal_added(of_day, known);
  of_day.sealed_at := clock_timestamp();
  of_day.chain := encode(sha256(convert_to(private.seal_statement(of_day), 'UTF8')), 'hex');
  insert into public.seal select of_day.*;
  of_day.before := of_day.chain;
  of_day.day := of_day.day + 1;
  of_day.leaves := 0;
  of_day.columns := '{}';
  return of_day;
end $$;

-- Seals the next days of the organisation, oldest first, and returns how many. A day is over when an instant after it was
-- minted: then no change of that day is open, and none can come. Does not hold up changes.
create or replace function private.seal_days(most integer) returns integer language plpgsql volatile security definer
  set search_path = pg_catalog set work_mem = '32MB' set jit = off as $$
declare
  org uuid := private.org_id();
  caller text := coalesce(current_setting('app.role', true), '');
  made public.seal;
  first_day date;
  last_day date;
  whole jsonb; -- table -> its columns now
  known jsonb; -- table -> its columns when it was last sealed
  leaf record;
  sealed jsonb;
  last_noun text;
  lines text[] := '{}';
  roots bytea := '';
begin
  perform pg_advisory_xact_lock(hashtextextended(org::text, 8195));
  select s.day + 1, s.chain into first_day, made.before from public.seal s where s.org_id = org order by s.day desc limit 1;
  first_day := coalesce(first_day, (select (min(c.at) at time zone 'UTC')::date from public.change c where c.org_id = org));
  last_day := least(first_day + most - 1, (select (i.at at time zone 'UTC')::date - 1 from private.instant i where i.org_id = org));
  if first_day is null or last_day is null or first_day > last_day then
    return 0;
  end if;
  perform private.seal_settings(), set_config('app.role', 'job', true); -- restricted rows are sealed too, whoever asks
  select jsonb_object_agg(t.name, t.columns) into whole from private.seal_tables() t;
  select coalesce(jsonb_object_agg(k.t, k.listed), '{}') into known from (
    select distinct on (x.key) x.key as t, x.value as listed from public.seal s, jsonb_each(s.columns) x where s.org_id = org order by x.key, s.day desc) k;
  made.org_id := org;
  made.day := first_day;
  made.leaves := 0;
  made.columns := '{}';
  for leaf in execute format('select x.day, x.noun, x.entry from (%s) x order by x.day, x.entry collate "C"',
      private.seal_source(org, null, first_day, last_day, null)) loop
    if leaf.day > made.day or cardinality(lines) = 4096 then
      if lines <> '{}' then
        roots := roots || private.keep_part(made, lines);
        made.leaves := made.leaves + cardinality(lines);
        lines := '{}';
      end if;
      while made.day < leaf.day loop
        last_noun := null;
        sealed := made.columns;
        made := private.close_day(made, roots, known);
        known := known || sealed;
        roots := '';
      end loop;
    end if;
    if leaf.noun <> last_noun or last_noun is null and leaf.noun is not null then
      last_noun := leaf.noun;
      made.columns := made.columns || jsonb_build_object(last_noun, whole -> last_noun);
    end if;
    lines := lines || leaf.entry;
  end loop;
  if lines <> '{}' then
    roots := roots || private.keep_part(made, lines);
    made.leaves := made.leaves + cardinality(lines);
  end if;
  while made.day <= last_day loop
    made := private.close_day(made, roots, known);
    roots := '';
  end loop;
  perform set_config('app.role', caller, true);
  return last_day - first_day + 1;
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

-- Written by seal_days alone.
revoke insert, update, delete on public.seal, public.seal_part from portolan_app;
revoke execute on function private.seal_settings(), private.seal_tables(), private.seal_source(uuid, uuid, date, date, jsonb), private.merkle_root(bytea),
  private.merkle_leaves(text[]), private.seal_statement(public.seal), private.seal_added(public.seal, jsonb), private.keep_part(public.seal, text[]),
  private.close_day(public.seal, bytea, jsonb), private.seal_days(integer), private.refuse_sealed_day(), private.seal_ask() from public;
grant execute on function private.seal_settings(), private.seal_tables(), private.seal_source(uuid, uuid, date, date, jsonb), private.seal_statement(public.seal),
  private.seal_days(integer), private.refuse_sealed_day(), private.seal_ask() to portolan_app;
