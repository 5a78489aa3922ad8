-- Accounts, members and organisations beyond sign-in. Each function is granted to the app's role at the end.
alter table private."user" add column if not exists last_sign_in_at timestamptz;
create index if not exists session_expires_at on private.session (expires_at);

-- A person's account at an identity provider.
create table if not exists private.account (
  provider text not null, subject text not null, user_id uuid not null references private."user" (id) on delete cascade,
  primary key (provider, subject)
);

-- Every membership ever open to a person, active or not, where it can be read without an organisation.
create table if not exists private.member_place (user_id uuid not null, org_id uuid not null, primary key (user_id, org_id));
create index if not exists member_place_org on private.member_place (org_id);
create or replace function private.keep_member_place() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then delete from private.member_place p where p.user_id = old.user_id and p.org_id = old.org_id; end if;
  if tg_op <> 'DELETE' then insert into private.member_place values (new.user_id, new.org_id); end if;
  return null;
end $$;
create or replace trigger keep_member_place after insert or delete or update of user_id on public.membership
  for each row execute function private.keep_member_place();

-- A new session: when the person last signed in, and the moment to forget what has run out.
create or replace function private.session_opened() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update private."user" set last_sign_in_at = clock_timestamp() where id = new.user_id;
  delete from private.session s where s.expires_at < clock_timestamp();
  delete from private.attempt a where a.since < clock_timestamp() - interval '1 day';
  return null;
end $$;
create or replace trigger session_opened after insert on private.session for each row execute function private.session_opened();

-- A new account under an id the caller chose, so that its first change can name it.
create or replace function private.create_person(who uuid, mail text, label text, hash text) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private."user" (id, email, name, password_hash) values (who, mail, label, hash) $$;

create or replace function private.forgive_attempt(what text) returns void language sql volatile security definer set search_path = pg_catalog as
$$ update private.attempt set count = greatest(0, count - 1) where key = what $$;

create or replace function private.person(who uuid) returns table (id uuid, email text, name text, password_hash text)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.email, u.name, u.password_hash from private."user" u where u.id = who $$;

create or replace function private.person_of_account(of_provider text, of_subject text) returns table (id uuid, email text, name text)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.email, u.name from private.account a join private."user" u on u.id = a.user_id where a.provider = of_provider and a.subject = of_subject $$;

create or replace function private.link_account(of_provider text, of_subject text, person uuid) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ insert into private.account (provider, subject, user_id) values (of_provider, of_subject, person) $$;

create or replace function private.rename_person(who uuid, label text) returns table (id uuid, email text, name text)
  language sql volatile security definer set search_path = pg_catalog as
$$ update private."user" u set name = label where u.id = who returning u.id, u.email, u.name $$;

create or replace function private.session_person(hash text) returns table (id uuid, email text, name text, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.email, u.name, s.expires_at from private.session s join private."user" u on u.id = s.user_id
   where s.token_hash = hash and s.expires_at > clock_timestamp() $$;

create or replace function private.extend_session(hash text, expires timestamptz) returns uuid
  language sql volatile security definer set search_path = pg_catalog as
$$ update private.session s set expires_at = expires where s.token_hash = hash and s.expires_at > clock_timestamp() returning s.user_id $$;

create or replace function private.close_other_sessions(person uuid, keep text) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n integer;
begin
  delete from private.session s where s.user_id = person and s.token_hash <> keep;
  get diagnostics n = row_count;
  perform pg_notify('portolan_session', '');
  return n;
end $$;

-- Of a person who is left without any active membership.
create or replace function private.close_homeless_sessions(person uuid) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if exists (select 1 from private.active_membership a where a.user_id = person) then return 0; end if;
  return private.close_sessions(person);
end $$;

-- When the members of the transaction's organisation last signed in.
create or replace function private.last_sign_ins() returns table (user_id uuid, at timestamptz)
  language sql stable security definer set search_path = pg_catalog as
$$ select u.id, u.last_sign_in_at from private."user" u
   where u.id in (select p.user_id from private.member_place p where p.org_id = private.org_id()) $$;

create or replace function private.places_of(person uuid) returns table (slug text, name text, role text, sample boolean)
  language sql stable security definer set search_path = pg_catalog as
$$ select o.slug, o.name, a.role, o.sample from private.active_membership a join private.org_slug o on o.org_id = a.org_id
   where a.user_id = person order by o.sample, o.name, o.slug $$;

create or replace function private.any_own_organisation() returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select 1 from private.org_slug o where not o.sample) $$;

-- An organisation keeps an active administrator, whatever writes: two who demote each other wait here for one another.
create or replace function private.keep_admin() returns trigger language plpgsql volatile set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and new.role = 'admin' and new.active then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended(old.org_id::text, 8193));
  if exists (select 1 from public.organisation o where o.org_id = old.org_id)
    and not exists (select 1 from public.membership m where m.org_id = old.org_id and m.id <> old.id and m.role = 'admin' and m.active) then
    raise exception 'An organisation keeps at least one active administrator' using errcode = 'check_violation', constraint = 'membership_last_admin';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
drop trigger if exists keep_admin on public.membership;
create trigger keep_admin before update or delete on public.membership
  for each row when (old.role = 'admin' and old.active) execute function private.keep_admin();

-- Only the owner marks an organisation as a sample: a sample can be removed with its record.
create or replace function private.keep_sample_mark() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.sample and (tg_op = 'INSERT' or not old.sample) and not private.is_owner() then
    raise exception 'Only the seed marks an organisation as a sample' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger keep_sample_mark before insert or update of sample on public.organisation
  for each row execute function private.keep_sample_mark();

-- Deletes the rows of one organisation in every table of the schemas, references after what refers to them.
create or replace function private.erase_rows(schemas text[], org uuid) returns bigint language plpgsql volatile set search_path = pg_catalog as $$
declare
  waiting regclass[];
  blocked regclass[];
  t regclass;
  n bigint;
  total bigint := 0;
begin
  waiting := array(
    select c.oid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = any (select to_regnamespace(s) from unnest(schemas) s)
      and c.oid <> 'public.change'::regclass -- deletions still write there
    order by c.relname <> 'organisation', c.oid);
  while cardinality(waiting) > 0 loop
    blocked := '{}';
    foreach t in array waiting loop
      begin
        execute format('delete from %s where org_id = $1', t) using org;
        get diagnostics n = row_count;
        total := total + n;
      exception when foreign_key_violation then
        blocked := blocked || t;
      end;
    end loop;
    if cardinality(blocked) = cardinality(waiting) then
      raise exception 'Rows of these tables refer to each other and cannot be deleted: %', blocked;
    end if;
    waiting := blocked;
  end loop;
  return total;
end $$;

-- The people who belong to this organisation alone; their accounts go with it.
create or replace function private.only_here(org uuid, keeper uuid) returns uuid[] language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(array_agg(p.user_id), '{}') from private.member_place p
   where p.org_id = org and p.user_id <> keeper
     and not exists (select 1 from private.member_place q where q.user_id = p.user_id and q.org_id <> org) $$;

-- Removes a sample organisation with its record. Asked for by one of its administrators, whose account stays.
create or replace function private.remove_sample(org uuid, admin_member uuid) returns table (removed_rows bigint, removed_accounts integer)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  keeper uuid;
  alone uuid[];
begin
  perform set_config('app.org_id', org::text, true), set_config('app.role', 'admin', true);
  perform pg_advisory_xact_lock(private.org_lock(org));
  if not exists (select 1 from private.org_slug s where s.org_id = org and s.sample) then
    raise exception 'Only a sample organisation can be removed' using errcode = 'insufficient_privilege';
  end if;
  select a.user_id into keeper from private.active_membership a where a.org_id = org and a.id = admin_member and a.role = 'admin';
  if keeper is null then
    raise exception 'Only an administrator can remove a sample organisation' using errcode = 'insufficient_privilege';
  end if;
  alone := private.only_here(org, keeper);
  removed_rows := private.erase_rows(array['public'], org);
  removed_rows := removed_rows + private.erase_rows(array['history', 'private', 'runner'], org);
  delete from public.change c where c.org_id = org;
  delete from private."user" u where u.id = any (alone);
  removed_accounts := cardinality(alone);
  perform pg_notify('portolan_session', '');
  return next;
end $$;

revoke all on private.account, private.member_place from public;
revoke execute on all functions in schema private from public;
grant execute on function
  private.create_person(uuid, text, text, text), private.forgive_attempt(text), private.person(uuid), private.person_of_account(text, text), private.link_account(text, text, uuid),
  private.rename_person(uuid, text), private.session_person(text), private.extend_session(text, timestamptz),
  private.close_other_sessions(uuid, text), private.close_homeless_sessions(uuid), private.last_sign_ins(), private.places_of(uuid),
  private.any_own_organisation(), private.only_here(uuid, uuid), private.remove_sample(uuid, uuid) to portolan_app;
