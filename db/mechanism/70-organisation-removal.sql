-- Removes any organisation with its record and the accounts that belong to it alone. The owner's only: the command line.
create or replace function private.remove_organisation(org uuid) returns table (removed_rows bigint, removed_accounts integer)
  language plpgsql volatile set search_path = pg_catalog as $$
declare
  alone uuid[];
begin
  perform set_config('app.org_id', org::text, true), set_config('app.role', 'admin', true);
  perform pg_advisory_xact_lock(private.org_lock(org));
  if not exists (select 1 from private.org_slug s where s.org_id = org) then
    raise exception 'There is no such organisation' using errcode = 'no_data_found';
  end if;
  alone := private.only_here(org, '00000000-0000-0000-0000-000000000000');
  removed_rows := private.erase_rows(array['public'], org);
  removed_rows := removed_rows + private.erase_rows(array['history', 'private', 'runner'], org);
  delete from public.change c where c.org_id = org;
  delete from private."user" u where u.id = any (alone);
  removed_accounts := cardinality(alone);
  perform pg_notify('portolan_session', '');
  return next;
end $$;
