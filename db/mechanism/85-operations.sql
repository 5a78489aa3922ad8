-- What /api/metrics tells of all organisations together: numbers only, never whose.
create or replace function private.operation_figures() returns table (figure text, label text, value double precision)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  org uuid;
  caller text := coalesce(current_setting('app.org_id', true), '');
  role text := coalesce(current_setting('app.role', true), '');
  open_alerts bigint := 0;
  waiting bigint := 0;
  oldest timestamptz;
  n bigint;
  at timestamptz;
begin
  perform set_config('app.role', 'job', true);
  for org in select s.org_id from private.org_slug s loop
    perform set_config('app.org_id', org::text, true);
    select count(*) into n from public.alert a where a.org_id = org and a.closed_at is null;
    open_alerts := open_alerts + n;
    select count(*), min(o.created_at) into n, at from public.outbox o where o.org_id = org and o.status = 'queued';
    waiting := waiting + n;
    oldest := least(oldest, at);
  end loop;
  perform set_config('app.org_id', caller, true), set_config('app.role', role, true);
  return query values ('organisations', null::text, (select count(*) from private.org_slug)::float8),
    ('alerts_open', null, open_alerts::float8), ('outbox_waiting', null, waiting::float8),
    ('outbox_oldest_seconds', null, coalesce(extract(epoch from clock_timestamp() - oldest), 0)::float8),
    ('worker_heartbeat_seconds', null, coalesce((select extract(epoch from clock_timestamp() - max(h.at)) from runner.heartbeat h), 'NaN')::float8),
    ('database_bytes', null, pg_database_size(current_database())::float8);
  return query select 'due_waiting'::text, d.kind, count(*)::float8 from private.due d
    where d.due_at <= clock_timestamp() and (d.lease_until is null or d.lease_until <= clock_timestamp()) group by d.kind;
  return query select 'due_oldest_seconds'::text, d.kind, extract(epoch from clock_timestamp() - min(d.due_at))::float8 from private.due d
    where d.due_at <= clock_timestamp() and (d.lease_until is null or d.lease_until <= clock_timestamp()) group by d.kind;
end $$;
revoke execute on function private.operation_figures() from public;
grant execute on function private.operation_figures() to portolan_app;
