-- Identity: people and their sessions belong to no organisation; the app's role reaches them through these functions only.
create table if not exists private."user" (
  id uuid primary key default uuidv7(),
  email text not null,
  name text not null,
  password_hash text,
  created_at timestamptz not null default clock_timestamp()
);
create unique index if not exists user_email on private."user" (lower(email));

create table if not exists private.session (
  token_hash text primary key, -- SHA-256 of the cookie's token, hex
  user_id uuid not null references private."user" (id) on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  user_agent text
);
create index if not exists session_user_id on private.session (user_id);
alter table private.session add column if not exists id uuid not null default gen_random_uuid(),
  add column if not exists address text,
  add column if not exists last_used_at timestamptz,
  add column if not exists method text not null default 'password'; -- password, factor (a second one was shown) or provider

create or replace function private.sign_in_account(mail text) returns table (id uuid, name text, password_hash text)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.name, u.password_hash from private."user" u where lower(u.email) = lower(mail) $$;

create or replace function private.open_session(person uuid, hash text, expires timestamptz, agent text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private.session (token_hash, user_id, expires_at, user_agent) values (hash, person, expires, left(agent, 300)) $$;

create or replace function private.close_session(hash text) returns uuid language plpgsql volatile security definer set search_path = pg_catalog as $$
declare person uuid;
begin
  delete from private.session s where s.token_hash = hash returning s.user_id into person;
  perform pg_notify('portolan_session', '');
  return person;
end $$;

create or replace function private.close_sessions(person uuid) returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n integer;
begin
  delete from private.session s where s.user_id = person;
  get diagnostics n = row_count;
  perform pg_notify('portolan_session', '');
  return n;
end $$;

-- Session, membership and organisation in one statement. Deactivated members and expired sessions resolve to nothing.
-- `lacks_factor`: the organisation asks for a second factor that this session has not shown. `is_stale`: note its use.
-- `proof`: another for every other answer.
drop function if exists private.resolve(text, text);
create function private.resolve(hash text, org_slug text)
  returns table (user_id uuid, user_name text, user_email text, org_id uuid, member_id uuid, member_name text, role text, time_zone text,
    lacks_factor boolean, is_stale boolean, proof text)
  language sql stable security definer set search_path = pg_catalog as
$$
  select u.id, u.name, u.email, m.org_id, m.id, m.name, m.role, o.time_zone, coalesce(o.require_factor, false) and s.method = 'password',
    s.last_used_at is null or s.last_used_at < clock_timestamp() - interval '5 minutes',
    encode(sha256(convert_to(row(u.id, u.name, u.email, m.org_id, m.id, m.name, m.role, o.time_zone, o.require_factor, s.method)::text, 'UTF8')), 'hex')
  from private.session s join private."user" u on u.id = s.user_id
  left join private.org_slug o on o.slug = org_slug
  left join private.active_membership m on m.user_id = u.id and m.org_id = o.org_id
  where s.token_hash = hash and s.expires_at > clock_timestamp()
$$;

-- Goes before what a request reads, in one message: fails, and with it all that follows, unless the session still resolves to what
-- it did when it gave that proof. Returns whether its use is to be noted.
create or replace function private.confirm_session(hash text, org_slug text, known text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  found_proof text;
  stale boolean;
begin
  select r.proof, r.is_stale into found_proof, stale from private.resolve(hash, org_slug) r;
  if found_proof is distinct from known then
    raise exception 'the session is not what it was' using errcode = 'PR003';
  end if;
  return stale;
end $$;
grant execute on function private.confirm_session(text, text, text) to portolan_app;

-- Memberships and slugs where sign-in can read them before an organisation is known: kept by trigger, because the tables
-- themselves show nothing without an organisation, to their owner too.
create table if not exists private.active_membership (
  user_id uuid not null, org_id uuid not null, id uuid not null, name text not null, role text not null,
  primary key (user_id, org_id)
);
create table if not exists private.org_slug (
  slug text primary key, org_id uuid not null unique, name text not null, time_zone text not null, sample boolean not null
);
alter table private.org_slug add column if not exists require_factor boolean not null default false;

create or replace function private.keep_active_membership() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from private.active_membership a where a.user_id = old.user_id and a.org_id = old.org_id;
  end if;
  if tg_op <> 'DELETE' and new.active then
    insert into private.active_membership (user_id, org_id, id, name, role) values (new.user_id, new.org_id, new.id, new.name, new.role);
  end if;
  return null;
end $$;
create or replace trigger keep_active_membership after insert or update or delete on public.membership
  for each row execute function private.keep_active_membership();

create or replace function private.organisations_of(person uuid) returns table (slug text, name text, role text)
  language sql stable security definer set search_path = pg_catalog as
$$ select o.slug, o.name, a.role from private.active_membership a join private.org_slug o on o.org_id = a.org_id
   where a.user_id = person order by o.name $$;

create or replace function private.slug_taken(wanted text) returns boolean
  language sql stable security definer set search_path = pg_catalog as
$$ select exists (select 1 from private.org_slug s where s.slug = wanted) $$;

create or replace function private.keep_org_slug() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then delete from private.org_slug s where s.org_id = old.org_id; end if;
  if tg_op <> 'DELETE' then
    insert into private.org_slug (slug, org_id, name, time_zone, sample, require_factor)
      values (new.slug, new.org_id, new.name, new.time_zone, new.sample, new.require_factor);
  end if;
  return null;
end $$;
create or replace trigger keep_org_slug after insert or update or delete on public.organisation
  for each row execute function private.keep_org_slug();

create or replace function private.create_user(mail text, label text, hash text) returns uuid
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private."user" (email, name, password_hash) values (mail, label, hash) returning id $$;

create or replace function private.set_password(person uuid, hash text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ update private."user" set password_hash = hash where id = person $$;

-- Attempts within a window, counted by key (an address, an account): true while the limit is not passed.
create unlogged table if not exists private.attempt (key text primary key, count integer not null, since timestamptz not null);
create or replace function private.attempt_allowed(what text, most integer, period interval) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n integer;
begin
  insert into private.attempt as a (key, count, since) values (what, 1, clock_timestamp())
    on conflict (key) do update set
      count = case when a.since < clock_timestamp() - period then 1 else a.count + 1 end,
      since = case when a.since < clock_timestamp() - period then clock_timestamp() else a.since end
    returning count into n;
  return n <= most;
end $$;
create or replace function private.clear_attempts(what text) returns void language sql volatile security definer set search_path = pg_catalog as
$$ delete from private.attempt a where a.key = what $$;

-- An invitation is found by the hash of its link's token, before the organisation is known.
create table if not exists private.open_invitation (token_hash text primary key, org_id uuid not null, id uuid not null);
create or replace function private.keep_open_invitation() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then delete from private.open_invitation i where i.token_hash = old.token_hash; end if;
  if tg_op <> 'DELETE' and new.accepted_at is null and new.revoked_at is null then
    insert into private.open_invitation values (new.token_hash, new.org_id, new.id);
  end if;
  return null;
end $$;
create or replace trigger keep_open_invitation after insert or update or delete on public.invitation
  for each row execute function private.keep_open_invitation();
create or replace function private.invitation_org(hash text) returns table (org_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog as
$$ select i.org_id, i.id from private.open_invitation i where i.token_hash = hash $$;

-- Restricted initiatives: who may see each one today, kept by trigger, read once a query by the policies below.
create table if not exists private.restricted_initiative (
  org_id uuid not null, initiative_id uuid not null, member_ids uuid[] not null, primary key (org_id, initiative_id)
);
create or replace function private.keep_restriction(org uuid, who uuid) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from private.restricted_initiative r where r.org_id = org and r.initiative_id = who
    and exists (select 1 from public.initiative i where i.org_id = org and i.id = who);
  insert into private.restricted_initiative
    select i.org_id, i.id, array_remove(array[i.sponsor_id, i.owner_id, i.lead_id], null)
      || array(select p.member_id from public.initiative_person p where p.org_id = i.org_id and p.initiative_id = i.id)
    from public.initiative i where i.org_id = org and i.id = who and i.restricted
    on conflict (org_id, initiative_id) do update set member_ids = excluded.member_ids;
end $$;
create or replace function private.restriction_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  caller text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'admin', true); -- the row must be readable while its restriction is rebuilt, whoever caused it
  if tg_table_name = 'initiative' then
    perform private.keep_restriction(new.org_id, new.id); -- a deleted one stays hidden in history
  elsif tg_op = 'DELETE' then
    perform private.keep_restriction(old.org_id, old.initiative_id);
  else
    perform private.keep_restriction(new.org_id, new.initiative_id);
  end if;
  perform set_config('app.role', caller, true);
  return null;
end $$;
drop trigger if exists restriction_changed on public.initiative;
create trigger restriction_changed after insert or update of restricted, sponsor_id, owner_id, lead_id on public.initiative
  for each row when (new.restricted) execute function private.restriction_changed();
drop trigger if exists restriction_lifted on public.initiative;
create trigger restriction_lifted after update of restricted on public.initiative
  for each row when (old.restricted and not new.restricted) execute function private.restriction_changed();
drop trigger if exists restriction_changed on public.initiative_person;
create trigger restriction_changed after insert or delete on public.initiative_person
  for each row execute function private.restriction_changed();

create or replace function private.hidden_initiatives() returns uuid[] language sql stable security definer set search_path = pg_catalog as
$$
  select case when current_setting('app.role', true) in ('admin', 'auditor', 'job') then null
    else (select array_agg(r.initiative_id) from private.restricted_initiative r
      where r.org_id = private.org_id() and not (nullif(current_setting('app.member_id', true), '')::uuid = any (r.member_ids)) is true) end
$$;

-- Tables that carry what a restricted initiative hides: `id` or `initiative_id`, now and in history. A row that names none is
-- seen. Where nothing is hidden, one look at a boolean ends it: half of what the comparison with null took, which counts every row.
create or replace function private.restrict_table(t text, col text) returns void language plpgsql as $$
declare s text;
begin
  foreach s in array array['public', 'history'] loop
    execute format('drop policy if exists restricted on %I.%I', s, t);
    execute format('create policy restricted on %I.%I as restrictive using ((select private.hidden_initiatives() is null)
      or coalesce(%I <> all ((select private.hidden_initiatives())::uuid[]), true))', s, t, col);
  end loop;
end $$;
