-- Amounts are kept in the currency of the organisation, so that none is ever added to one of another currency.

-- What stands in the currency: amounts of risks, also of those the writer may not see, and how much may be lost.
create or replace function private.hold_currency() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  caller text := coalesce(current_setting('app.role', true), '');
  stated boolean;
begin
  perform set_config('app.role', 'admin', true);
  stated := exists (select 1 from public.risk r where r.org_id = new.org_id
      and num_nonnulls(r.loss_low, r.loss_likely, r.loss_high, r.contingency) > 0)
    or exists (select 1 from public.risk_setting s where s.org_id = new.org_id and s.exposure_limit is not null);
  perform set_config('app.role', caller, true);
  if stated then
    raise exception 'Amounts are recorded in %', old.currency using errcode = 'check_violation', constraint = 'organisation_currency_held';
  end if;
  return new;
end $$;
create or replace trigger hold_currency before update of currency on public.organisation for each row
  when (new.currency is distinct from old.currency) execute function private.hold_currency();

-- A risk without amounts follows its organisation. One with amounts locks the organisation's row against another currency meanwhile.
create or replace function private.keep_currency() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare held text;
begin
  select o.currency into held from public.organisation o where o.org_id = new.org_id for share;
  if num_nonnulls(new.loss_low, new.loss_likely, new.loss_high, new.contingency) = 0 then
    new.currency := held;
  elsif new.currency is distinct from held then
    raise exception 'Amounts are recorded in %, not in %', held, new.currency using errcode = 'check_violation', constraint = 'risk_currency';
  end if;
  return new;
end $$;
create or replace trigger keep_currency before insert or update of currency, loss_low, loss_likely, loss_high, contingency on public.risk
  for each row execute function private.keep_currency();

create or replace function private.spread_currency() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare caller text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'admin', true);
  update public.risk r set currency = new.currency where r.org_id = new.org_id and r.currency <> new.currency;
  perform set_config('app.role', caller, true);
  return null;
end $$;
create or replace trigger spread_currency after update of currency on public.organisation for each row
  when (new.currency is distinct from old.currency) execute function private.spread_currency();

revoke execute on function private.hold_currency(), private.keep_currency(), private.spread_currency() from public;
