-- How the leading runner moves runs on. Each function is one transaction's worth of work, so a result is committed
-- before the run moves. Only the leader of the current epoch may write.

-- The newest leader. Waits for writes under way of the one before.
create or replace function runner.lead(new_worker text) returns bigint language plpgsql volatile as $$
declare
  mine bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('portolan.runner.epoch', 0));
  insert into runner.leader as l (epoch, worker) values (1, new_worker)
    on conflict (one) do update set epoch = l.epoch + 1, worker = excluded.worker, since = clock_timestamp()
    returning l.epoch into mine;
  return mine;
end $$;

create or replace function runner.guard(held bigint) returns void language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('portolan.runner.epoch', 0));
  if not exists (select 1 from runner.leader l where l.epoch = held) then
    raise exception 'Another worker leads now' using errcode = 'PR001';
  end if;
end $$;

-- Asks for a call that finds what comes next, or marks the one under way as stale.
create or replace function runner.discover(of_run text, due timestamptz) returns void language sql volatile as $$
  insert into runner.task as t (run_id, fn_id, keys, due_at)
    select r.id, r.fn_id, r.keys, due from runner.run r where r.id = of_run
    on conflict (run_id, step_id) do update set stale = true;
$$;

-- Gives a step its result. False when the run has ended or the step has a result already.
create or replace function runner.complete(of_run text, of_step text, outcome json, at timestamptz)
  returns boolean language plpgsql volatile as $$
declare
  races boolean;
begin
  perform 1 from runner.run r where r.id = of_run and r.ended_at is null for update;
  if not found then
    return false;
  end if;
  update runner.step s set result = outcome, done_order = nextval('runner.done_order'), done_at = at, due_at = null
    where s.run_id = of_run and s.id = of_step and s.done_order is null returning s.race into races;
  if not found then
    return false;
  end if;
  delete from runner.task t where t.run_id = of_run and t.step_id = of_step and of_step <> '';
  if races or not exists (select 1 from runner.step s where s.run_id = of_run and s.done_order is null) then
    perform runner.discover(of_run, at);
  end if;
  return true;
end $$;

-- Ends a run: its work goes, the run that invoked it hears of it, a failure becomes an event.
create or replace function runner.finish(of_run text, how text, result json, failure json, at timestamptz)
  returns boolean language plpgsql volatile as $$
declare
  r runner.run;
  outcome json;
begin
  update runner.run u set status = how, output = result, error = failure, ended_at = at, batch_key = null
    where u.id = of_run and u.ended_at is null returning * into r;
  if not found then
    return false;
  end if;
  delete from runner.task t where t.run_id = of_run;
  delete from runner.step s where s.run_id = of_run and s.done_order is null;
  if r.parent_run is not null then
    outcome := case when how = 'completed' then json_build_object('type', 'data', 'data', result)
      else json_build_object('type', 'error', 'error', failure) end;
    perform runner.complete(r.parent_run, r.parent_step, outcome, at);
  end if;
  -- What handles a failure does not announce its own, or it could be called without end.
  if how in ('failed', 'cancelled') and r.events[1] ->> 'name' <> 'inngest/function.failed' then
    perform runner.emit(json_build_array(json_build_object(
      'id', 'end:' || r.id, 'name', 'inngest/function.' || how, 'keyed', false,
      'body', json_build_object('id', 'end:' || r.id, 'name', 'inngest/function.' || how,
        'ts', floor(extract(epoch from at) * 1000)::bigint,
        'data', json_build_object('function_id', r.fn_id, 'run_id', r.id, 'error', failure,
          'event', r.events[1], 'events', array_to_json(r.events))))));
  end if;
  return true;
end $$;

-- Starts a run, unless its idempotency key, its singleton or its tick says that it has been started.
create or replace function runner.start(spec json, at timestamptz) returns text language plpgsql volatile as $$
declare
  fn text := spec ->> 'fnId';
  once_key text := spec ->> 'idempotencyKey';
  single text := spec ->> 'singletonKey';
  batch text := spec ->> 'batchKey';
  due timestamptz := coalesce((spec ->> 'dueAt')::timestamptz, at);
  made text;
  size integer;
begin
  if once_key is not null then
    insert into runner.once as o (scope, key, expires_at) values ('fn:' || fn, once_key, at + interval '24 hours')
      on conflict (scope, key) do update set expires_at = excluded.expires_at where o.expires_at <= at;
    if not found then
      return null;
    end if;
  end if;
  if single is not null then
    select r.id into made from runner.run r where r.fn_id = fn and r.singleton_key = single and r.ended_at is null;
    if found and spec ->> 'singletonMode' = 'skip' then
      return null;
    end if;
    perform runner.finish(made, 'cancelled', null, '{"name":"Error","message":"A newer run took its place"}', at);
  end if;
  if batch is not null then
    update runner.run r set events = array_append(r.events, spec -> 'event') where r.fn_id = fn and r.batch_key = batch
      returning r.id, cardinality(r.events) into made, size;
    if found then
      if size >= (spec ->> 'batchMax')::integer then
        update runner.run r set batch_key = null where r.id = made;
        update runner.task t set due_at = at where t.run_id = made;
      end if;
      return made;
    end if;
  end if;
  insert into runner.run (fn_id, events, keys, singleton_key, batch_key, cron_tick, parent_run, parent_step, created_at)
    values (fn, array[spec -> 'event'], array(select json_array_elements_text(spec -> 'keys')), single, batch,
      (spec ->> 'cronTick')::timestamptz, spec ->> 'parentRun', spec ->> 'parentStep', at)
    on conflict (fn_id, cron_tick) where cron_tick is not null do nothing
    returning id into made;
  if found then
    perform runner.discover(made, due);
  end if;
  return made;
end $$;

-- Marks calls as begun and returns all that a call needs. Two statements: the second must see every result that was
-- committed before the mark, or a stale flag could be cleared unread.
create or replace function runner.take(held bigint, chosen bigint[])
  returns table (id bigint, run_id text, fn_id text, step_id text, keys text[], attempt integer, starts integer,
    events text, steps text, stack text, open boolean) language plpgsql volatile as $$
begin
  perform runner.guard(held);
  perform set_config('synchronous_commit', 'off', true); -- losing a mark costs nothing
  update runner.task t set starts = t.starts + 1, stale = false where t.id = any(chosen);
  update runner.run r set batch_key = null from runner.task t
    where t.id = any(chosen) and r.id = t.run_id and r.batch_key is not null;
  return query
    select t.id, t.run_id, t.fn_id, t.step_id, t.keys, t.attempt, t.starts, array_to_json(r.events)::text,
      coalesce(s.results, '{}'), coalesce(s.stack, '[]'), coalesce(s.open, false)
    from runner.task t join runner.run r on r.id = t.run_id
    cross join lateral (
      select (json_object_agg(p.id, p.result order by p.done_order) filter (where p.done_order is not null))::text as results,
        (json_agg(p.id order by p.done_order) filter (where p.done_order is not null))::text as stack,
        bool_or(p.done_order is null) as open
      from runner.step p where p.run_id = t.run_id
    ) s
    where t.id = any(chosen) and r.ended_at is null;
end $$;

-- Stores what a call answered: results and newly found steps, then the next call if nothing is open. Results come apart from
-- the steps, as text that is only checked to be JSON: taking JSON apart fails on escapes such as \u0000 that a result may hold.
create or replace function runner.settle(held bigint, at timestamptz, of_task bigint, ops json, results text[]) returns void language plpgsql volatile as $$
declare
  t runner.task;
  item json;
  place integer;
  races boolean;
  moved boolean := false;
begin
  perform runner.guard(held);
  perform 1 from runner.run r join runner.task k on k.run_id = r.id where k.id = of_task and r.ended_at is null for update of r;
  select k.* into t from runner.task k where k.id = of_task;
  if not found then
    return;
  end if;
  for item, place in select e.value, e.ordinality from json_array_elements(ops) with ordinality as e(value, ordinality) loop
    insert into runner.step (run_id, id, op, name, race, due_at, event_name, condition)
      values (t.run_id, item ->> 'id', item ->> 'op', item ->> 'name', (item ->> 'race')::boolean, (item ->> 'dueAt')::timestamptz,
        item ->> 'eventName', item ->> 'condition')
      on conflict (run_id, id) do nothing;
    if results[place] is not null then
      update runner.step s set result = results[place]::json, done_order = nextval('runner.done_order'), done_at = at, due_at = null
        where s.run_id = t.run_id and s.id = item ->> 'id' and s.done_order is null returning s.race into races;
      delete from runner.task k where k.run_id = t.run_id and k.step_id = item ->> 'id';
      moved := moved or coalesce(races, false)
        or not exists (select 1 from runner.step s where s.run_id = t.run_id and s.done_order is null);
    elsif item ->> 'op' = 'run' then
      insert into runner.task (run_id, fn_id, step_id, keys, due_at)
        select t.run_id, t.fn_id, item ->> 'id', t.keys, at
        where exists (select 1 from runner.step s where s.run_id = t.run_id and s.id = item ->> 'id' and s.done_order is null)
        on conflict (run_id, step_id) do nothing;
    elsif item -> 'child' is not null and not exists (
      select 1 from runner.run c where c.parent_run = t.run_id and c.parent_step = item ->> 'id') then
      perform runner.start(item -> 'child', at);
    end if;
  end loop;
  if t.step_id <> '' then
    delete from runner.task k where k.id = of_task;
    if moved then
      perform runner.discover(t.run_id, at);
    end if;
  elsif moved or t.stale then
    update runner.task k set due_at = at, attempt = 0, starts = 0, stale = false where k.id = of_task;
  else
    delete from runner.task k where k.id = of_task;
  end if;
end $$;

create or replace function runner.settle_end(held bigint, at timestamptz, of_task bigint, how text, result json, failure json)
  returns void language plpgsql volatile as $$
begin
  perform runner.guard(held);
  perform runner.finish(t.run_id, how, result, failure, at) from runner.task t where t.id = of_task;
end $$;

create or replace function runner.settle_retry(held bigint, of_task bigint, due timestamptz) returns void language plpgsql volatile as $$
begin
  perform runner.guard(held);
  update runner.task t set attempt = t.attempt + 1, starts = 0, due_at = due where t.id = of_task;
end $$;

-- Ends sleeps that are over and waits that gave up.
create or replace function runner.wake(held bigint, at timestamptz) returns integer language plpgsql volatile as $$
declare
  s record;
  woken integer := 0;
begin
  perform runner.guard(held);
  for s in select p.run_id, p.id, p.op from runner.step p
    where p.done_order is null and p.due_at <= at order by p.due_at limit 500 loop
    woken := woken + 1;
    perform runner.complete(s.run_id, s.id, case when s.op = 'invoke'
      then '{"type":"error","error":{"name":"InngestInvokeTimeoutError","message":"Timed out waiting for invoked function to complete"}}'::json
      else '{"type":"data","data":null}'::json end, at);
  end loop;
  return woken;
end $$;

-- Starts the run of one tick of a schedule and sets the next; false when another worker did.
create or replace function runner.fire(held bigint, at timestamptz, of_fn text, expr text, tick timestamptz, next timestamptz, spec json)
  returns boolean language plpgsql volatile as $$
begin
  perform runner.guard(held);
  update runner.cron c set next_at = next where c.fn_id = of_fn and c.expression = expr and c.next_at = tick;
  if not found then
    return false;
  end if;
  perform runner.start(spec, at);
  return true;
end $$;

grant usage on schema runner to portolan_app;
grant select, insert, update, delete on all tables in schema runner to portolan_app;
grant usage on all sequences in schema runner to portolan_app;
grant execute on all functions in schema runner to portolan_app;
