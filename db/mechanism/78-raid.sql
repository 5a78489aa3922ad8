-- One log of risks, assumptions and issues: now, as of an instant, and version by version. Readers see what they see of each.
-- 00-prelude.sql drops it before the tables and views it reads are made again.
do $$
declare
  place text;
  period text;
begin
  foreach place in array array['public', 'as_of', 'history'] loop
    period := case place when 'history' then ', recorded_from, recorded_to, change_id' else '' end;
    execute format($view$create view %1$I.raid_log with (security_invoker = true) as
      select org_id, id, 'risk' as kind, number, code, title, status, case status when 'open' then 'open' else 'ended' end as is_open,
        residual_severity as severity, owner_id, review_on as due_on, raised_on, closed_on as ended_on,
        program_id, initiative_id, model_id, counts_on_id, version %2$s from %1$I.risk
      union all select org_id, id, 'assumption', number, code, statement, status, case status when 'open' then 'open' else 'ended' end,
        null, owner_id, validate_by, raised_on, status_on, program_id, initiative_id, model_id, counts_on_id, version %2$s from %1$I.assumption
      union all select org_id, id, 'issue', number, code, title, status, case status when 'resolved' then 'ended' else 'open' end,
        severity, owner_id, resolution_due_on, raised_on, resolved_on, program_id, initiative_id, model_id, counts_on_id, version %2$s from %1$I.issue$view$,
      place, period);
    execute format('grant select on %I.raid_log to portolan_app', place);
  end loop;
end $$;
