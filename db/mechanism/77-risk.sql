-- Risks: codes, the initiative one counts on, ratings worked out again, current figures, matrix versions that stay as made.

-- Records that hang on an initiative, which is hidden from some: whom it is hidden from, they are too. Read by
-- private.restrictions(); without row-level security, so that the list is whole whoever asks.
create table if not exists private.placed (
  org_id uuid not null, id uuid not null, initiative_id uuid not null, primary key (org_id, id)
);
create index if not exists placed_initiative on private.placed (org_id, initiative_id);

create or replace function private.keep_place() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.counts_on_id := coalesce(new.initiative_id,
    (select m.initiative_id from public.model m where m.org_id = new.org_id and m.id = new.model_id));
  return new;
end $$;

create or replace function private.note_place() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.counts_on_id is null then
    delete from private.placed p where p.org_id = new.org_id and p.id = new.id;
  else
    insert into private.placed as p values (new.org_id, new.id, new.counts_on_id)
      on conflict (org_id, id) do update set initiative_id = excluded.initiative_id where p.initiative_id <> excluded.initiative_id;
  end if;
  return null; -- a deleted one stays hidden in history
end $$;

-- The next number of its organisation, those of records the writer may not see included, and the code made of it.
create or replace function private.keep_number() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  caller text := coalesce(current_setting('app.role', true), '');
  stated text := substring(new.code from '^' || tg_argv[0] || '-([0-9]{1,8})$');
  used boolean := true;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.org_id::text || tg_table_name, 15)); -- two creations at once take two numbers
  perform set_config('app.role', 'admin', true);
  if new.number = 0 and stated is not null then
    execute format('select exists (select 1 from public.%I where org_id = $1 and number = $2)', tg_table_name) into used using new.org_id, stated::integer;
    if not used and stated::integer > 0 then new.number := stated::integer; end if;
  end if;
  if new.number = 0 then
    execute format('select coalesce(max(number), 0) + 1 from public.%I where org_id = $1', tg_table_name) into new.number using new.org_id;
  end if;
  if new.code = '' then
    loop
      new.code := tg_argv[0] || '-' || lpad(new.number::text, greatest(2, length(new.number::text)), '0');
      execute format('select exists (select 1 from public.%I where org_id = $1 and code = $2)', tg_table_name) into used using new.org_id, new.code;
      exit when not used;
      new.number := new.number + 1;
    end loop;
  end if;
  perform set_config('app.role', caller, true);
  return new;
end $$;

do $$
declare noun record;
begin
  for noun in select * from (values ('risk', 'R'), ('assumption', 'A'), ('issue', 'I')) n (name, prefix) loop
    execute format('create or replace trigger keep_number before insert on public.%I for each row execute function private.keep_number(%L)', noun.name, noun.prefix);
    execute format('create or replace trigger keep_place before insert or update on public.%I for each row execute function private.keep_place()', noun.name);
    execute format('create or replace trigger note_place after insert or update of counts_on_id on public.%I for each row execute function private.note_place()', noun.name);
    perform private.restrict_table(noun.name, 'counts_on_id');
  end loop;
end $$;
select private.restrict_about(t, 'risk_id') from unnest(array['risk_assessment', 'risk_control', 'response_action', 'risk_tag', 'risk_indicator',
  'risk_acceptance', 'escalation']) t;

-- A model that changes its initiative takes what stands on it along, also what whoever moves it may not see.
create or replace function private.move_with_model() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  caller text := coalesce(current_setting('app.role', true), '');
begin
  perform set_config('app.role', 'admin', true);
  update public.risk r set counts_on_id = new.initiative_id where r.org_id = new.org_id and r.model_id = new.id;
  update public.assumption a set counts_on_id = new.initiative_id where a.org_id = new.org_id and a.model_id = new.id;
  update public.issue i set counts_on_id = new.initiative_id where i.org_id = new.org_id and i.model_id = new.id;
  perform set_config('app.role', caller, true);
  return null;
end $$;
drop trigger if exists move_with_model on public.model;
create trigger move_with_model after update of initiative_id on public.model
  for each row when (old.initiative_id is distinct from new.initiative_id) execute function private.move_with_model();

-- Mild to grave, from 0; -1 for what is no class.
-- No setting of its own, or a plan could not take it in: called row by row it was most of what a count of risks cost.
create or replace function private.severity_rank(class text) returns integer language sql immutable
  as $$ select case class when 'green' then 0 when 'yellow' then 1 when 'amber' then 2 when 'red' then 3 else -1 end $$;

-- What a matrix makes of a likelihood and impacts, each from 0. Null outside the grid. The rule is domain/risk/matrix.ts.
create or replace function private.rate(definition jsonb, likelihood integer, impacts jsonb)
  returns table (impact integer, level integer, severity text, score integer)
  language plpgsql immutable set search_path = pg_catalog as $$
declare
  one record;
  floor_of jsonb;
  least_level integer;
begin
  for one in select key, value from jsonb_each(impacts) loop
    if jsonb_typeof(one.value) <> 'number' or one.value::text !~ '^[0-9]{1,2}$'
      or definition -> 'grid' -> likelihood -> (one.value::text)::integer is null then
      return;
    end if;
    impact := greatest(impact, (one.value::text)::integer);
  end loop;
  if impact is null or likelihood < 0 then return; end if;
  level := (definition -> 'grid' -> likelihood ->> impact)::integer;
  for floor_of in select f from jsonb_array_elements(coalesce(definition -> 'floors', '[]')) f loop
    if coalesce((impacts ->> (floor_of ->> 'category'))::integer, -1) >= (floor_of ->> 'impact')::integer then
      select min(l.place)::integer - 1 into least_level from jsonb_array_elements(definition -> 'levels') with ordinality l (level, place)
        where private.severity_rank(l.level ->> 'severity') >= private.severity_rank(floor_of ->> 'severity');
      level := greatest(level, least_level);
    end if;
  end loop;
  severity := definition -> 'levels' -> level ->> 'severity';
  score := (likelihood + 1) * (impact + 1);
  return next;
end $$;

create or replace function private.hold_assessment() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  made record;
begin
  perform 1 from public.risk r where r.org_id = new.org_id and r.id = new.risk_id for update;
  if not found then raise exception 'No such risk' using errcode = 'foreign_key_violation'; end if;
  select r.* into made from public.matrix_version v, private.rate(v.definition, new.likelihood, new.impacts) r
    where v.org_id = new.org_id and v.id = new.matrix_version_id;
  if not found or (made.impact, made.level, made.severity, made.score) is distinct from
    (new.impact::integer, new.level::integer, new.severity, new.score::integer) then
    raise exception 'The rating differs from its matrix' using errcode = 'check_violation', constraint = 'risk_assessment_rated';
  end if;
  select coalesce(max(a.number), 0) + 1 into new.number from public.risk_assessment a
    where a.org_id = new.org_id and a.risk_id = new.risk_id and a.kind = new.kind;
  return new;
end $$;
create or replace trigger hold_assessment before insert on public.risk_assessment for each row execute function private.hold_assessment();

-- Minor units in one of a currency, by ISO 4217; the same list is in domain/shared/money.ts.
create or replace function private.minor_units(currency text) returns integer language sql immutable as $$
  select case when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1
    when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000 else 100 end $$;

-- Probability times the mean of the loss; null while one of them is not stated.
create or replace function private.expected_value(r public.risk) returns bigint language sql immutable set search_path = pg_catalog as $$
  select round((case when (r).kind = 'opportunity' then -1 else 1 end) * (r).probability * case (r).distribution
    when 'triangular' then ((r).loss_low + (r).loss_likely + (r).loss_high)::float8 / 3
    when 'pert' then ((r).loss_low + 4 * (r).loss_likely + (r).loss_high)::float8 / 6
    else (r).loss_likely::float8 end)::bigint $$;

-- Whatever a write says of them, the current figures are those of the newest assessments.
create or replace function private.keep_risk_figures() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  newest public.risk_assessment;
begin
  select * into newest from public.risk_assessment a where a.org_id = new.org_id and a.risk_id = new.id and a.kind = 'inherent' order by a.number desc limit 1;
  new.inherent_score := newest.score;
  new.inherent_severity := newest.severity;
  select * into newest from public.risk_assessment a where a.org_id = new.org_id and a.risk_id = new.id and a.kind = 'residual' order by a.number desc limit 1;
  new.residual_score := newest.score;
  new.residual_severity := newest.severity;
  new.residual_likelihood := newest.likelihood;
  new.residual_impact := newest.impact;
  new.residual_version_id := newest.matrix_version_id;
  select * into newest from public.risk_assessment a where a.org_id = new.org_id and a.risk_id = new.id and a.kind = 'target' order by a.number desc limit 1;
  new.target_score := newest.score;
  new.target_on := newest.due_on;
  new.expected_value := private.expected_value(new);
  return new;
end $$;
create or replace trigger keep_risk_figures before insert or update on public.risk for each row execute function private.keep_risk_figures();

-- One write for all that a statement assessed, so that a file of thousands costs no more for each.
create or replace function private.assessed() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update public.risk r set number = r.number where r.org_id = private.org_id()
    and r.id in (select m.risk_id from made m where m.org_id = private.org_id()); -- the trigger above does the rest; no edit of the risk
  return null;
end $$;
create or replace trigger assessed after insert on public.risk_assessment referencing new table as made
  for each statement execute function private.assessed();

-- What was decided stays as it was made, for the owner too.
create or replace function private.refuse_update() returns trigger language plpgsql as $$
begin
  raise exception '% is kept as it was made: add another', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create or replace trigger refuse_update before update on public.matrix_version for each row execute function private.refuse_update();
create or replace trigger refuse_update before update on public.risk_assessment for each row execute function private.refuse_update();
revoke update, delete on public.matrix_version, public.risk_assessment from portolan_app;

-- What every organisation starts with: the standard matrix, appetite by category, authorities, escalation rules.
create or replace function private.start_risk(org uuid, today date) returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  matrix uuid := uuidv7();
  first uuid := uuidv7();
begin
  insert into public.matrix (org_id, id, name, created_on) values (org, matrix, 'Standard 5×5', today);
  insert into public.matrix_version (org_id, id, matrix_id, number, note, definition) values (org, first, matrix, 1, 'The matrix every organisation starts with.', '{
    "likelihoods": [{"name": "rare", "from": 0, "to": 0.05}, {"name": "unlikely", "from": 0.05, "to": 0.15}, {"name": "possible", "from": 0.15, "to": 0.35},
      {"name": "likely", "from": 0.35, "to": 0.6}, {"name": "almost certain", "from": 0.6, "to": 1}],
    "impacts": [{"name": "minor", "from": 0, "to": 2500000}, {"name": "moderate", "from": 2500000, "to": 10000000},
      {"name": "serious", "from": 10000000, "to": 40000000}, {"name": "major", "from": 40000000, "to": 150000000}, {"name": "severe", "from": 150000000}],
    "levels": [{"name": "Low", "severity": "green"}, {"name": "Moderate", "severity": "yellow"}, {"name": "High", "severity": "amber"}, {"name": "Critical", "severity": "red"}],
    "grid": [[0, 0, 0, 0, 1], [0, 0, 1, 1, 2], [0, 1, 1, 2, 2], [0, 1, 2, 3, 3], [1, 2, 2, 3, 3]],
    "floors": [{"category": "patient_safety", "impact": 4, "severity": "amber"}]}');
  insert into public.risk_setting (org_id, matrix_version_id) values (org, first);
  insert into public.appetite (org_id, category, name, position, stance, tolerance) values
    (org, 'patient_safety', 'Patient safety', 0, 'averse', 'green'), (org, 'financial', 'Financial', 1, 'balanced', 'yellow'),
    (org, 'schedule', 'Schedule', 2, 'open', 'amber'), (org, 'compliance', 'Compliance', 3, 'averse', 'green'),
    (org, 'reputation', 'Reputation', 4, 'cautious', 'yellow'), (org, 'equity', 'Equity', 5, 'cautious', 'yellow'),
    (org, 'operations', 'Operations', 6, 'balanced', 'yellow');
  insert into public.authority (org_id, severity, role) values
    (org, 'green', 'owner'), (org, 'yellow', 'program_director'), (org, 'amber', 'sponsor'), (org, 'red', 'executive');
  insert into public.escalation_rule (org_id, key, params) values
    (org, 'beyond_tolerance', '{"workingDays": 5}'), (org, 'red_imminent', '{"months": 1, "hours": 24, "to": "sponsor"}'),
    (org, 'action_overdue', '{"days": 14, "workingDays": 5}');
end $$;

create or replace function private.start_organisation_risk() returns trigger language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform private.start_risk(new.org_id, (private.stamp() at time zone new.time_zone)::date);
  return null;
end $$;
create or replace trigger start_risk after insert on public.organisation for each row execute function private.start_organisation_risk();

-- Organisations from before there were risks.
do $$
declare place record;
begin
  for place in select s.org_id, s.time_zone from private.org_slug s loop
    perform set_config('app.org_id', place.org_id::text, true);
    if not exists (select 1 from public.risk_setting r where r.org_id = place.org_id) then
      perform private.start_risk(place.org_id, (clock_timestamp() at time zone place.time_zone)::date);
    end if;
  end loop;
  perform set_config('app.org_id', '', true);
end $$;

create or replace function private.search_risk() returns trigger language plpgsql security definer
  set search_path = public, pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $$
declare stamped timestamptz;
begin
  if tg_op = 'DELETE' then perform private.close_doc(old.org_id, 'risk', old.id); return null; end if;
  select h.recorded_from into stamped from history.risk h where h.org_id = new.org_id and h.id = new.id and h.recorded_to is null;
  perform private.index_doc(new.org_id, 'risk', new.id, new.code, new.title,
    setweight(to_tsvector('simple', new.code), 'A') || setweight(to_tsvector('english', left(new.title, 2000)), 'A')
    || setweight(to_tsvector('english', left(concat_ws(' ', new.cause, new.event, new.consequence), 12000)), 'B')
    || setweight(to_tsvector('english', left(concat_ws(' ', new.contingency_plan, new.correlation_group), 8000)), 'C'), coalesce(stamped, private.stamp()));
  return null;
end $$;
create or replace trigger search_doc_upsert after insert or delete or update of code, title, cause, event, consequence, contingency_plan, correlation_group
  on public.risk for each row execute function private.search_risk();

revoke execute on function private.keep_place(), private.note_place(), private.keep_number(), private.move_with_model(), private.hold_assessment(),
  private.keep_risk_figures(), private.assessed(), private.refuse_update(), private.start_risk(uuid, date), private.start_organisation_risk(), private.search_risk() from public;
grant execute on function private.severity_rank(text), private.rate(jsonb, integer, jsonb), private.expected_value(public.risk), private.minor_units(text) to portolan_app;
