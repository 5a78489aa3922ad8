-- Settings of trigrams may only be named once their library is loaded, which any of its functions does.
select public.show_trgm('a');

-- Full text and trigram search. Row-level security disables indexes behind operators that are not leakproof, so the
-- text lives in a table the app's role cannot read, and one function filters by organisation and returns ids.
create table if not exists private.search_doc (
  org_id uuid not null, noun text not null, id uuid not null, title text not null, doc tsvector not null,
  recorded_from timestamptz not null, recorded_to timestamptz,
  primary key (org_id, noun, id, recorded_from)
);
-- Every word a title ever had, to find what was meant by one typed wrong: as many words as a language has, however many texts.
-- No constraint keeps it to one row a word: two that insert the same at a time would wait for each other.
create table if not exists private.search_word (org_id uuid not null, word text collate "C" not null);
create index if not exists search_word_word on private.search_word (org_id, word);
create index if not exists search_word_near on private.search_word using gin (org_id, word gin_trgm_ops);
create or replace function private.words_of(title text) returns setof text language sql immutable set search_path = pg_catalog as
$$ select distinct w from regexp_split_to_table(lower(left(title, 500)), '[^[:alpha:]]+') w where length(w) between 3 and 40 $$;

-- `code` and `name` are what a person types whole: in small letters, compared byte by byte. Texts kept before they were are completed.
do $$ declare o record; begin
  if not exists (select from pg_attribute where attrelid = 'private.search_doc'::regclass and attname = 'name') then
    alter table private.search_doc add column code text collate "C", add column name text collate "C";
    perform set_config('app.role', 'job', true);
    for o in select distinct d.org_id from private.search_doc d loop
      perform set_config('app.org_id', o.org_id::text, true);
      update private.search_doc d set code = lower(h.code), name = lower(left(h.title, 300)), doc = d.doc || to_tsvector('simple', left(h.title, 2000))
        from history.initiative h where d.org_id = o.org_id and d.noun = 'initiative' and h.org_id = d.org_id and h.id = d.id and h.recorded_from = d.recorded_from;
      update private.search_doc d set name = lower(d.title), doc = d.doc || to_tsvector('simple', d.title) where d.org_id = o.org_id and d.name is null;
    end loop;
    perform set_config('app.org_id', '', true), set_config('app.role', '', true);
    insert into private.search_word select distinct d.org_id, w from private.search_doc d, private.words_of(d.name) w;
  end if;
end $$;
drop index if exists private.search_doc_text, private.search_doc_title;
create index if not exists search_doc_word on private.search_doc using gin (org_id, noun, doc);
create index if not exists search_doc_name on private.search_doc (org_id, noun, name);
create index if not exists search_doc_code on private.search_doc (org_id, noun, code) where code is not null;
create unique index if not exists search_doc_open on private.search_doc (org_id, noun, id) where recorded_to is null;

drop function if exists private.index_doc(uuid, text, uuid, text, tsvector, timestamptz);
create or replace function private.index_doc(org uuid, what text, who uuid, its_code text, its_name text, body tsvector, stamped timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  label text := left(concat_ws(' ', its_code, its_name), 300);
  small_code text := lower(its_code);
  fresh text collate "C";
  small_name text := lower(left(its_name, 300));
  whole tsvector := body || to_tsvector('simple', left(its_name, 2000)); -- letters typed so far begin a word, not its stem
begin
  -- One at a time: in one statement a plan made while the words were few would go through them all.
  foreach fresh in array array(select w from private.words_of(its_name) w) loop
    if not exists (select from private.search_word k where k.org_id = org and k.word = fresh) then
      insert into private.search_word (org_id, word) values (org, fresh);
    end if;
  end loop;
  -- A plan made while the table was small must not be kept: only its unique indexes will do (16 x at 4,000 rows).
  update private.search_doc d set title = label, code = small_code, name = small_name, doc = whole
    where d.org_id = org and d.noun = what and d.id = who and d.recorded_to is null and d.recorded_from = stamped;
  if found then return; end if;
  update private.search_doc d set recorded_to = stamped where d.org_id = org and d.noun = what and d.id = who and d.recorded_to is null;
  insert into private.search_doc (org_id, noun, id, title, code, name, doc, recorded_from) values (org, what, who, label, small_code, small_name, whole, stamped)
    on conflict (org_id, noun, id, recorded_from) do update set title = excluded.title, code = excluded.code, name = excluded.name, doc = excluded.doc, recorded_to = null;
end $$;

create or replace function private.close_doc(org uuid, what text, who uuid) returns void
  language sql volatile security definer set search_path = pg_catalog as
$$ update private.search_doc d set recorded_to = greatest(private.stamp(), d.recorded_from)
   where d.org_id = org and d.noun = what and d.id = who and d.recorded_to is null $$;

-- Triggers run after `record` (by name), so the open version's instant is the doc's instant.
create or replace function private.search_initiative() returns trigger language plpgsql security definer
  set search_path = public, pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $$
declare stamped timestamptz;
begin
  if tg_op = 'DELETE' then perform private.close_doc(old.org_id, 'initiative', old.id); return null; end if;
  select h.recorded_from into stamped from history.initiative h where h.org_id = new.org_id and h.id = new.id and h.recorded_to is null;
  perform private.index_doc(new.org_id, 'initiative', new.id, new.code, new.title,
    setweight(to_tsvector('simple', new.code), 'A') || setweight(to_tsvector('english', left(new.title, 2000)), 'A')
    || setweight(to_tsvector('english', concat_ws(' ', new.business_unit, new.domain, new.owner_name)), 'B')
    || setweight(to_tsvector('english', left(concat_ws(' ', new.problem, new.outcome), 20000)), 'C'),
    coalesce(stamped, private.stamp()));
  return null;
end $$;
create or replace trigger search_doc_upsert after insert or delete or update of code, title, business_unit, domain, owner_name, problem, outcome
  on public.initiative for each row execute function private.search_initiative();

create or replace function private.search_model() returns trigger language plpgsql security definer
  set search_path = public, pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $$
declare stamped timestamptz;
begin
  if tg_op = 'DELETE' then perform private.close_doc(old.org_id, 'model', old.id); return null; end if;
  select h.recorded_from into stamped from history.model h where h.org_id = new.org_id and h.id = new.id and h.recorded_to is null;
  perform private.index_doc(new.org_id, 'model', new.id, null, new.name,
    setweight(to_tsvector('english', new.name), 'A') || setweight(to_tsvector('english', concat_ws(' ', new.base_model, new.purpose)), 'C'), coalesce(stamped, private.stamp()));
  return null;
end $$;
create or replace trigger search_doc_upsert after insert or delete or update of name, purpose, base_model
  on public.model for each row execute function private.search_model();

-- What was typed as a search for words: `begins` wants each to begin one, `stems` takes them however inflected, and is empty where that
-- is what `begins` finds anyway. Never null.
create or replace function private.typed_words(query text, out begins tsquery, out stems tsquery) language sql stable set search_path = public, pg_catalog
  set client_min_messages = warning as $$
  select q.begins, case when q.begins @> q.stems and q.stems @> q.begins and q.stems::text !~ '[|!<]' then to_tsquery('simple', '') else q.stems end
  from (select to_tsquery('simple', coalesce(string_agg(quote_literal(w) || ':*', ' & '), '')) as begins, websearch_to_tsquery('english', query) as stems
    from regexp_split_to_table(lower(regexp_replace(query, '[^[:alnum:]]+', ' ', 'g')), ' ') w where w <> '') q
$$;

-- Texts whose code or name is what was typed, rank 5, or begins so, rank 3; by name. Never more than `most` of each, read from
-- the ends of ordered indexes: a word of every text costs no more than a rare one. A past instant looks at `deep` beginnings.
create or replace function private.find_begun(org uuid, what text, at timestamptz, query text, hidden uuid[], most integer)
  returns table (id uuid, rank real) language plpgsql stable set search_path = public, pg_catalog
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set plan_cache_mode = force_custom_plan as $$
declare
  typed text collate "C" := lower(query);
  beyond text collate "C" := typed || chr(1114111); -- the last character there is
  deep constant integer := 5000;
begin
  return query
    select f.id, max(f.rank)::real from (
      (select s.id, 5 as rank from private.search_doc s where s.org_id = org and s.noun = what and s.name = typed
        and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at) and s.id <> all (hidden) limit most)
      union all
      (select s.id, 5 from private.search_doc s where s.org_id = org and s.noun = what and s.code = typed
        and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at) and s.id <> all (hidden) limit most)
      union all
      (select s.id, 3 from (select d.* from private.search_doc d where d.org_id = org and d.noun = what and d.name >= typed and d.name < beyond
          order by d.name limit deep) s
        where s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at) and s.id <> all (hidden) limit most)
      union all
      (select s.id, 3 from (select d.* from private.search_doc d where d.org_id = org and d.noun = what and d.code >= typed and d.code < beyond
          order by d.code limit deep) s
        where s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at) and s.id <> all (hidden) limit most)
    ) f group by f.id;
end $$;

-- Texts that hold the words, `most` at most. Rank 1 to 2 by where and how often; all 1 unless `ranked`. The planner must not walk
-- another index in the hope of soon meeting enough of them: of a rare word it would read every text.
create or replace function private.find_words(org uuid, what text, at timestamptz, begins tsquery, stems tsquery, hidden uuid[], most integer, ranked boolean)
  returns table (id uuid, rank real) language plpgsql stable set search_path = public, pg_catalog
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set plan_cache_mode = force_custom_plan as $$
declare
  words tsquery := begins || stems;
begin
  if numnode(words) = 0 then return; end if;
  -- Ranked by each on its own: a word that is in both would count as a whole word only.
  return query
    select s.id, case when ranked then 1 + least(greatest(ts_rank(s.doc, begins), ts_rank(s.doc, stems)), 0.99) else 1 end::real
      from private.search_doc s
      where s.org_id = org and s.noun = what and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
        and s.id <> all (hidden) and s.doc @@ words limit most;
end $$;

-- The same for words that are common: those of the newest `looked` texts that hold them, none where they are too few of these to speak
-- for all. Of a word of every text the index would bring all places together before the first text is seen.
create or replace function private.find_common(org uuid, what text, at timestamptz, begins tsquery, stems tsquery, hidden uuid[], looked integer, enough integer)
  returns table (id uuid, rank real) language plpgsql stable set search_path = public, pg_catalog
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set plan_cache_mode = force_custom_plan as $$
declare
  words tsquery := begins || stems;
  ids uuid[]; ranks real[];
begin
  if numnode(words) = 0 then return; end if;
  select array_agg(f.id), array_agg(1 + least(greatest(ts_rank(f.doc, begins), ts_rank(f.doc, stems)), 0.99)::real) into ids, ranks
    from (select s.id, s.doc from private.search_doc s where s.org_id = org and s.noun = what
      and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at) and s.id <> all (hidden) order by s.id desc limit looked) f
    where f.doc @@ words;
  if cardinality(ids) >= enough then return query select * from unnest(ids, ranks); end if;
end $$;

-- The same where some of the words were typed wrong: each may be one of the known words most like it.
create or replace function private.meant_words(org uuid, query text) returns tsquery language plpgsql stable set search_path = public, pg_catalog
  set pg_trgm.word_similarity_threshold = 0.4 set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
declare
  typed text;
  likely text[];
  words tsquery := '';
  alike constant integer := 8;
begin
  for typed in select w from regexp_split_to_table(lower(regexp_replace(query, '[^[:alnum:]]+', ' ', 'g')), ' ') w where w <> '' limit 12 loop
    likely := array[quote_literal(typed) || ':*'];
    if length(typed) >= 3 then
      likely := likely || array(select quote_literal(k.word) from (select distinct s.word from private.search_word s where s.org_id = org and typed <% s.word) k
        where similarity(typed, k.word) >= 0.3 or word_similarity(typed, k.word) >= 0.55 -- the whole word wrong, or its beginning
        order by similarity(typed, k.word) + word_similarity(typed, k.word) desc, k.word limit alike);
    end if;
    words := words && to_tsquery('simple', array_to_string(likely, ' | '));
  end loop;
  return words;
end $$;

-- Ids of one noun for a search, every one that matches, ranked, now or as of `app.as_of`. What was typed begins the code or name,
-- then texts that hold its words; of more than `many` of these only beginnings are told apart. Words typed wrong are looked for
-- when less than `few` were found and none of them is what was typed.
create or replace function private.search(what text, query text, most integer) returns table (id uuid, rank real)
  language plpgsql stable security definer set search_path = public, pg_catalog rows 2000 as $$
declare
  org uuid := private.org_id();
  at timestamptz := coalesce(nullif(current_setting('app.as_of', true), '')::timestamptz, 'infinity');
  begins tsquery; stems tsquery;
  ids uuid[]; ranks real[];
  counted integer := 0;
  few constant integer := 10; many constant integer := 2000;
begin
  select t.begins, t.stems into begins, stems from private.typed_words(query) t;
  select coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.rank), '{}') into ids, ranks
    from private.find_begun(org, what, at, query, '{}', 500) b;
  return query select b.id, b.rank from unnest(ids, ranks) b (id, rank);
  select count(*) into counted from private.find_words(org, what, at, begins, stems, ids, many + 1, false);
  if cardinality(ids) + counted < few and not 5 = any (ranks) and length(query) >= 3 then
    begins := begins || private.meant_words(org, query);
    select count(*) into counted from private.find_words(org, what, at, begins, stems, ids, many + 1, false);
  end if;
  return query select w.id, w.rank from private.find_words(org, what, at, begins, stems, ids, most, counted <= many) w;
end $$;
