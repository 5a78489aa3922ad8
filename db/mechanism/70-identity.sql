-- Beyond the password: resets by mail, second factors, the list of sessions, access tokens, and who came in when.

-- A link for a new password: one a person, used once.
create table if not exists private.password_reset (
  token_hash text primary key, -- SHA-256 of the link's token, hex
  user_id uuid not null unique references private."user" (id) on delete cascade,
  expires_at timestamptz not null
);

create or replace function private.open_reset(person uuid, hash text, expires timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private.password_reset (token_hash, user_id, expires_at) values (hash, person, expires)
   on conflict (user_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at $$;

create or replace function private.reset_person(hash text) returns table (id uuid, name text, email text)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.name, u.email from private.password_reset r join private."user" u on u.id = r.user_id
   where r.token_hash = hash and r.expires_at > clock_timestamp() $$;

-- Uses the link: the new password holds and every session ends, in one step. No row when the link is used or has run out.
create or replace function private.take_reset(hash text, password text) returns table (id uuid, name text, email text)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare person uuid;
begin
  delete from private.password_reset r where r.token_hash = hash and r.expires_at > clock_timestamp() returning r.user_id into person;
  if person is null then return; end if;
  update private."user" u set password_hash = password where u.id = person;
  perform private.close_sessions(person);
  delete from private.sign_in_step s where s.user_id = person;
  return query select u.id, u.name, u.email from private."user" u where u.id = person;
end $$;

-- The organisation whose outbox carries a person's own mails: one of theirs, before the sample.
create or replace function private.home_of(person uuid) returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select a.org_id from private.active_membership a join private.org_slug o on o.org_id = a.org_id
   where a.user_id = person order by o.sample, o.name, o.slug limit 1 $$;

-- As which member of which organisation a person may come in.
create or replace function private.members_of(person uuid) returns table (org_id uuid, id uuid) language sql stable security definer set search_path = pg_catalog as
$$ select a.org_id, a.id from private.active_membership a where a.user_id = person $$;

-- True for a person who signs in through a provider only: a mailbox must not open what the provider has closed.
create or replace function private.is_provided(person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select 1 from private."user" u join private.account a on a.user_id = u.id where u.id = person and u.password_hash is null) $$;

-- Second factor: the secret of an authenticator, sealed by the application; codes for when it is lost, hashed.
create table if not exists private.factor (
  user_id uuid primary key references private."user" (id) on delete cascade,
  sealed text not null,
  confirmed_at timestamptz, -- null while the person has not shown a code of it
  last_step bigint, -- of the last code used: a code counts once
  created_at timestamptz not null default clock_timestamp()
);
create table if not exists private.recovery_code (
  user_id uuid not null references private.factor (user_id) on delete cascade,
  code_hash text not null, -- SHA-256 of the code, hex
  primary key (user_id, code_hash)
);
-- The password was right; the second factor is awaited.
create table if not exists private.sign_in_step (
  token_hash text primary key,
  user_id uuid not null references private."user" (id) on delete cascade,
  expires_at timestamptz not null
);

create or replace function private.factor_of(person uuid)
  returns table (sealed text, confirmed_at timestamptz, codes_left integer)
  language sql stable security definer set search_path = pg_catalog as
$$ select f.sealed, f.confirmed_at, (select count(*)::integer from private.recovery_code c where c.user_id = f.user_id)
   from private.factor f where f.user_id = person $$;

-- A new secret, unless a confirmed one is there.
create or replace function private.begin_factor(person uuid, secret text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into private.factor as f (user_id, sealed) values (person, secret)
    on conflict (user_id) do update set sealed = excluded.sealed, created_at = clock_timestamp() where f.confirmed_at is null;
  return found;
end $$;

create or replace function private.set_recovery_codes(person uuid, hashes text[]) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ delete from private.recovery_code c where c.user_id = person;
   insert into private.recovery_code (user_id, code_hash) select person, h from unnest(hashes) h $$;

create or replace function private.confirm_factor(person uuid, step bigint, hashes text[]) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update private.factor f set confirmed_at = clock_timestamp(), last_step = step where f.user_id = person and f.confirmed_at is null;
  if not found then return false; end if;
  perform private.set_recovery_codes(person, hashes);
  return true;
end $$;

-- True once for each step, and never for one before it.
create or replace function private.use_factor(person uuid, step bigint) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update private.factor f set last_step = step
    where f.user_id = person and f.confirmed_at is not null and (f.last_step is null or f.last_step < step);
  return found;
end $$;

create or replace function private.use_recovery_code(person uuid, hash text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from private.recovery_code c using private.factor f
    where f.user_id = c.user_id and f.confirmed_at is not null and c.user_id = person and c.code_hash = hash;
  return found;
end $$;

create or replace function private.drop_factor(person uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from private.factor f where f.user_id = person and f.confirmed_at is not null;
  return found;
end $$;

-- The members of the transaction's organisation who have a second factor.
create or replace function private.factored_members() returns setof uuid language sql stable security definer set search_path = pg_catalog as
$$ select f.user_id from private.factor f where f.confirmed_at is not null
   and f.user_id in (select p.user_id from private.member_place p where p.org_id = private.org_id()) $$;

-- Organisations a person belongs to in which another is no administrator: what these rely on is not that one's to weaken.
create or replace function private.places_beyond(admin_user uuid, person uuid) returns integer
  language sql stable security definer set search_path = pg_catalog as
$$ select count(*)::integer from private.active_membership a where a.user_id = person and not exists (
     select 1 from private.active_membership b where b.user_id = admin_user and b.org_id = a.org_id and b.role = 'admin') $$;

create or replace function private.open_step(person uuid, hash text, expires timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ delete from private.sign_in_step s where s.expires_at < clock_timestamp();
   insert into private.sign_in_step (token_hash, user_id, expires_at) values (hash, person, expires) $$;
create or replace function private.step_person(hash text) returns table (id uuid, name text, email text)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.name, u.email from private.sign_in_step s join private."user" u on u.id = s.user_id
   where s.token_hash = hash and s.expires_at > clock_timestamp() $$;
create or replace function private.close_step(hash text) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from private.sign_in_step s where s.token_hash = hash and s.expires_at > clock_timestamp();
  return found;
end $$;

-- Sessions as their person sees them.
create or replace function private.open_session(person uuid, hash text, expires timestamptz, agent text, from_address text, way text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private.session (token_hash, user_id, expires_at, user_agent, address, method, last_used_at)
   values (hash, person, expires, left(agent, 300), left(from_address, 60), way, clock_timestamp()) $$;

create or replace function private.sessions_of(person uuid, this_hash text)
  returns table (id uuid, created_at timestamptz, last_used_at timestamptz, expires_at timestamptz, user_agent text, address text, method text, is_this boolean)
  language sql stable security definer set search_path = pg_catalog as
$$ select s.id, s.created_at, coalesce(s.last_used_at, s.created_at), s.expires_at, s.user_agent, s.address, s.method, s.token_hash = this_hash
   from private.session s where s.user_id = person and s.expires_at > clock_timestamp()
   order by s.token_hash = this_hash desc, coalesce(s.last_used_at, s.created_at) desc limit 200 $$;

create or replace function private.close_session_of(person uuid, which uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from private.session s where s.user_id = person and s.id = which;
  if not found then return false; end if;
  perform pg_notify('portolan_session', '');
  return true;
end $$;

-- Called when `resolve` says that a session's last use is some minutes old.
create or replace function private.touch_session(hash text, from_address text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ update private.session s set last_used_at = clock_timestamp(), address = coalesce(nullif(left(from_address, 60), ''), s.address)
   where s.token_hash = hash $$;

create or replace function private.set_session_method(hash text, way text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ update private.session s set method = way where s.token_hash = hash $$;

-- Access tokens: found by their hash before the organisation is known, by a policy of their own.
drop policy if exists by_hash on public.api_token;
create policy by_hash on public.api_token for select using (token_hash = (select nullif(current_setting('app.token_hash', true), '')));

create table if not exists private.api_token_use (
  org_id uuid not null, id uuid not null, last_used_at timestamptz not null, address text, primary key (org_id, id)
);

drop function if exists private.resolve_token(text, text);
create function private.resolve_token(hash text, slug text)
  returns table (user_id uuid, user_name text, user_email text, org_id uuid, member_id uuid, member_name text, role text, time_zone text,
    token_id uuid, token_org uuid, scopes text[], is_stale boolean)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform set_config('app.token_hash', hash, true);
  return query
    select u.id, u.name, u.email, o.org_id, case when o.org_id is null then null else m.id end, m.name, m.role, o.time_zone, t.id, t.org_id, t.scopes,
      used.last_used_at is null or used.last_used_at < clock_timestamp() - interval '1 minute'
    from public.api_token t
    join private.active_membership m on m.org_id = t.org_id and m.id = t.member_id
    join private."user" u on u.id = m.user_id
    left join private.org_slug o on o.org_id = t.org_id and o.slug = resolve_token.slug
    left join private.api_token_use used on used.org_id = t.org_id and used.id = t.id
    where t.token_hash = hash and t.revoked_at is null and t.expires_at > clock_timestamp();
end $$;

-- Notes a token's use. True when it was not used from this address within the hour: worth a line in the audit log.
create or replace function private.touch_token(org uuid, which uuid, from_address text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare prior private.api_token_use;
begin
  select * into prior from private.api_token_use x where x.org_id = org and x.id = which for update;
  insert into private.api_token_use as x (org_id, id, last_used_at, address) values (org, which, clock_timestamp(), left(from_address, 60))
    on conflict (org_id, id) do update set last_used_at = excluded.last_used_at, address = excluded.address;
  return prior.id is null or prior.last_used_at < clock_timestamp() - interval '1 hour' or prior.address is distinct from left(from_address, 60);
end $$;

create or replace function private.token_uses() returns table (id uuid, last_used_at timestamptz, address text)
  language sql stable security definer set search_path = pg_catalog as
$$ select x.id, x.last_used_at, x.address from private.api_token_use x where x.org_id = private.org_id() $$;

-- Who came in, or tried to, from where. Of a person it belongs to every organisation of theirs, of a token to its own.
create table if not exists private.access_event (
  id uuid primary key default uuidv7(),
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  user_id uuid references private."user" (id) on delete cascade,
  org_id uuid,
  address text,
  user_agent text,
  detail text
);
create index if not exists access_event_user on private.access_event (user_id, at);
create index if not exists access_event_at on private.access_event (at);
-- Few of many: failures are found without reading every sign-in, and counts need no row.
create index if not exists access_event_kind on private.access_event (user_id, kind, at) include (org_id);

create or replace function private.note_access(what text, person uuid, org uuid, from_address text, agent text, more text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private.access_event (kind, user_id, org_id, address, user_agent, detail)
   values (what, person, org, left(from_address, 60), left(agent, 300), left(more, 300)) $$;

-- What the transaction's organisation may know of it, the latest first.
create or replace function private.access_events(since timestamptz, before timestamptz, kinds text[], person uuid, at_most integer)
  returns table (id uuid, at timestamptz, kind text, user_id uuid, user_name text, address text, user_agent text, detail text)
  language sql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as
$$
  select e.id, e.at, e.kind, e.user_id, u.name, e.address, e.user_agent, e.detail
  from private.access_event e join private."user" u on u.id = e.user_id
  where (since is null or e.at >= since) and (before is null or e.at < before) and (kinds is null or e.kind = any (kinds))
    and (person is null or e.user_id = person) and (e.org_id is null or e.org_id = private.org_id())
    and e.user_id in (select p.user_id from private.member_place p where p.org_id = private.org_id())
  order by e.at desc, e.id desc limit at_most
$$;

create or replace function private.count_access_events(since timestamptz, before timestamptz, kinds text[], person uuid) returns bigint
  language sql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as
$$
  select count(*) from private.access_event e
  where (since is null or e.at >= since) and (before is null or e.at < before) and (kinds is null or e.kind = any (kinds))
    and (person is null or e.user_id = person) and (e.org_id is null or e.org_id = private.org_id())
    and e.user_id in (select p.user_id from private.member_place p where p.org_id = private.org_id())
$$;

-- Forgets sign-ins older than that, and what has run out.
create or replace function private.forget_access(older_than interval) returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n bigint;
begin
  delete from private.password_reset r where r.expires_at < clock_timestamp();
  delete from private.sign_in_step s where s.expires_at < clock_timestamp();
  delete from private.access_event e where e.at < clock_timestamp() - older_than;
  get diagnostics n = row_count;
  return n;
end $$;

-- Identity providers: an account's other subject at one, the organisation behind a setting, and who was shut out everywhere.
create or replace function private.has_subject(of_provider text, person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select 1 from private.account a where a.provider = of_provider and a.user_id = person) $$;
create or replace function private.org_of_slug(wanted text) returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select o.org_id from private.org_slug o where o.slug = wanted $$;
create or replace function private.is_disabled(person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select 1 from private.member_place p where p.user_id = person)
   and not exists (select 1 from private.active_membership a where a.user_id = person) $$;

revoke all on private.password_reset, private.factor, private.recovery_code, private.sign_in_step, private.api_token_use, private.access_event from public;
revoke execute on all functions in schema private from public;
grant execute on function
  private.open_reset(uuid, text, timestamptz), private.reset_person(text), private.take_reset(text, text), private.home_of(uuid), private.is_provided(uuid), private.members_of(uuid),
  private.factor_of(uuid), private.begin_factor(uuid, text), private.set_recovery_codes(uuid, text[]), private.confirm_factor(uuid, bigint, text[]),
  private.use_factor(uuid, bigint), private.use_recovery_code(uuid, text), private.drop_factor(uuid), private.factored_members(), private.places_beyond(uuid, uuid),
  private.open_step(uuid, text, timestamptz), private.step_person(text), private.close_step(text),
  private.open_session(uuid, text, timestamptz, text, text, text), private.sessions_of(uuid, text), private.close_session_of(uuid, uuid),
  private.touch_session(text, text), private.set_session_method(text, text),
  private.resolve_token(text, text), private.touch_token(uuid, uuid, text), private.token_uses(),
  private.note_access(text, uuid, uuid, text, text, text), private.access_events(timestamptz, timestamptz, text[], uuid, integer),
  private.count_access_events(timestamptz, timestamptz, text[], uuid), private.forget_access(interval),
  private.has_subject(text, uuid), private.org_of_slug(text), private.is_disabled(uuid) to portolan_app;
