import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { AUDIT_PAGE, type AuditFilter, type AuditPage } from "@/domain/audit/input";
import { ACCESS_KINDS } from "@/domain/audit/kind";
import { auditWords } from "@/domain/audit/words";
import { deviceOf } from "@/domain/session/device";
import { METHOD_LABELS } from "@/domain/session/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { subjectsOf } from "./subject/queries";

export type Zoned = OrgContext & { timeZone: string };

export type AuditRaw = {
  id: string;
  at: string;
  action: string;
  who: string;
  address: string | null;
  user_agent: string | null;
  reason: string | null;
  detail: string | null;
  is_change: boolean;
  by_kind: string;
  seeded: boolean;
};

const FAILURES = Object.keys(ACCESS_KINDS).filter((kind) => /[.](failed|refused)$/.test(kind));
/** Kinds at which the words already say what the detail holds. */
const METHOD_KIND = "sign-in";

type Bounds = { since: SQL; before: SQL };

/** The instants at which the filter's days begin and end where the organisation is; a past date ends it earlier. */
function boundsOf({ asOf, timeZone }: Zoned, { from, to }: AuditFilter): Bounds {
  const start = (day: string, days: number) => sql`((${day}::date + ${days}::int)::timestamp at time zone ${timeZone})`;
  const end = asOf ? sql`${asOf.toISOString()}::timestamptz` : sql`null::timestamptz`;
  return {
    since: from ? start(from, 0) : sql`null::timestamptz`,
    before: to ? sql`least(${start(to, 1)}, ${end})` : end,
  };
}

type Parts = { changes: SQL | null; access: ((limit: SQL) => SQL) | null; counts: SQL };

/** The two sources of the log: what was recorded, and who came in. */
function partsOf(ctx: Zoned, filter: AuditFilter): Parts {
  const { what, who } = filter;
  const { since, before } = boundsOf(ctx, filter);
  const ofChange = sql`from public.change c where c.org_id = ${ctx.orgId} and (${since} is null or c.at >= ${since})
    and (${before} is null or c.at < ${before}) and (${who ?? null}::uuid is null or c.actor_id = ${who ?? null}::uuid)`;
  const person = who
    ? sql`(select coalesce((select m.user_id from membership m where m.org_id = ${ctx.orgId} and m.id = ${who}), '00000000-0000-0000-0000-000000000000'::uuid))`
    : sql`null::uuid`;
  const kinds = what === "failures" ? sql`${sql.param(`{${FAILURES.join(",")}}`)}::text[]` : sql`null::text[]`;
  const withChanges = what === "everything" || what === "changes";
  const withAccess = what !== "changes";
  const seeded = sql`c.at < uuid_extract_timestamp(c.id) - interval '1 second'`;
  return {
    changes: withChanges
      ? sql`select c.id, c.at, c.action, c.actor_name as who, c.address, null::text as user_agent, c.reason, null::text as detail,
          true as is_change, c.actor_kind as by_kind, ${seeded} as seeded ${ofChange}`
      : null,
    access: withAccess
      ? (
          limit,
        ) => sql`select e.id, e.at, e.kind as action, e.user_name as who, e.address, e.user_agent, null::text as reason, e.detail,
          false as is_change, 'user' as by_kind, false as seeded
          from private.access_events(${since}, ${before}, ${kinds}, ${person}, ${limit}) e`
      : null,
    counts: sql`select (${withChanges ? sql`select count(*) ${ofChange}` : sql`0::bigint`})
      + (${withAccess ? sql`private.count_access_events(${since}, ${before}, ${kinds}, ${person})` : sql`0::bigint`}) as total`,
  };
}

/** Both sources as one list, the latest first. Each gives at most as many rows as are read. */
export function rowsOf(ctx: Zoned, filter: AuditFilter, reach: number | null): SQL {
  const { changes, access } = partsOf(ctx, filter);
  const most = reach === null ? sql`2147483647` : sql`${reach}::int`;
  const limited = changes && sql`(${changes} order by c.at desc, c.id desc limit ${most})`;
  const parts = [limited, access?.(most)].filter((part) => part !== null && part !== undefined);
  return sql`select * from (${sql.join(parts, sql` union all `)}) as log order by at desc, id desc`;
}

export type AuditRow = {
  id: string;
  at: Date;
  who: string;
  /** A person, a job of the product, or somebody in the database itself. */
  by: string;
  did: string;
  /** What it was done to, where that has a name; why; how. */
  about: string | null;
  reason: string | null;
  address: string | null;
  device: string | null;
  seeded: boolean;
};

/** Rows as people read them. */
export async function dressed(tx: Tx, ctx: OrgContext, raw: readonly AuditRaw[]): Promise<AuditRow[]> {
  const subjects = await subjectsOf(
    tx,
    ctx,
    raw.filter(({ is_change }) => is_change).map(({ id }) => id),
  );
  return raw.map((row) => ({
    id: row.id,
    at: new Date(row.at),
    who: row.who,
    by: row.by_kind,
    did: auditWords(row.action),
    about:
      subjects.get(row.id) ??
      (row.action === METHOD_KIND ? `by ${METHOD_LABELS[row.detail ?? ""] ?? row.detail}` : row.detail),
    reason: row.reason,
    address: row.address,
    device: row.user_agent ? deviceOf(row.user_agent) : null,
    seeded: row.seeded,
  }));
}

/** One page of who did what when from where, with its true total. */
export function listAudit(ctx: Zoned, { page, ...filter }: AuditPage) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const reach = page * AUDIT_PAGE;
    const raw = await tx.execute<AuditRaw>(
      sql`${rowsOf(ctx, filter, reach)} limit ${AUDIT_PAGE} offset ${reach - AUDIT_PAGE}`,
    );
    const [count] = await tx.execute<{ total: string }>(partsOf(ctx, filter).counts);
    const [place] = await tx.execute<{ sample: boolean }>(
      sql`select sample from organisation where org_id = ${ctx.orgId}`,
    );
    return {
      rows: await dressed(tx, ctx, [...raw]),
      total: Number(count?.total ?? 0),
      pageSize: AUDIT_PAGE,
      isSample: place?.sample ?? false,
    };
  });
}

/** Whom the log can be narrowed to: every member there ever was. */
export function auditPeople(ctx: OrgContext) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx.execute<{ id: string; name: string }>(
      sql`select id, name from membership where org_id = ${ctx.orgId} order by name, id limit 1000`,
    );
    return [...rows].map(({ id, name }) => ({ id, name }));
  });
}
