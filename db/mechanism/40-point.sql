-- Points: monthly partitions made on demand; a restated value moves to point_replaced; as_of.point is what had been received.
create or replace function private.ensure_point_month(day timestamptz) returns void language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  lower_bound timestamptz := date_trunc('month', day at time zone 'UTC') at time zone 'UTC';
  upper_bound timestamptz := (date_trunc('month', day at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  part text := 'point_' || to_char(lower_bound at time zone 'UTC', 'YYYY_MM');
begin
  if day < '2000-01-01' or day >= '2101-01-01' then
    raise exception 'A point must lie between 2000 and 2100, not at %', day;
  end if;
  if to_regclass('public.' || part) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('point month', 8192));
  begin
    execute format('create table public.%I (like public.point including defaults including constraints)', part);
  exception when duplicate_table then
    return; -- made while this one waited; the look-up above may still remember that it was not there
  end;
  execute format('alter table public.%I enable row level security', part);
  execute format('alter table public.%I force row level security', part);
  execute format('alter table public.point attach partition public.%I for values from (%L) to (%L)', part, lower_bound, upper_bound);
end $$;

create or replace function private.keep_replaced_point() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into public.point_replaced (org_id, series_id, at, value, received_at, replaced_at, poll_run_id)
    values (old.org_id, old.series_id, old.at, old.value, old.received_at, new.received_at, old.poll_run_id);
  return null;
end $$;
create or replace trigger keep_replaced after update on public.point for each row execute function private.keep_replaced_point();

create or replace view as_of.point with (security_invoker = true) as
  select org_id, series_id, at, value, received_at, poll_run_id from public.point
    where received_at <= (select nullif(current_setting('app.as_of', true), '')::timestamptz)
  union all
  select org_id, series_id, at, value, received_at, poll_run_id from public.point_replaced
    where received_at <= (select nullif(current_setting('app.as_of', true), '')::timestamptz)
      and replaced_at > (select nullif(current_setting('app.as_of', true), '')::timestamptz);
grant select on as_of.point to portolan_app;
revoke update, delete on public.point_replaced from portolan_app;
revoke insert on public.point_replaced from portolan_app;
revoke update, delete on public.pack_file from portolan_app;
