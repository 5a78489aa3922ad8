-- Since when an initiative stands at its stage: follows from the stage, so nobody types it.
create or replace function private.keep_stage_since() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.stage_since := private.stamp();
  elsif new.stage is distinct from old.stage then
    new.stage_since := private.stamp();
  else
    new.stage_since := old.stage_since;
  end if;
  return new;
end $$;
create or replace trigger a_keep_stage_since before insert or update on public.initiative
  for each row execute function private.keep_stage_since();
