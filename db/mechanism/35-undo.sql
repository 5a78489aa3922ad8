-- Undo of some changes as one, in one table, as the caller: row-level security and grants apply. Returns the rows put back.
-- Several: a change, and later ones that cancel each other out. Each row goes back to its last version from outside them.
-- step 'check': rows of the changes that another change touched later (they cannot be undone).
drop function if exists private.undo_in_table(text, uuid, text);
create or replace function private.undo_in_table(t text, undone uuid[], step text) returns integer
  language plpgsql volatile security invoker set search_path = public, pg_catalog as $$
declare
  keys text[];
  cols text;
  held_cols text;
  insert_cols text;
  same_ho text;
  same_po text;
  before_h text; -- h is the last version of its row that the changes found there
  n integer;
begin
  select array_agg(a.attname) into keys from pg_index i, unnest(i.indkey) k (attnum)
    join pg_attribute a on a.attnum = k.attnum and a.attrelid = format('public.%I', t)::regclass
    where i.indrelid = format('public.%I', t)::regclass and i.indisprimary;
  select string_agg(quote_ident(attname), ', ' order by attnum) filter (where attname <> all (keys) and attname <> 'version'),
         string_agg('h.' || quote_ident(attname), ', ' order by attnum) filter (where attname <> all (keys) and attname <> 'version'),
         string_agg(quote_ident(attname), ', ' order by attnum)
    into cols, held_cols, insert_cols
    from pg_attribute where attrelid = format('public.%I', t)::regclass and attnum > 0 and not attisdropped;
  same_ho := (select string_agg(format('h.%1$I = o.%1$I', k), ' and ') from unnest(keys) k);
  same_po := (select string_agg(format('p.%1$I = o.%1$I', k), ' and ') from unnest(keys) k);
  before_h := format('h.closed_by = any ($1) and h.change_id <> all ($1) and not exists (select 1 from history.%I o where %s
    and o.closed_by = any ($1) and o.change_id <> all ($1) and o.recorded_from > h.recorded_from)', t, same_ho);
  if step = 'check' then
    execute format('select count(*) from history.%I o where o.org_id = private.org_id() and o.change_id = any ($1) and o.recorded_to is not null
      and (o.closed_by <> all ($1)) is not false', t) into n using undone;
  elsif step = 'touched' then
    execute format('select count(*) from history.%I o where o.org_id = private.org_id() and (o.change_id = any ($1) or o.closed_by = any ($1))', t) into n using undone;
  elsif step = 'delete' then
    execute format('delete from public.%1$I p using history.%1$I o where %2$s and o.org_id = private.org_id() and o.change_id = any ($1) and o.recorded_to is null
      and not exists (select 1 from history.%1$I h where %3$s and h.closed_by = any ($1) and h.change_id <> all ($1))', t, same_po, same_ho) using undone;
    get diagnostics n = row_count;
  elsif step = 'restore' then
    if cols is not null then
      execute format('update public.%1$I p set (%4$s) = row(%5$s) from history.%1$I o, history.%1$I h where %2$s and %3$s
        and o.org_id = private.org_id() and o.change_id = any ($1) and o.recorded_to is null and %6$s', t, same_po, same_ho, cols, held_cols, before_h) using undone;
      get diagnostics n = row_count;
    end if;
    execute format('insert into public.%1$I (%2$s) select %2$s from history.%1$I o where o.org_id = private.org_id() and o.closed_by = any ($1) and o.change_id <> all ($1)
      and not exists (select 1 from history.%1$I h where %3$s and h.recorded_from >= o.recorded_to and (h.change_id <> all ($1) or h.recorded_to is null))', t, insert_cols, same_ho) using undone;
  end if;
  return coalesce(n, 0);
end $$;
