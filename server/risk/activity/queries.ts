import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { risk } from "@/db/schema/risk";
import {
  partDifference,
  type RecordedRow,
  RISK_PARTS,
  type RiskDifference,
  type RiskPart,
  riskDifferences,
} from "@/domain/risk/recorded";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";

export type RiskActivityEntry = {
  changeId: string;
  at: Date;
  by: string;
  byJob: boolean;
  action: string;
  reason: string | null;
  differences: RiskDifference[];
};

type Table = "risk" | RiskPart;
const TABLES: readonly Table[] = ["risk", ...RISK_PARTS];
const keyOf = (table: Table) => sql.identifier(table === "risk" ? "id" : "risk_id");
const past = (table: Table) => sql.identifier(table);

const union = (parts: readonly SQL[], word: string) => sql.join([...parts], sql.raw(` ${word} `));

/** The changes that wrote a risk or a part of it. */
function touching({ orgId, asOf }: OrgContext, id: string): SQL {
  const parts = TABLES.flatMap((table) =>
    ["change_id", "closed_by"].map(
      (by) =>
        sql`select ${sql.identifier(by)} as id from history.${past(table)} where org_id = ${orgId} and ${keyOf(table)} = ${id}`,
    ),
  );
  const upTo = asOf ? sql`c.at <= ${asOf.toISOString()}::timestamptz` : sql`true`;
  return sql`from public.change c where c.org_id = ${orgId} and c.id in (${union(parts, "union")}) and ${upTo}`;
}

type Version = { table: Table; key: string; changeId: string; closedBy: string | null; row: RecordedRow };

/** The versions those changes wrote and the ones they replaced. */
function versionsOf(tx: Tx, { orgId }: OrgContext, id: string, changes: readonly string[]) {
  const parts = TABLES.map(
    (
      table,
    ) => sql`select ${table}::text as "table", ${table === "risk_tag" ? sql`framework || ref` : sql`id::text`} as key,
      change_id as "changeId", closed_by as "closedBy", to_jsonb(h) as row from history.${past(table)} h
      where org_id = ${orgId} and ${keyOf(table)} = ${id} and (change_id = any (${uuids(changes)}) or closed_by = any (${uuids(changes)}))`,
  );
  return tx.execute<Version>(union(parts, "union all"));
}

async function namesIn(tx: Tx, { orgId }: OrgContext): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; name: string }>(sql`
    select id::text, name from membership where org_id = ${orgId} union all select id::text, name from program where org_id = ${orgId}
    union all select category, name from appetite where org_id = ${orgId}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names of what the versions speak of and of which there may be very many. */
async function namedIn(tx: Tx, { orgId }: OrgContext, rows: readonly RecordedRow[]): Promise<[string, string][]> {
  const ids = (column: string) =>
    uuids([...new Set(rows.flatMap((row) => (typeof row[column] === "string" ? [row[column]] : [])))]);
  const found = await tx.execute<{ id: string; name: string }>(sql`
    select id::text, code || ' ' || title as name from initiative where org_id = ${orgId} and id = any (${ids("initiative_id")})
    union all select id::text, name from model where org_id = ${orgId} and id = any (${ids("model_id")})
    union all select r.id::text, s.label from rule r join series s on s.org_id = r.org_id and s.id = r.series_id
      where r.org_id = ${orgId} and r.id = any (${ids("rule_id")})`);
  return found.map(({ id, name }) => [id, name]);
}

/** What one change did, the risk's own fields first. */
function differencesIn(versions: readonly Version[], changeId: string, nameOf: (id: string) => string | undefined) {
  const keys = new Map(
    versions
      .filter((version) => version.changeId === changeId || version.closedBy === changeId)
      .map((version) => [`${version.table} ${version.key}`, version]),
  );
  return [...keys.values()]
    .sort((one, other) => TABLES.indexOf(one.table) - TABLES.indexOf(other.table))
    .flatMap(({ table, key }) => {
      const own = versions.filter((version) => version.table === table && version.key === key);
      const after = own.find((version) => version.changeId === changeId)?.row ?? null;
      const before = own.find((version) => version.closedBy === changeId && version.row !== after)?.row ?? null;
      if (table === "risk") return after ? riskDifferences(before, after, nameOf) : [];
      return partDifference(table, { before, after }, nameOf) ?? [];
    });
}

type Asked = { id: string; page: number; pageSize: number };

/**
 * The recorded changes of one risk and its parts, latest first, field by field, with who, when and why.
 * @throws AppError NOT_FOUND
 */
export function listRiskActivity(ctx: OrgContext, { id, page, pageSize }: Asked) {
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({ id: risk.id })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), eq(risk.id, id)));
    if (!found) throw new AppError("NOT_FOUND", "No such risk");
    type Row = { id: string; at: string; by: string; kind: string; action: string; reason: string | null };
    const [rows, [count]] = await Promise.all([
      tx.execute<Row>(sql`select c.id, c.at, c.actor_name as by, c.actor_kind as kind, c.action, c.reason
        ${touching(ctx, id)} order by c.at desc, c.id desc limit ${pageSize} offset ${(page - 1) * pageSize}`),
      tx.execute<{ total: number }>(sql`select count(*)::int as total ${touching(ctx, id)}`),
    ]);
    const changes = rows.map((row) => row.id);
    const versions = changes.length > 0 ? await versionsOf(tx, ctx, id, changes) : [];
    const names = await namesIn(tx, ctx);
    for (const [of, name] of await namedIn(
      tx,
      ctx,
      versions.map(({ row }) => row),
    ))
      names.set(of, name);
    const entries = rows.map(
      (row): RiskActivityEntry => ({
        ...{ changeId: row.id, at: new Date(row.at), by: row.by, byJob: row.kind !== "user" },
        ...{ action: row.action, reason: row.reason },
        differences: differencesIn(versions, row.id, (of) => names.get(of)),
      }),
    );
    return { entries, total: count?.total ?? 0, page, pageSize };
  });
}
