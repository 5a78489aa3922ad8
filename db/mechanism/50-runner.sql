-- What the embedded runner keeps: events, runs, step results, work to do. Operational: ids and step outputs only.
-- Bodies are json, not jsonb: a step's output must come back as it was given, key order and escapes included.
create schema if not exists runner;
revoke all on schema runner from public;

create table if not exists runner.event (
  seq bigint generated always as identity primary key,
  id text not null,
  name text not null,
  body json not null,
  received_at timestamptz not null default clock_timestamp(),
  routed_at timestamptz
);
create index if not exists event_unrouted on runner.event (seq) where routed_at is null;
create index if not exists event_received on runner.event (received_at);

-- An event id or idempotency key that was used; it is free again after expires_at.
create table if not exists runner.once (
  scope text not null,
  key text not null,
  expires_at timestamptz not null,
  primary key (scope, key)
);
create index if not exists once_expires on runner.once (expires_at);

create table if not exists runner.run (
  id text primary key default uuidv7()::text,
  fn_id text not null,
  events json[] not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled')),
  keys text[] not null default '{}', -- concurrency keys, see limits.ts
  singleton_key text,
  batch_key text, -- set while the batch is open
  cron_tick timestamptz,
  parent_run text, -- the run and step that invoked this one
  parent_step text,
  output json,
  error json,
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((ended_at is null) = (status = 'running'))
);
create index if not exists run_active on runner.run (fn_id) where ended_at is null;
create index if not exists run_ended on runner.run (ended_at) where ended_at is not null;
create unique index if not exists run_singleton on runner.run (fn_id, singleton_key) where ended_at is null and singleton_key is not null;
create unique index if not exists run_batch on runner.run (fn_id, batch_key) where batch_key is not null;
create unique index if not exists run_parent on runner.run (parent_run, parent_step) where parent_run is not null;
create unique index if not exists run_tick on runner.run (fn_id, cron_tick) where cron_tick is not null;

-- A step whose result is known (done_order set), or that waits for a call, an instant, an event or another run.
create table if not exists runner.step (
  run_id text not null references runner.run on delete cascade,
  id text not null,
  op text not null check (op in ('run', 'sleep', 'wait', 'invoke')),
  name text not null,
  race boolean not null default false, -- its end alone moves the run on, whatever else is still open
  due_at timestamptz, -- sleep: when it wakes; wait and invoke: when it gives up
  event_name text,
  condition text,
  result json,
  done_order bigint,
  done_at timestamptz,
  primary key (run_id, id)
);
create sequence if not exists runner.done_order;
create index if not exists step_due on runner.step (due_at) where done_order is null and due_at is not null;
create index if not exists step_wait on runner.step (event_name) where done_order is null and event_name is not null;

-- One call to make: step_id '' asks the function what comes next, any other id runs that planned step.
create table if not exists runner.task (
  id bigint generated always as identity primary key,
  run_id text not null references runner.run on delete cascade,
  fn_id text not null,
  step_id text not null default '',
  keys text[] not null default '{}',
  due_at timestamptz not null,
  attempt integer not null default 0,
  starts integer not null default 0, -- calls begun since the last one that answered: what a dying worker leaves behind
  stale boolean not null default false, -- a result came in while the call was under way
  unique (run_id, step_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index if not exists task_due on runner.task (due_at, id);

create table if not exists runner.cron (
  fn_id text not null,
  expression text not null,
  next_at timestamptz not null,
  primary key (fn_id, expression)
);
create table if not exists runner.leader (
  one boolean primary key default true check (one),
  epoch bigint not null,
  worker text not null,
  since timestamptz not null default clock_timestamp()
);
create table if not exists runner.heartbeat (
  worker text primary key,
  at timestamptz not null,
  "leading" boolean not null
);

-- Takes events in. An event with an id of its own counts once in 24 hours.
create or replace function runner.emit(incoming json) returns integer language plpgsql volatile as $$
declare
  stored integer;
begin
  with item as (
    select x.ordinality as place, x.value ->> 'id' as id, x.value ->> 'name' as name,
           (x.value ->> 'keyed')::boolean as keyed, x.value -> 'body' as body
    from json_array_elements(incoming) with ordinality as x(value, ordinality)
  ), fresh as (
    insert into runner.once as o (scope, key, expires_at)
      select 'event', i.id, clock_timestamp() + interval '24 hours' from (select distinct k.id from item k where k.keyed) i
      on conflict (scope, key) do update set expires_at = excluded.expires_at where o.expires_at <= clock_timestamp()
      returning o.key
  ), kept as (
    insert into runner.event (id, name, body)
      select u.id, u.name, u.body
      from (select distinct on (i.id) i.* from item i where not i.keyed or i.id in (select f.key from fresh f) order by i.id, i.place) u
      order by u.place
      returning 1
  )
  select count(*) into stored from kept;
  perform pg_notify('portolan_runner', '');
  return stored;
end $$;
