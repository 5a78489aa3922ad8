-- The setting below may only be named once its library is loaded, which any of its functions does.
select public.show_trgm('a');

-- What a few typed letters may mean, over several nouns at once: words that begin so, then titles that nearly match.
-- Each way gives up after some hundreds of candidates, so that "a" costs no more than a whole title does.
create or replace function private.find(query text, nouns text[], most integer) returns table (noun text, id uuid, rank real)
  language plpgsql stable security definer set search_path = public, pg_catalog
  set pg_trgm.word_similarity_threshold = 0.45 as $$
declare
  org uuid := private.org_id();
  at timestamptz := coalesce(nullif(current_setting('app.as_of', true), '')::timestamptz, 'infinity');
  starts tsquery := (select to_tsquery('simple', string_agg(quote_literal(w) || ':*', ' & '))
    from unnest(regexp_split_to_array(lower(regexp_replace(query, '[^[:alnum:]]+', ' ', 'g')), '\s+')) w where w <> '');
  words tsquery := websearch_to_tsquery('english', query);
begin
  return query
    with candidate as (
      (select s.noun, s.id, s.title, 1 + ts_rank(s.doc, starts) as rank from private.search_doc s
        where s.org_id = org and s.doc @@ starts and s.noun = any (nouns) and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
        limit 500)
      union all
      (select s.noun, s.id, s.title, 0.9 + ts_rank(s.doc, words) from private.search_doc s
        where s.org_id = org and s.doc @@ words and s.noun = any (nouns) and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
        limit 500)
      union all
      (select s.noun, s.id, s.title, word_similarity(query, s.title) from private.search_doc s
        where length(query) >= 3 and s.org_id = org and query <% s.title and s.noun = any (nouns) and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
        limit 500)
    ), best as (
      select c.noun, c.id, (max(c.rank) + case when bool_or(starts_with(lower(c.title), lower(query))) then 1 else 0 end)::real as rank
      from candidate c group by c.noun, c.id
    ), placed as (
      select b.*, row_number() over (partition by b.noun order by b.rank desc, b.id) as place from best b
    )
    select p.noun, p.id, p.rank from placed p where p.place <= least(most, 200) order by p.rank desc, p.id;
end $$;
grant execute on function private.find(text, text[], integer) to portolan_app;
