-- What hangs on records of any noun: comments, documents, links, notifications. Whom a record is hidden from, these are too.

-- Restricted records and who is named on each. A noun whose rows hang on an initiative adds them here with one `union all`.
create or replace function private.restrictions() returns table (subject_id uuid, member_ids uuid[])
  language sql stable security definer set search_path = pg_catalog as
$$ select r.initiative_id, r.member_ids from private.restricted_initiative r where r.org_id = private.org_id()
   union all select p.id, r.member_ids from private.restricted_initiative r
     join private.placed p on p.org_id = r.org_id and p.initiative_id = r.initiative_id where r.org_id = private.org_id() $$;

-- Of any noun, what the reader may not see; read once a query by the policies below.
create or replace function private.hidden_subjects() returns uuid[] language sql stable security definer set search_path = pg_catalog as
$$
  select case when current_setting('app.role', true) in ('admin', 'auditor', 'job') then null
    else (select array_agg(r.subject_id) from private.restrictions() r
      where not (nullif(current_setting('app.member_id', true), '')::uuid = any (r.member_ids)) is true) end
$$;

-- The active members among these who may see a record, whoever asks.
create or replace function private.who_sees(subject uuid, members uuid[]) returns setof uuid
  language sql stable security definer set search_path = pg_catalog as
$$
  select m.id from public.membership m where m.org_id = private.org_id() and m.id = any (members) and m.active
    and (m.role in ('admin', 'auditor')
      or not exists (select 1 from private.restrictions() r where r.subject_id = subject and not m.id = any (r.member_ids)))
$$;

-- Of pairs of a record and a member, those in which the member is active and may see the record. One pass, however many.
create or replace function private.seen_pairs(subjects uuid[], members uuid[]) returns table (subject_id uuid, member_id uuid)
  language sql stable security definer set search_path = pg_catalog as
$$
  select p.subject_id, p.member_id from unnest(subjects, members) p (subject_id, member_id)
    join public.membership m on m.org_id = private.org_id() and m.id = p.member_id and m.active
    left join private.restrictions() r on r.subject_id = p.subject_id
  where m.role in ('admin', 'auditor') or r.subject_id is null or p.member_id = any (r.member_ids)
$$;

-- Restricts a table, and its history where it has one, by every column that names a record.
create or replace function private.restrict_about(t text, variadic cols text[]) returns void language plpgsql as $$
declare s text;
begin
  foreach s in array array['public', 'history'] loop
    continue when to_regclass(format('%I.%I', s, t)) is null;
    execute format('drop policy if exists restricted on %I.%I', s, t);
    execute format('create policy restricted on %I.%I as restrictive using (%s)', s, t,
      (select string_agg(format('coalesce(%I <> all ((select private.hidden_subjects())::uuid[]), true)', c), ' and ') from unnest(cols) c));
  end loop;
end $$;
select private.restrict_about('comment', 'about_id'), private.restrict_about('document', 'about_id'), private.restrict_about('document_file', 'about_id'),
  private.restrict_about('link', 'from_id', 'to_id'), private.restrict_about('follow', 'about_id'), private.restrict_about('notification', 'about_id');

-- A person reads and marks their own notifications; jobs, which are no member, make them for everybody.
drop policy if exists own on public.notification;
create policy own on public.notification as restrictive
  using (member_id = coalesce((select nullif(current_setting('app.member_id', true), '')::uuid), member_id));

-- Whatever somebody may want to hear of is due to be looked at, change by change, once it is committed. Not what a seed tells.
create or replace function private.notify_later() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  made text := nullif(current_setting('app.change_id', true), '');
begin
  if made is not null and current_setting('app.change_org', true) = private.org_id()::text
    and nullif(current_setting('app.seed_at', true), '') is null then
    perform private.due_set('notification', made::uuid, clock_timestamp());
  end if;
  return null;
end $$;
create or replace trigger notify_later after insert or update of mentions on public.comment
  for each statement execute function private.notify_later();
create or replace trigger notify_later after insert or update of stage, owner_id on public.initiative
  for each statement execute function private.notify_later();
create or replace trigger notify_later after insert on public.alert
  for each statement execute function private.notify_later();

revoke execute on function private.restrictions(), private.hidden_subjects(), private.who_sees(uuid, uuid[]), private.seen_pairs(uuid[], uuid[]), private.notify_later(),
  private.restrict_about(text, text[]) from public;
grant execute on function private.hidden_subjects(), private.who_sees(uuid, uuid[]), private.seen_pairs(uuid[], uuid[]) to portolan_app;
