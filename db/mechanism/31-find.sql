-- What a few typed letters may mean, over several nouns at once, `most` of each, nothing the reader may not see. A code or title
-- that is what was typed comes first and is never missed; then what begins so; then what holds the words. What holds words like them is
-- looked for when all nouns together gave less than `few`. Each further way is gone only while there is room, and gives up after some
-- hundreds, so that "a" costs no more than a title does.
create or replace function private.find(query text, nouns text[], most integer) returns table (noun text, id uuid, rank real)
  language plpgsql stable security definer set search_path = public, pg_catalog set client_min_messages = warning as $$
declare
  org uuid := private.org_id();
  at timestamptz := coalesce(nullif(current_setting('app.as_of', true), '')::timestamptz, 'infinity');
  hidden uuid[] := coalesce(private.hidden_initiatives(), '{}');
  away uuid[]; -- of this noun
  begins tsquery; stems tsquery; meant tsquery;
  wanted integer := least(most, 200);
  few integer := least(most, 10);
  looked constant integer := 500;
  what text;
  ids uuid[]; ranks real[]; more uuid[]; further real[];
  known uuid[] := '{}';
  is_whole boolean := false;
begin
  select t.begins, t.stems into begins, stems from private.typed_words(query) t;
  foreach what in array nouns loop
    away := case what when 'initiative' then hidden else '{}' end;
    select coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.rank), '{}') into ids, ranks
      from private.find_begun(org, what, at, query, away, wanted) b;
    if cardinality(ids) < wanted then
      select array_agg(w.id), array_agg(w.rank) into more, further
        from private.find_common(org, what, at, begins, stems, away || ids, 2 * looked, looked / 10) w;
      if more is null then
        select array_agg(w.id), array_agg(w.rank) into more, further
          from private.find_words(org, what, at, begins, stems, away || ids, looked, true) w;
      end if;
      ids := ids || more;
      ranks := ranks || further;
    end if;
    known := known || ids;
    is_whole := is_whole or 5 = any (ranks);
    return query select what, f.id, f.rank from unnest(ids, ranks) f (id, rank) order by f.rank desc, f.id limit wanted;
  end loop;
  if cardinality(known) >= few or is_whole or length(query) < 3 then return; end if;
  meant := private.meant_words(org, query);
  stems := to_tsquery('simple', '');
  foreach what in array nouns loop
    away := case what when 'initiative' then hidden else '{}' end;
    select array_agg(w.id), array_agg(w.rank) into more, further
      from private.find_common(org, what, at, meant, stems, away || known, 2 * looked, looked / 10) w;
    if more is null then
      select array_agg(w.id), array_agg(w.rank) into more, further
        from private.find_words(org, what, at, meant, stems, away || known, looked, true) w;
    end if;
    return query select what, f.id, (f.rank - 1)::real from unnest(more, further) f (id, rank) order by f.rank desc, f.id limit wanted;
  end loop;
end $$;
grant execute on function private.find(text, text[], integer) to portolan_app;
