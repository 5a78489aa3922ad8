import { type SQL, sql } from "drizzle-orm";
import { risk } from "@/db/schema/risk";
import { askOf } from "@/domain/risk/ask";
import type { TrendInput } from "@/domain/risk/exposure-input";
import type { RiskKind, Strategy } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { riskRegister } from "../register/columns";
import { isBeyond, today } from "../register/scope";

/** How many of the largest risks are asked about. */
export const TOP = 10;

/** A risk with what decides whether a committee is asked for something. Amounts are minor units. */
export type AskedRow = {
  id: string;
  code: string;
  title: string;
  kind: RiskKind;
  owner: string | null;
  score: number | null;
  severity: Severity | null;
  expected: number | null;
  beyond: boolean;
  strategy: Strategy | null;
  action: { title: string; dueOn: string | null } | null;
  overdue: number;
  proposed: boolean;
  accepted: boolean;
};

/** The columns of an AskedRow; needs `risk`, `appetite` and the joins below. */
export const ASKED: SQL = sql`${risk.id} as id, ${risk.code} as code, left(${risk.title}, 300) as title, ${risk.kind} as kind, asked_owner.name as owner,
  ${risk.residualScore} as score, ${risk.residualSeverity} as severity, ${risk.expectedValue}::float8 as expected, ${isBeyond} as beyond,
  ${risk.strategy} as strategy, n.next as action, n.overdue, coalesce(a.proposed, false) as proposed, coalesce(a.accepted, false) as accepted`;

export const askedJoins = (
  on: SQL,
): SQL => sql`left join membership asked_owner on asked_owner.org_id = ${risk.orgId} and asked_owner.id = ${risk.ownerId}
  left join lateral (select (count(*) filter (where x.due_on < ${on}))::int as overdue,
      (array_agg(jsonb_build_object('title', x.title, 'dueOn', x.due_on) order by x.due_on nulls last, x.id))[1] as next
    from response_action x where x.org_id = ${risk.orgId} and x.risk_id = ${risk.id} and x.done_on is null) n on true
  left join lateral (select bool_or(y.decision is null) as proposed, bool_or(y.decision = 'accepted' and y.expires_on >= ${on}) as accepted
    from risk_acceptance y where y.org_id = ${risk.orgId} and y.risk_id = ${risk.id}) a on true`;

export const LARGEST_FIRST: SQL = sql`${risk.expectedValue} desc nulls last, ${risk.id}`;

export const askIn = ({ owner, overdue, ...row }: AskedRow): string =>
  askOf({ ...row, hasOwner: owner !== null, overdueActions: overdue });

/** The ten largest open risks of a scope, each with what is asked on it. One statement. */
export function listAsks(ctx: OrgContext, input: TrendInput) {
  return read(ctx, async (tx) => {
    const setting = await settingFor(tx, ctx, riskRegister, { filter: input.filter });
    const scope = { q: input.q, filter: input.filter, archived: "no" as const };
    const rows = await tx.execute<AskedRow>(sql`${foundOf(setting, input.q)} select ${ASKED}
      ${fromWhere(setting, scope, ["appetite"], askedJoins(today(ctx)))} and ${risk.status} = 'open'
      order by ${LARGEST_FIRST} limit ${sql.raw(String(TOP))}`);
    return rows.map((row) => ({
      ...{ id: row.id, code: row.code, title: row.title, owner: row.owner, severity: row.severity },
      ...{ expected: row.expected, ask: askIn(row) },
    }));
  });
}
