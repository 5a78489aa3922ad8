-- What a few typed letters may mean, over several nouns at once, `most` of each, nothing the reader may not see. A code or title
-- that is what was typed comes first and is never missed; then what begins so; then what holds the words; what holds words like them last.
-- Each further way is gone only while there is room, and gives up after some hundreds, so that "a" costs no more than a title does.
create or replace function private.find(query text, nouns text[], most integer) returns table (noun text, id uuid, rank real)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  org uuid := private.org_id();
  at timestamptz := coalesce(nullif(current_setting('app.as_of', true), '')::timestamptz, 'infinity');
  hidden uuid[] := coalesce(private.hidden_initiatives(), '{}');
  begins tsquery; stems tsquery; meant tsquery;
  wanted integer := least(most, 200);
  few integer := least(most, 10);
  looked constant integer := 500;
  what text;
  ids uuid[]; ranks real[];
begin
  select t.begins, t.stems into begins, stems from private.typed_words(query) t;
  foreach what in array nouns loop
    select coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.rank), '{}') into ids, ranks
      from private.find_begun(org, what, at, query, hidden, wanted) b;
    if cardinality(ids) < wanted then
      select ids || array_agg(w.id), ranks || array_agg(w.rank) into ids, ranks
        from private.find_words(org, what, at, begins, stems, hidden || ids, looked, true) w;
    end if;
    if cardinality(ids) < few and not 5 = any (ranks) and length(query) >= 3 then
      meant := coalesce(meant, private.meant_words(org, query));
      select ids || array_agg(w.id), ranks || array_agg((w.rank - 1)::real) into ids, ranks
        from private.find_words(org, what, at, meant, '', hidden || ids, looked, true) w;
    end if;
    return query select what, f.id, f.rank from unnest(ids, ranks) f (id, rank) order by f.rank desc, f.id limit wanted;
  end loop;
end $$;
grant execute on function private.find(text, text[], integer) to portolan_app;
