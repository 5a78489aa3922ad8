-- What has had its time is removed organisation by organisation, so the job needs to know which there are: ids only.
create or replace function private.every_organisation() returns setof uuid
  language sql stable security definer set search_path = pg_catalog as
$$ select o.org_id from private.org_slug o order by o.org_id $$;
revoke execute on function private.every_organisation() from public;
grant execute on function private.every_organisation() to portolan_app;
