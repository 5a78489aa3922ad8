-- Work to do, over all organisations: ids only, without row-level security, reached only through these functions.
-- A claim is a lease: whoever dies with it loses it, and the work is due again.
create table if not exists private.due (
  kind text not null,
  org_id uuid not null,
  id uuid not null,
  due_at timestamptz not null,
  revision bigint not null default 1, -- raised by every due_set
  claimed_revision bigint, -- what the lease covers: work asked for during a lease stays due
  lease uuid,
  lease_until timestamptz,
  attempt integer not null default 0, -- claims since the last one that was done
  primary key (kind, org_id, id)
);
create index if not exists due_next on private.due (kind, due_at);

-- Asks for work in the transaction's organisation, at an instant. Asking again moves the instant. What is asked for within
-- seconds is asked for now: the caller's clock may be a little ahead, and its event would find nothing due.
create or replace function private.due_set(of_kind text, of_id uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if private.org_id() is null then
    raise exception 'due_set needs an organisation';
  end if;
  insert into private.due as d (kind, org_id, id, due_at) values (of_kind, private.org_id(), of_id,
      case when at <= clock_timestamp() + interval '5 seconds' then least(at, clock_timestamp()) else at end)
    on conflict (kind, org_id, id) do update set due_at = excluded.due_at, revision = d.revision + 1;
end $$;

-- Asks for no more work in the transaction's organisation.
create or replace function private.due_drop(of_kind text, of_id uuid) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if private.org_id() is null then
    raise exception 'due_drop needs an organisation';
  end if;
  delete from private.due d where d.kind = of_kind and d.org_id = private.org_id() and d.id = of_id;
end $$;

-- Claims what is due and unclaimed, the longest due first.
create or replace function private.due_claim(of_kind text, at_most integer, lease_for interval)
  returns table (org_id uuid, id uuid, due_at timestamptz, attempt integer, lease uuid)
  language sql volatile security definer set search_path = pg_catalog as $$
  with next as (
    select d.kind, d.org_id, d.id from private.due d
    where d.kind = of_kind and d.due_at <= clock_timestamp() and (d.lease_until is null or d.lease_until <= clock_timestamp())
    order by d.due_at limit least(at_most, 10000) for update skip locked
  )
  update private.due d set lease = gen_random_uuid(), lease_until = clock_timestamp() + lease_for,
      attempt = d.attempt + 1, claimed_revision = d.revision
    from next n where d.kind = n.kind and d.org_id = n.org_id and d.id = n.id
    returning d.org_id, d.id, d.due_at, d.attempt, d.lease
$$;

-- Claims one piece of work that an event named; no row when it is not due or another holds it.
create or replace function private.due_take(of_kind text, of_org uuid, of_id uuid, lease_for interval)
  returns table (org_id uuid, id uuid, due_at timestamptz, attempt integer, lease uuid)
  language sql volatile security definer set search_path = pg_catalog as $$
  with next as (
    select d.kind, d.org_id, d.id from private.due d
    where d.kind = of_kind and d.org_id = of_org and d.id = of_id and d.due_at <= clock_timestamp()
      and (d.lease_until is null or d.lease_until <= clock_timestamp())
    for update skip locked
  )
  update private.due d set lease = gen_random_uuid(), lease_until = clock_timestamp() + lease_for,
      attempt = d.attempt + 1, claimed_revision = d.revision
    from next n where d.kind = n.kind and d.org_id = n.org_id and d.id = n.id
    returning d.org_id, d.id, d.due_at, d.attempt, d.lease
$$;

-- The claimed work is done; due again at `next_at`, or gone. Work asked for meanwhile stays as it was asked for.
-- False when the lease is no longer the caller's.
create or replace function private.due_done(of_kind text, of_org uuid, of_id uuid, of_lease uuid, next_at timestamptz default null)
  returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  d private.due;
begin
  select * into d from private.due x
    where x.kind = of_kind and x.org_id = of_org and x.id = of_id and x.lease = of_lease for update;
  if not found then
    return false;
  end if;
  if d.revision = d.claimed_revision and next_at is null then
    delete from private.due x where x.kind = of_kind and x.org_id = of_org and x.id = of_id;
  else
    update private.due x set lease = null, lease_until = null, attempt = 0,
        due_at = case when d.revision = d.claimed_revision then next_at else x.due_at end
      where x.kind = of_kind and x.org_id = of_org and x.id = of_id;
  end if;
  return true;
end $$;

-- Gives claimed work back undone; due again at `retry_at`. The attempts stay counted.
create or replace function private.due_release(of_kind text, of_org uuid, of_id uuid, of_lease uuid, retry_at timestamptz)
  returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update private.due x set lease = null, lease_until = null,
      due_at = case when x.revision = x.claimed_revision then retry_at else x.due_at end
    where x.kind = of_kind and x.org_id = of_org and x.id = of_id and x.lease = of_lease;
  return found;
end $$;

-- What is due and unclaimed since `overdue_for`: an event was lost, or a worker died.
create or replace function private.due_peek(of_kind text, at_most integer, overdue_for interval)
  returns table (org_id uuid, id uuid, due_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog as $$
  select d.org_id, d.id, d.due_at from private.due d
  where d.kind = of_kind and d.due_at <= clock_timestamp() - overdue_for
    and (d.lease_until is null or d.lease_until <= clock_timestamp())
  order by d.due_at limit least(at_most, 10000)
$$;

revoke all on private.due from public;
revoke execute on function private.due_set(text, uuid, timestamptz), private.due_drop(text, uuid),
  private.due_claim(text, integer, interval), private.due_take(text, uuid, uuid, interval),
  private.due_done(text, uuid, uuid, uuid, timestamptz), private.due_release(text, uuid, uuid, uuid, timestamptz),
  private.due_peek(text, integer, interval) from public;
grant execute on function private.due_set(text, uuid, timestamptz), private.due_drop(text, uuid),
  private.due_claim(text, integer, interval), private.due_take(text, uuid, uuid, interval),
  private.due_done(text, uuid, uuid, uuid, timestamptz), private.due_release(text, uuid, uuid, uuid, timestamptz),
  private.due_peek(text, integer, interval) to portolan_app;
