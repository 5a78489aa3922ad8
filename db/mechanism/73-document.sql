drop function if exists private.document_bytes(); -- private.quota_use counts them

-- Of these files, the ones whose bytes are still wanted: a document has them, or had them until lately.
create or replace function private.wanted_files(org uuid, ids uuid[], since timestamptz) returns setof uuid
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform set_config('app.org_id', org::text, true), set_config('app.role', 'job', true);
  return query select h.id from history.document_file h
    where h.org_id = org and h.id = any (ids) and (h.recorded_to is null or h.recorded_to > since);
end $$;
revoke execute on function private.wanted_files(uuid, uuid[], timestamptz) from public;
grant execute on function private.wanted_files(uuid, uuid[], timestamptz) to portolan_app;
