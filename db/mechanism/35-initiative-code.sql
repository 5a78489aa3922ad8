-- The highest number among codes such as AI-14, restricted initiatives included: their codes are taken too.
create or replace function private.last_initiative_number(prefix text) returns integer language plpgsql volatile security definer
  set search_path = pg_catalog as $$
declare
  org uuid := private.org_id();
  caller text := coalesce(current_setting('app.role', true), '');
  highest integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(org::text, 14)); -- two creations at once take two numbers
  perform set_config('app.role', 'admin', true);
  select max(substring(i.code from length(prefix) + 1)::integer) into highest from public.initiative i
    where i.org_id = org and starts_with(i.code, prefix) and substring(i.code from length(prefix) + 1) ~ '^[0-9]{1,6}$';
  perform set_config('app.role', caller, true);
  return coalesce(highest, 0);
end $$;
grant execute on function private.last_initiative_number(text) to portolan_app;
