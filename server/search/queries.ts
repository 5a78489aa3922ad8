import { type SQL, sql } from "drizzle-orm";
import { connection } from "@/db/schema/connection";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { pack } from "@/db/schema/pack";
import { risk } from "@/db/schema/risk";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";
import { PLATFORM_LABELS, type Platform } from "@/domain/connection/choice";
import { INITIATIVE_STAGE_LABELS, type InitiativeStage } from "@/domain/initiative/choice";
import { RISK_STATUS_LABELS, type RiskStatus } from "@/domain/risk/response";
import type { RecentInput, SearchInput } from "@/domain/search/input";
import { type Found, MOST_FOUND, SEARCH_NOUNS, SEARCH_PERMISSIONS, type SearchNoun } from "@/domain/search/noun";
import { isUuid } from "@/domain/shared/id";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";

/** Twice what is shown: of what begins alike, the fitting ones are told apart by more than the name. */
const CANDIDATES = MOST_FOUND * 2;

type Row = { noun: SearchNoun; id: string; title: string; hint: string | null; code: string | null; rank: number };

const like = (q: string) => `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
/** As `private.find` ranks: the name itself, what begins so, anything else. */
const begins = (title: SQL, q: string) =>
  sql`case when lower(${title}) = ${q.toLowerCase()} then 5 when starts_with(lower(${title}), ${q.toLowerCase()}) then 3 else 1 end::real`;

const WITH_TEXTS: ReadonlySet<SearchNoun> = new Set(["initiative", "model", "risk"]);

/** Nouns with texts are found by their words; the few others by a part of their name. Policies decide what is seen. */
const SOURCES: Record<SearchNoun, (q: string) => SQL> = {
  initiative: () => sql`select 'initiative' as noun, i.id, i.title, i.stage as hint, i.code, f.rank
    from found f join ${initiative} i on i.org_id = private.org_id() and i.id = f.id where f.noun = 'initiative'`,
  model: () => sql`select 'model', m.id, m.name, m.status, null, f.rank
    from found f join ${model} m on m.org_id = private.org_id() and m.id = f.id where f.noun = 'model'`,
  risk: () => sql`select 'risk', r.id, r.title, r.status, r.code, f.rank
    from found f join ${risk} r on r.org_id = private.org_id() and r.id = f.id where f.noun = 'risk'`,
  program: (q) => sql`select 'program', p.id, p.name, null, null, ${begins(sql`p.name`, q)}
    from ${program} p where p.org_id = private.org_id() and p.name ilike ${like(q)}`,
  member: (q) => sql`select 'member', m.id, m.name, m.role, null, ${begins(sql`m.name`, q)}
    from ${membership} m where m.org_id = private.org_id() and m.active and m.name ilike ${like(q)}`,
  connection: (q) => sql`select 'connection', c.id, c.name, c.platform, null, ${begins(sql`c.name`, q)}
    from ${connection} c where c.org_id = private.org_id() and c.name ilike ${like(q)}`,
  pack: (q) => sql`select 'pack', p.id, p.number, p.forum, null, ${begins(sql`p.number`, q)}
    from ${pack} p where p.org_id = private.org_id() and (p.number ilike ${like(q)} or p.forum ilike ${like(q)})`,
};

function foundOf({ noun, id, title, hint, code }: Row): Found {
  switch (noun) {
    case "initiative": {
      const stage = hint === null ? "stage not stated" : INITIATIVE_STAGE_LABELS[hint as InitiativeStage].toLowerCase();
      return { noun, id, title, detail: `${code}, ${stage}`, path: `initiatives/${code}` };
    }
    case "model":
      return { noun, id, title, detail: hint ?? "", path: `models/${id}` };
    case "risk": {
      const status = RISK_STATUS_LABELS[hint as RiskStatus].toLowerCase();
      return { noun, id, title, detail: `${code}, ${status}`, path: `risks/${code}` };
    }
    case "program":
      return { noun, id, title, detail: "", path: `initiatives?program=${id}` };
    case "member":
      return {
        noun,
        id,
        title,
        detail: ROLE_LABELS[hint as Role],
        path: `settings/members?q=${encodeURIComponent(title)}`,
      };
    case "connection":
      return { noun, id, title, detail: PLATFORM_LABELS[hint as Platform], path: `connections/${id}` };
    case "pack":
      return { noun, id, title, detail: hint ?? "", path: `packs/${id}` };
  }
}

const nounsFor = ({ actor }: OrgContext): SearchNoun[] =>
  SEARCH_NOUNS.filter((noun) => may(actor, SEARCH_PERMISSIONS[noun]));

/** What the typed words may mean, best first, a few of each noun the person may read; now or as of a past day. One statement. */
export async function find(ctx: OrgContext, { q }: SearchInput): Promise<Found[]> {
  const nouns = nounsFor(ctx);
  if (q === "" || nouns.length === 0) return [];
  const sources = nouns.map((noun) => sql`(${SOURCES[noun](q)} order by 6 desc, 3, 2 limit ${MOST_FOUND})`);
  const among = nouns.filter((noun) => WITH_TEXTS.has(noun)).join(",");
  const rows = await read(ctx, (tx) =>
    tx.execute<Row>(sql`with found as materialized (select * from private.find(${q}, string_to_array(${among}, ','), ${CANDIDATES}))
      ${sql.join(sources, sql` union all `)} order by 6 desc, 3, 2`),
  );
  return rows.map(foundOf);
}

const refIs = (id: SQL, code: SQL, refs: readonly string[]): SQL => {
  const ids = refs.filter(isUuid);
  const inIds = ids.length > 0 ? sql`${id} in ${ids}` : sql`false`;
  return sql`(${inIds} or ${code} in ${refs})`;
};

const RECENT: Record<RecentInput["refs"][number]["noun"], (refs: readonly string[]) => SQL> = {
  initiative: (
    refs,
  ) => sql`select 'initiative' as noun, i.id, i.title, i.stage as hint, i.code, 0 as rank from ${initiative} i
    where i.org_id = private.org_id() and ${refIs(sql`i.id`, sql`i.code`, refs)}`,
  model: (
    refs,
  ) => sql`select 'model' as noun, m.id, m.name as title, m.status as hint, null as code, 0 as rank from ${model} m
    where m.org_id = private.org_id() and ${refIs(sql`m.id`, sql`m.id::text`, refs)}`,
  risk: (refs) => sql`select 'risk' as noun, r.id, r.title, r.status as hint, r.code, 0 as rank from ${risk} r
    where r.org_id = private.org_id() and ${refIs(sql`r.id`, sql`r.code`, refs)}`,
};

const RECENT_NOUNS = ["initiative", "model", "risk"] as const;

/** Records opened before, in the order given, as they are named now; those gone or hidden since are left out. */
export async function listRecent(ctx: OrgContext, { refs }: RecentInput): Promise<Found[]> {
  const may = nounsFor(ctx);
  const rows = await read(ctx, async (tx) => {
    const asked = RECENT_NOUNS.filter((noun) => may.includes(noun)).map((noun) => {
      const named = refs.filter((each) => each.noun === noun).map(({ ref }) => ref);
      return named.length > 0 ? tx.execute<Row>(RECENT[noun](named)) : [];
    });
    return (await Promise.all(asked)).flat();
  });
  return refs.flatMap(({ noun, ref }) => {
    const row = rows.find((each) => each.noun === noun && (each.id === ref || each.code === ref));
    return row ? [foundOf(row)] : [];
  });
}
