-- Assessments stay as they were made. Only an import that is undone takes its own back, with what rules made of risks that go
-- with it; all of it stays in history.
create or replace function private.take_back_assessments(undone uuid[]) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n integer;
begin
  if exists (select 1 from unnest(undone) u (id) where not exists
      (select 1 from public.change c where c.org_id = private.org_id() and c.id = u.id and c.action = 'risk.import')) then
    raise exception 'Only what an import assessed is taken back' using errcode = 'insufficient_privilege';
  end if;
  delete from public.escalation e using history.risk r
    where e.org_id = private.org_id() and r.org_id = e.org_id and r.id = e.risk_id and r.change_id = any (undone)
      and not exists (select 1 from history.risk h where h.org_id = r.org_id and h.id = r.id and h.change_id <> all (undone));
  delete from public.risk_assessment a using history.risk_assessment o
    where a.org_id = private.org_id() and o.org_id = a.org_id and o.id = a.id and o.change_id = any (undone) and o.recorded_to is null;
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function private.take_back_assessments(uuid[]) from public;
grant execute on function private.take_back_assessments(uuid[]) to portolan_app;
