-- Full text and trigram search. Row-level security disables indexes behind operators that are not leakproof, so the
-- text lives in a table the app's role cannot read, and one function filters by organisation and returns ids.
create table if not exists private.search_doc (
  org_id uuid not null, noun text not null, id uuid not null, title text not null, doc tsvector not null,
  recorded_from timestamptz not null, recorded_to timestamptz,
  primary key (org_id, noun, id, recorded_from)
);
create index if not exists search_doc_text on private.search_doc using gin (org_id, doc);
create index if not exists search_doc_title on private.search_doc using gin (org_id, title gin_trgm_ops);
create unique index if not exists search_doc_open on private.search_doc (org_id, noun, id) where recorded_to is null;

create or replace function private.index_doc(org uuid, what text, who uuid, label text, body tsvector, stamped timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_catalog set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  -- A plan made while the table was small must not be kept: only its unique indexes will do (16 x at 4,000 rows).
  update private.search_doc d set title = label, doc = body
    where d.org_id = org and d.noun = what and d.id = who and d.recorded_to is null and d.recorded_from = stamped;
  if found then return; end if;
  update private.search_doc d set recorded_to = stamped where d.org_id = org and d.noun = what and d.id = who and d.recorded_to is null;
  insert into private.search_doc (org_id, noun, id, title, doc, recorded_from) values (org, what, who, label, body, stamped)
    on conflict (org_id, noun, id, recorded_from) do update set title = excluded.title, doc = excluded.doc, recorded_to = null;
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
  perform private.index_doc(new.org_id, 'initiative', new.id, left(new.code || ' ' || new.title, 300),
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
  perform private.index_doc(new.org_id, 'model', new.id, left(new.name, 300),
    setweight(to_tsvector('english', new.name), 'A') || setweight(to_tsvector('english', coalesce(new.purpose, '')), 'C'), coalesce(stamped, private.stamp()));
  return null;
end $$;
create or replace trigger search_doc_upsert after insert or delete or update of name, purpose
  on public.model for each row execute function private.search_model();

-- Ranked ids for a query, now or as of `app.as_of`: whole words and prefixes first, then titles that nearly match.
create or replace function private.search(what text, query text, most integer) returns table (id uuid, rank real)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  org uuid := private.org_id();
  at timestamptz := coalesce(nullif(current_setting('app.as_of', true), '')::timestamptz, 'infinity');
  words tsquery := websearch_to_tsquery('english', query);
  starts tsquery := (select to_tsquery('simple', string_agg(quote_literal(w) || ':*', ' & '))
    from unnest(regexp_split_to_array(lower(regexp_replace(query, '[^[:alnum:]]+', ' ', 'g')), '\s+')) w where w <> '');
begin
  return query
    select d.id, max(d.rank)::real from (
      select s.id, 1 + ts_rank(s.doc, words) as rank from private.search_doc s
        where s.org_id = org and s.doc @@ words and s.noun = what and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
      union all
      select s.id, 0.8 + ts_rank(s.doc, starts) from private.search_doc s
        where s.org_id = org and s.doc @@ starts and s.noun = what and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
      union all
      select s.id, word_similarity(query, s.title) from private.search_doc s
        where s.org_id = org and query <% s.title and s.noun = what and s.recorded_from <= at and (s.recorded_to is null or s.recorded_to > at)
    ) d group by d.id order by 2 desc, 1 limit least(most, 10000);
end $$;
