-- What rules say of a risk follows from the risk, what hangs on it, its measures and what the organisation decided. Whatever
-- touches one of them makes it due to be looked at again, however it was written. Not what a seed tells of the past.
create or replace function private.risk_look_at(risks uuid[]) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare one uuid;
begin
  if cardinality(risks) = 0 then return; end if;
  -- An organisation with risks has all of them looked at once a day; the look asks for the next one.
  insert into private.due (kind, org_id, id, due_at)
    values ('risk.sweep', private.org_id(), private.org_id(), clock_timestamp() + interval '1 day') on conflict do nothing;
  if nullif(current_setting('app.seed_at', true), '') is not null then return; end if;
  if cardinality(risks) > 50 then -- a bulk change or an import: one look at all of them
    perform private.due_set('risk.sweep', private.org_id(), clock_timestamp());
    return;
  end if;
  foreach one in array risks loop
    perform private.due_set('risk', one, clock_timestamp());
  end loop;
end $$;

-- The argument of the trigger: the column that names the risk.
create or replace function private.risk_look_later() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare risks uuid[];
begin
  execute format('select coalesce(array_agg(distinct %I), ''{}'') from touched where %1$I is not null', tg_argv[0]) into risks;
  perform private.risk_look_at(risks);
  return null;
end $$;

create or replace trigger look_later_insert after insert on public.risk referencing new table as touched
  for each statement execute function private.risk_look_later('id');
create or replace trigger look_later_update after update on public.risk referencing new table as touched
  for each statement execute function private.risk_look_later('id');
create or replace trigger look_later_insert after insert on public.response_action referencing new table as touched
  for each statement execute function private.risk_look_later('risk_id');
create or replace trigger look_later_update after update on public.response_action referencing new table as touched
  for each statement execute function private.risk_look_later('risk_id');
create or replace trigger look_later_delete after delete on public.response_action referencing old table as touched
  for each statement execute function private.risk_look_later('risk_id');
create or replace trigger look_later_insert after insert on public.risk_indicator referencing new table as touched
  for each statement execute function private.risk_look_later('risk_id');
create or replace trigger look_later_delete after delete on public.risk_indicator referencing old table as touched
  for each statement execute function private.risk_look_later('risk_id');
create or replace trigger look_later_update after update on public.risk_acceptance referencing new table as touched
  for each statement execute function private.risk_look_later('risk_id');

-- An alert that opens, changes or closes: the risks whose indicator reads its rule.
create or replace function private.risk_alert_look() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare risks uuid[];
begin
  select coalesce(array_agg(distinct i.risk_id), '{}') into risks
    from touched t join public.risk_indicator i on i.org_id = t.org_id and i.rule_id = t.rule_id and i.active;
  perform private.risk_look_at(risks);
  return null;
end $$;
create or replace trigger look_later_insert after insert on public.alert referencing new table as touched
  for each statement execute function private.risk_alert_look();
create or replace trigger look_later_update after update on public.alert referencing new table as touched
  for each statement execute function private.risk_alert_look();

-- What an organisation decided changed: all of its risks.
create or replace function private.risk_policy_look() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if nullif(current_setting('app.seed_at', true), '') is null then
    perform private.due_set('risk.sweep', private.org_id(), clock_timestamp());
  end if;
  return null;
end $$;
create or replace trigger look_later after insert or update or delete on public.appetite
  for each statement execute function private.risk_policy_look();
create or replace trigger look_later after insert or update or delete on public.authority
  for each statement execute function private.risk_policy_look();
create or replace trigger look_later after insert or update or delete on public.escalation_rule
  for each statement execute function private.risk_policy_look();

-- An organisation with more risks due than this has all of them looked at in one go instead: an import, a bulk change.
create or replace function private.risk_gather(most integer) returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare gathered integer;
begin
  with crowded as (
    select d.org_id from private.due d where d.kind = 'risk' and d.due_at <= clock_timestamp()
      and (d.lease_until is null or d.lease_until <= clock_timestamp()) group by d.org_id having count(*) > most
  ), gone as (
    delete from private.due d using crowded c where d.kind = 'risk' and d.org_id = c.org_id and d.due_at <= clock_timestamp()
      and (d.lease_until is null or d.lease_until <= clock_timestamp()) returning d.org_id
  ), asked as (
    insert into private.due as d (kind, org_id, id, due_at) select 'risk.sweep', g.org_id, g.org_id, clock_timestamp() from (select distinct org_id from gone) g
    on conflict (kind, org_id, id) do update set due_at = least(d.due_at, excluded.due_at), revision = d.revision + 1 returning 1
  )
  select count(*)::integer into gathered from gone;
  return gathered;
end $$;

-- People are told of what becomes of an acceptance, of what a rule raised, and of what they are made the owner of.
create or replace trigger notify_later after insert or update on public.risk_acceptance
  for each statement execute function private.notify_later();
create or replace trigger notify_later after insert or update of owner_id on public.risk
  for each statement execute function private.notify_later();
create or replace trigger notify_later after insert or update of owner_id on public.response_action
  for each statement execute function private.notify_later();
create or replace trigger notify_later after insert or update of to_role on public.escalation
  for each statement execute function private.notify_later();

revoke execute on function private.risk_look_at(uuid[]), private.risk_look_later(), private.risk_alert_look(),
  private.risk_policy_look(), private.risk_gather(integer) from public;
grant execute on function private.risk_gather(integer) to portolan_app;
