-- What stands raised was not recorded at first: what stood when it began to be opens its history there.
do $$
declare place record;
begin
  for place in select s.org_id from private.org_slug s loop
    perform set_config('app.org_id', place.org_id::text, true), set_config('app.role', 'admin', true);
    if exists (select 1 from public.escalation e where not exists (select 1 from history.escalation h
        where h.org_id = e.org_id and h.risk_id = e.risk_id and h.rule = e.rule and h.recorded_to is null)) then
      insert into history.escalation (org_id, risk_id, rule, raised_at, to_role, due_at, because, cleared_at, recorded_from, change_id)
        select e.org_id, e.risk_id, e.rule, e.raised_at, e.to_role, e.due_at, e.because, e.cleared_at, private.stamp(), private.current_change(e.org_id)
        from public.escalation e where not exists (select 1 from history.escalation h
          where h.org_id = e.org_id and h.risk_id = e.risk_id and h.rule = e.rule and h.recorded_to is null);
      perform set_config('app.change_id', '', true), set_config('app.change_org', '', true);
    end if;
  end loop;
  perform set_config('app.org_id', '', true), set_config('app.role', '', true);
end $$;
