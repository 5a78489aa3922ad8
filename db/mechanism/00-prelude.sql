-- Runs before the tables: schemas, extensions, and what column defaults call.
create schema if not exists private;
create schema if not exists history;
create schema if not exists as_of;
create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gin with schema public;
create extension if not exists unaccent with schema public;

revoke all on schema private from public;
revoke create on schema public from public;
grant usage on schema public, private, history, as_of to portolan_app;

-- The organisation a transaction works for. A finished transaction leaves an empty string, hence nullif.
create or replace function private.org_id() returns uuid language sql stable
  as $$ select nullif(current_setting('app.org_id', true), '')::uuid $$;

-- True for the owner and its members (seed, migration), never for the app's role.
create or replace function private.is_owner() returns boolean language sql stable security definer set search_path = pg_catalog
  as $$ select pg_has_role(session_user, current_user, 'member') $$;

-- The instant a write is stamped with: the database's clock, never earlier than an instant already minted for the
-- organisation (`app.not_before`, set by open_change), or the past instant a seed asks for.
create or replace function private.stamp() returns timestamptz language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  seed text := nullif(current_setting('app.seed_at', true), '');
begin
  if seed is not null and pg_has_role(session_user, current_user, 'member') then
    return seed::timestamptz;
  end if;
  return greatest(clock_timestamp(), nullif(current_setting('app.not_before', true), '')::timestamptz + interval '1 microsecond');
end $$;
grant execute on function private.org_id(), private.is_owner(), private.stamp() to portolan_app;

-- Views over several tables, which nothing may stand in the way of: the mechanisms make them again.
drop view if exists public.raid_log, as_of.raid_log, history.raid_log;
