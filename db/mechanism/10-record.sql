-- The record: change rows, history tables, triggers, as-of views. Applied after every migration; all of it may run again.

create table if not exists private.instant (org_id uuid primary key, at timestamptz not null);

create or replace function private.org_lock(org uuid) returns bigint language sql immutable
  as $$ select hashtextextended(org::text, 8192) $$;

-- Opens a change: waits for an instant being minted, then records who, what and why. Nothing else writes `change`.
create or replace function private.open_change(kind text, actor uuid, actor_label text, what text, why text, request text, extra jsonb)
  returns uuid language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  org uuid := private.org_id();
  made uuid := uuidv7();
  seed timestamptz := nullif(current_setting('app.seed_at', true), '')::timestamptz;
  last timestamptz;
begin
  if org is null then
    raise exception 'A change needs an organisation';
  end if;
  perform pg_advisory_xact_lock_shared(private.org_lock(org));
  perform set_config('app.not_before', coalesce((select i.at::text from private.instant i where i.org_id = org), ''), true);
  if seed is not null then
    if not private.is_owner() or not exists (select 1 from public.organisation o where o.org_id = org and o.sample)
       and exists (select 1 from public.organisation o where o.org_id = org) then
      raise exception 'Only the owner may set past instants, and only in a sample organisation';
    end if;
    select max(c.at) into last from public.change c where c.org_id = org;
    if seed <= last then
      raise exception 'Past instants must ascend: % is not after %', seed, last;
    end if;
  end if;
  insert into public.change (org_id, id, actor_kind, actor_id, actor_name, action, reason, request_id, detail, at)
    values (org, made, kind, actor, actor_label, what, why, request, extra, private.stamp());
  perform set_config('app.change_id', made::text, true), set_config('app.change_org', org::text, true);
  perform pg_notify('portolan_live', json_build_object('org', org, 'action', what)::text);
  return made;
end $$;

-- The change a row version belongs to. A write outside change() gets a change row that names the database role.
create or replace function private.current_change(org uuid) returns uuid language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  found_id text := nullif(current_setting('app.change_id', true), '');
begin
  if found_id is not null and current_setting('app.change_org', true) = org::text then
    return found_id::uuid;
  end if;
  if private.org_id() is null then
    perform set_config('app.org_id', org::text, true);
  end if;
  return private.open_change('database', null, session_user, 'database.write', null, null, null);
end $$;

-- A transaction that writes series or operational rows: under the same lock, without a change row.
drop function if exists private.open_store();
create or replace function private.open_store(quiet boolean) returns void language plpgsql volatile security definer
  set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock_shared(private.org_lock(private.org_id()));
  perform set_config('app.not_before', coalesce((select i.at::text from private.instant i where i.org_id = private.org_id()), ''), true);
  if not quiet then
    perform private.tell_pages();
  end if;
end $$;

-- Open pages of the organisation are told, at commit, that something they may show has changed.
create or replace function private.tell_pages() returns void language sql volatile security definer set search_path = pg_catalog
  as $$ select pg_notify('portolan_live', json_build_object('org', private.org_id(), 'action', 'store')::text) $$;

-- A settled instant: taken while no change of the organisation is open, and later than all of them.
create or replace function private.mint_instant() returns timestamptz language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  org uuid := private.org_id();
  minted timestamptz;
begin
  perform pg_advisory_xact_lock(private.org_lock(org));
  -- Whole milliseconds, because that is what a JavaScript Date can carry; rounded up, so nothing recorded is later.
  minted := greatest(clock_timestamp(), (select i.at from private.instant i where i.org_id = org) + interval '1 millisecond');
  minted := date_trunc('milliseconds', minted + interval '999 microseconds');
  insert into private.instant (org_id, at) values (org, minted) on conflict (org_id) do update set at = excluded.at;
  return minted;
end $$;

-- `version` counts edits; an update that changes nothing leaves it alone.
create or replace function private.count_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.version := 1;
  else
    new.version := old.version;
    if new is distinct from old then
      new.version := old.version + 1;
    end if;
  end if;
  return new;
end $$;

create or replace function private.isolate_table(t text) returns void language plpgsql as $$
begin
  execute format('alter table public.%I enable row level security', t);
  execute format('alter table public.%I force row level security', t);
  execute format('drop policy if exists tenant on public.%I', t);
  execute format('create policy tenant on public.%I using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid))', t);
  execute format('grant select, insert, update, delete on public.%I to portolan_app', t);
end $$;

create or replace function private.record_table(t text) returns void language plpgsql as $$
declare
  cols text[];
  keys text[];
  col record;
  idx record;
  wanted text;
  mirrored text;
  col_list text;
  new_list text;
begin
  perform private.isolate_table(t);
  select array_agg(attname order by attnum) into cols from pg_attribute
    where attrelid = format('public.%I', t)::regclass and attnum > 0 and not attisdropped;
  select array_agg(a.attname order by k.n) into keys from pg_index i,
    lateral unnest(i.indkey) with ordinality k (attnum, n) join pg_attribute a on a.attnum = k.attnum and a.attrelid = format('public.%I', t)::regclass
    where i.indrelid = format('public.%I', t)::regclass and i.indisprimary;
  if keys[1] is distinct from 'org_id' then
    raise exception 'The primary key of % must start with org_id', t;
  end if;

  -- History: the same columns and the period. A column added later gets its default; none is ever dropped.
  if to_regclass(format('history.%I', t)) is null then
    execute format('create table history.%I (like public.%I)', t, t);
    execute format('alter table history.%I add recorded_from timestamptz not null, add recorded_to timestamptz, add change_id uuid not null, add closed_by uuid', t);
    execute format('alter table history.%I add primary key (%s, recorded_from)', t, (select string_agg(quote_ident(k), ', ') from unnest(keys) k));
    execute format('create unique index %I on history.%I (%s) where recorded_to is null', t || '_open', t, (select string_agg(quote_ident(k), ', ') from unnest(keys) k));
    -- Not led by org_id: the planner took them for look-ups by key while the tables were small (40 x at 3,000 rows).
    execute format('create index %I on history.%I (change_id)', t || '_change', t);
    execute format('create index %I on history.%I (closed_by) where closed_by is not null', t || '_closed_by', t);
  end if;
  -- What was recorded lately, across organisations: led by org_id it would tempt the planner away from the keys again.
  execute format('create index if not exists %I on history.%I (recorded_from)', t || '_recorded', t);
  for col in
    select a.attname, format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as fallback, a.attnotnull
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = format('public.%I', t)::regclass and a.attnum > 0 and not a.attisdropped
      and not exists (select 1 from pg_attribute h where h.attrelid = format('history.%I', t)::regclass and h.attname = a.attname and not h.attisdropped)
  loop
    execute format('alter table history.%I add column %I %s %s %s', t, col.attname, col.type,
      case when col.fallback is not null then 'default ' || col.fallback else '' end,
      case when col.attnotnull and col.fallback is not null then 'not null' else '' end);
  end loop;
  for col in
    select h.attname from pg_attribute h where h.attrelid = format('history.%I', t)::regclass and h.attnum > 0 and not h.attisdropped
      and h.attnotnull and h.attname not in ('recorded_from', 'change_id') and not h.attname = any (cols)
  loop
    execute format('alter table history.%I alter column %I drop not null', t, col.attname); -- dropped from the table, kept here
  end loop;

  -- Every index of the table, with the period behind it; one whose columns changed is made anew.
  for idx in
    select i.indexrelid, c.relname || '_h' as mirror, i.indnkeyatts
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
    where i.indrelid = format('public.%I', t)::regclass and not i.indisprimary and am.amname = 'btree'
  loop
    select string_agg(pg_get_indexdef(idx.indexrelid, n, true), ', ' order by n) || ', recorded_from, recorded_to' into wanted
      from generate_series(1, idx.indnkeyatts) n;
    select string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' order by n) into mirrored
      from pg_index i, generate_series(1, i.indnkeyatts) n where i.indexrelid = to_regclass(format('history.%I', idx.mirror));
    if mirrored is distinct from wanted then
      execute format('drop index if exists history.%I', idx.mirror);
      execute format('create index %I on history.%I (%s)', idx.mirror, t, wanted);
    end if;
  end loop;

  execute format('alter table history.%I enable row level security', t);
  execute format('alter table history.%I force row level security', t);
  execute format('drop policy if exists tenant on history.%I', t);
  execute format('create policy tenant on history.%I using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid))', t);
  execute format('revoke all on history.%I from portolan_app', t);
  execute format('grant select on history.%I to portolan_app', t);

  select string_agg(quote_ident(c), ', '), string_agg('new.' || quote_ident(c), ', ') into col_list, new_list from unnest(cols) c;
  execute format('drop view if exists as_of.%I', t);
  execute format('create view as_of.%I with (security_invoker = true) as select %s from history.%I
    where recorded_from <= (select nullif(current_setting(''app.as_of'', true), '''')::timestamptz)
      and (recorded_to is null or recorded_to > (select nullif(current_setting(''app.as_of'', true), '''')::timestamptz))', t, col_list, t);
  execute format('grant select on as_of.%I to portolan_app', t);

  execute format($body$
create or replace function private.record_%1$s() returns trigger language plpgsql security definer
  set search_path = pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $f$
declare
  made uuid;
  at timestamptz := private.stamp();
  held history.%1$I;
  prior history.%1$I;
begin
  if tg_op = 'UPDATE' then
    if old is not distinct from new then return null; end if;
    if %2$s then raise exception 'The key of %1$s cannot change'; end if;
  end if;
  made := private.current_change(case when tg_op = 'DELETE' then old.org_id else new.org_id end);
  if tg_op <> 'INSERT' then
    select * into held from history.%1$I h where %3$s and h.recorded_to is null;
    if held.change_id = made then
      -- Written before in this change: one version remains.
      if tg_op = 'UPDATE' then
        update history.%1$I h set (%4$s) = (select %5$s) where %3$s and h.recorded_to is null;
      else
        delete from history.%1$I h where %3$s and h.recorded_to is null;
      end if;
      return null;
    end if;
    at := greatest(at, held.recorded_from + interval '1 microsecond');
    update history.%1$I h set recorded_to = at, closed_by = made where %3$s and h.recorded_to is null;
    if tg_op = 'DELETE' then return null; end if;
  else
    select * into prior from history.%1$I h where %6$s order by h.recorded_from desc limit 1;
    if found then at := greatest(at, prior.recorded_to); end if;
  end if;
  insert into history.%1$I (%4$s, recorded_from, change_id) values (%5$s, at, made);
  return null;
end $f$;
$body$, t,
    (select string_agg(format('old.%1$I is distinct from new.%1$I', k), ' or ') from unnest(keys) k),
    (select string_agg(format('h.%1$I = old.%1$I', k), ' and ') from unnest(keys) k),
    col_list, new_list,
    (select string_agg(format('h.%1$I = new.%1$I', k), ' and ') from unnest(keys) k));
  execute format('drop trigger if exists record on public.%I', t);
  execute format('create trigger record after insert or update or delete on public.%I for each row execute function private.record_%s()', t, t);
  execute format('drop trigger if exists refuse_truncate on public.%I', t);
  execute format('create trigger refuse_truncate before truncate on public.%I execute function private.refuse_truncate()', t);
  if 'version' = any (cols) then
    execute format('drop trigger if exists count_version on public.%I', t);
    execute format('create trigger count_version before insert or update on public.%I for each row execute function private.count_version()', t);
  end if;
end $$;

create or replace function private.refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'A recorded table cannot be truncated: delete its rows, so that the record keeps them';
end $$;

-- `change` itself: read by the app, written by open_change.
alter table public.change enable row level security;
alter table public.change force row level security;
drop policy if exists tenant on public.change;
create policy tenant on public.change using (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));
revoke all on public.change from portolan_app;
grant select on public.change to portolan_app;
create or replace view as_of.change with (security_invoker = true) as select * from public.change
  where at <= (select nullif(current_setting('app.as_of', true), '')::timestamptz);
grant select on as_of.change to portolan_app;

revoke all on all functions in schema private from public;
grant execute on function private.org_id(), private.is_owner(), private.stamp(), private.open_store(boolean), private.tell_pages(), private.mint_instant(),
  private.open_change(text, uuid, text, text, text, text, jsonb), private.count_version(), private.refuse_truncate() to portolan_app;
