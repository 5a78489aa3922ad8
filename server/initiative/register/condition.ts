import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { initiative, isActiveInitiative, program, tag } from "@/db/schema/initiative";
import type { InitiativeStage, InitiativeType } from "@/domain/initiative/choice";
import { INITIATIVE_STAGES } from "@/domain/initiative/choice";
import type { InitiativeFilter, InitiativeSort } from "@/domain/initiative/register";
import { type FilterKey, NOT_STATED } from "@/domain/initiative/register-choice";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import { isUuid } from "@/domain/shared/id";
import type { OrgContext } from "../../context";
import { lead, owner, reasonConditions, sponsor, standingCase, startOfDay, updatedAt } from "./scope";

/** Any of the values, `none` standing for an empty one. */
function anyOf<T>(values: readonly T[], isEmpty: SQL, among: (stated: T[]) => SQL): SQL | undefined {
  if (values.length === 0) return undefined;
  const stated = values.filter((value) => value !== NOT_STATED);
  const parts = [stated.length > 0 ? among(stated) : undefined, stated.length < values.length ? isEmpty : undefined];
  return or(...parts);
}

function ownedBy(values: readonly string[]): SQL | undefined {
  const [ids, names] = [values.filter(isUuid), values.filter((value) => !isUuid(value))];
  const nobody = and(isNull(initiative.ownerId), isNull(initiative.ownerName));
  const named = anyOf(names, nobody ?? sql`true`, (stated) => inArray(initiative.ownerName, stated));
  return or(ids.length > 0 ? inArray(initiative.ownerId, ids) : undefined, named);
}

function inPrograms(ids: string[]): SQL {
  return sql`${initiative.programId} in (with recursive below as (
    select p.id from ${program} p where p.id in ${ids} union select c.id from ${program} c join below on c.parent_id = below.id
  ) select id from below)`;
}

const tagged = (names: string[]): SQL =>
  sql`exists (select 1 from ${tag} t where t.org_id = ${initiative.orgId} and t.initiative_id = ${initiative.id} and t.name in ${names})`;

/** True when the conditions or the sort need the open alerts joined. */
export const needsModels = (filter: Pick<InitiativeFilter, "attention">, sort?: InitiativeSort): boolean =>
  filter.attention.length > 0 || sort?.key === "attention";

/** `activeOnly`: neither archived nor retired, whatever the filter says of either. */
export type Narrowed = InitiativeFilter & { activeOnly?: boolean };

/** The rows a filter leaves. The search itself is a join: see `searched()`. `except` leaves one filter out, for its choices. */
export function conditionOf(ctx: OrgContext, filter: Narrowed, except?: FilterKey): SQL | undefined {
  const of = <K extends FilterKey>(key: K) => (key === except ? [] : filter[key]) as InitiativeFilter[K];
  const is = reasonConditions(ctx);
  const reasons = of("attention").flatMap((reason) => (reason === "any" ? [...ATTENTION_REASONS] : [reason]));
  return and(
    eq(initiative.orgId, ctx.orgId),
    filter.activeOnly ? isActiveInitiative : undefined,
    filter.archived === "all"
      ? undefined
      : sql`${initiative.archivedAt} is ${sql.raw(filter.archived === "only" ? "not " : "")}null`,
    anyOf(of("stage"), isNull(initiative.stage), (stated) => inArray(initiative.stage, stated as InitiativeStage[])),
    anyOf(of("tier"), isNull(initiative.tier), (stated) => inArray(initiative.tier, stated.map(Number))),
    anyOf(of("type"), isNull(initiative.type), (stated) => inArray(initiative.type, stated as InitiativeType[])),
    anyOf(of("unit"), isNull(initiative.businessUnit), (stated) => inArray(initiative.businessUnit, stated)),
    ownedBy(of("owner")),
    anyOf(of("program"), isNull(initiative.programId), inPrograms),
    of("tag").length > 0 ? tagged(of("tag")) : undefined,
    reasons.length > 0 ? or(...[...new Set(reasons)].map((reason) => is[reason])) : undefined,
    filter.restricted ? eq(initiative.restricted, filter.restricted === "yes") : undefined,
    filter.changed ? sql`${updatedAt(ctx)} >= ${startOfDay(filter.changed)}` : undefined,
    filter.ids
      ? inArray(initiative.id, filter.ids.length > 0 ? filter.ids : ["00000000-0000-0000-0000-000000000000"])
      : undefined,
  );
}

/** Ranked ids of a search, to be joined as `found`. */
export const searched = (q: string): SQL => sql`private.search('initiative', ${q}, 10000) as found`;
export const isFound: SQL = sql`found.id = ${initiative.id}`;

const stageRank = sql`array_position(array[${sql.join(
  INITIATIVE_STAGES.map((stage) => sql`${stage}::text`),
  sql`, `,
)}], ${initiative.stage})`;

const PLAIN_NUMBER = "^-?[0-9]+([.][0-9]+)?$";

function sortExpression(ctx: OrgContext, key: InitiativeSort["key"]): SQL[] {
  switch (key) {
    case "relevance":
      return [sql`found.rank`];
    case "code":
      return [sql`${initiative.code}`];
    case "title":
      return [sql`lower(left(${initiative.title}, 200))`];
    case "unit":
      return [sql`left(${initiative.businessUnit}, 200)`];
    case "domain":
      return [sql`left(${initiative.domain}, 200)`];
    case "stage":
      return [stageRank];
    case "tier":
      return [sql`${initiative.tier}`];
    case "type":
      return [sql`${initiative.type}`];
    case "method":
      return [sql`${initiative.deliveryMethod}`];
    case "program":
      return [sql`lower(${program.name})`];
    case "owner":
      return [sql`lower(coalesce(${owner.name}, ${initiative.ownerName}))`];
    case "sponsor":
      return [sql`lower(coalesce(${sponsor.name}, ${initiative.sponsorName}))`];
    case "lead":
      return [sql`lower(coalesce(${lead.name}, ${initiative.leadName}))`];
    case "start":
      return [sql`${initiative.startOn}`];
    case "target":
      return [sql`${initiative.targetOn}`];
    case "updated":
      return [updatedAt(ctx)];
    case "attention":
      return [sql`array_position(array['good', 'watch', 'stale', 'bad'], ${standingCase(ctx)})`];
    default: {
      const value = sql`${initiative.custom} ->> ${key.slice("custom.".length)}`;
      return [sql`case when ${value} ~ ${PLAIN_NUMBER} then (${value})::numeric end`, sql`lower(left(${value}, 200))`];
    }
  }
}

/** Never empty, so their index serves both directions. */
const ALWAYS_FILLED: readonly InitiativeSort["key"][] = ["code", "title"];

/** Empty values come last either way; ties keep one order, so that pages never overlap. */
export function orderOf(ctx: OrgContext, sort: InitiativeSort): SQL[] {
  const nulls = ALWAYS_FILLED.includes(sort.key) ? "" : " nulls last";
  const way = sql.raw(`${sort.descending ? "desc" : "asc"}${nulls}`);
  return [...sortExpression(ctx, sort.key).map((by) => sql`${by} ${way}`), sql`${initiative.id}`];
}

/** What holds without a sort in the input. Relevance means nothing without a search. */
export function sortOf({
  q,
  sort,
}: Pick<InitiativeFilter, "q"> & { sort?: InitiativeSort | undefined }): InitiativeSort {
  if (sort && (sort.key !== "relevance" || q !== ""))
    return sort.key === "relevance" ? { ...sort, descending: true } : sort;
  return q === "" ? { key: "code", descending: false } : { key: "relevance", descending: true };
}
