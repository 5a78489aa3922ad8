-- How much of a kind the transaction's organisation holds, what the reader may not see among it. Points are counted up to one
-- more than asked for.
create or replace function private.quota_use(of_kind text, up_to bigint) returns bigint language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  caller text := coalesce(current_setting('app.role', true), '');
  org uuid := private.org_id();
  held bigint;
begin
  perform set_config('app.role', 'job', true);
  case of_kind
    when 'members' then select count(*) into held from public.membership m where m.org_id = org and m.active;
    when 'initiatives' then select count(*) into held from public.initiative i where i.org_id = org;
    when 'models' then select count(*) into held from public.model m where m.org_id = org;
    when 'connections' then select count(*) into held from public.connection c where c.org_id = org and c.archived_at is null;
    when 'points' then select count(*) into held from (select 1 from public.point p where p.org_id = org limit up_to + 1) bounded;
    when 'documents' then select coalesce(sum(f.size), 0) into held from public.document_file f where f.org_id = org;
  end case;
  perform set_config('app.role', caller, true);
  return held;
end $$;

-- Refuses what leads past a limit (errcode PR002, the kind and the limit as detail). Where there is none it costs one look-up
-- a statement. Writers of one kind wait for each other, so that ten at once do not each find the last free place.
create or replace function private.keep_quota() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  org uuid := private.org_id();
  limited bigint := (select q.most from public.quota q where q.org_id = org and q.kind = tg_argv[0]);
begin
  if limited is null then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended(org::text || tg_argv[0], 8211));
  if private.quota_use(tg_argv[0], limited) > limited then
    raise exception 'The limit of % is reached', tg_argv[0] using errcode = 'PR002', detail = tg_argv[0] || ' ' || limited;
  end if;
  return null;
end $$;

create or replace trigger keep_quota after insert on public.membership for each statement execute function private.keep_quota('members');
create or replace trigger keep_quota_again after update of active on public.membership for each row
  when (new.active and not old.active) execute function private.keep_quota('members');
create or replace trigger keep_quota after insert on public.initiative for each statement execute function private.keep_quota('initiatives');
create or replace trigger keep_quota after insert on public.model for each statement execute function private.keep_quota('models');
create or replace trigger keep_quota after insert on public.connection for each statement execute function private.keep_quota('connections');
create or replace trigger keep_quota_again after update of archived_at on public.connection for each row
  when (new.archived_at is null and old.archived_at is not null) execute function private.keep_quota('connections');
create or replace trigger keep_quota after insert on public.point for each statement execute function private.keep_quota('points');
create or replace trigger keep_quota after insert on public.document_file for each statement execute function private.keep_quota('documents');

-- An organisation does not raise its own limits.
revoke insert, update, delete on public.quota from portolan_app;
revoke execute on function private.quota_use(text, bigint), private.keep_quota() from public;
grant execute on function private.quota_use(text, bigint) to portolan_app;
