import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { type InitiativeFilter, initiativeFilter, type RegisterInput } from "@/domain/initiative/register";
import type { AttentionReason, Standing } from "@/domain/pack/standing";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { conditionOf, isFound, type Narrowed, searched, sortOf } from "./condition";
import { countedRows, type InitiativeRow, rowsOf, type WorstInitiative } from "./page";
import { ofThisInitiative, reasonConditions, standingCase, worstModels } from "./scope";

/** One page of the register, with how many rows match and how many there are. */
export async function listInitiatives(ctx: OrgContext, input: RegisterInput & { activeOnly?: boolean }) {
  const { page, pageSize, fields, ...filter } = input;
  const sort = sortOf(input);
  const at = { sort, limit: pageSize, offset: (page - 1) * pageSize, fields };
  return { ...(await read(ctx, (tx) => countedRows(tx, ctx, filter, at))), page, pageSize, sort };
}

export type SummaryCell = { stage: InitiativeRow["stage"]; tier: number | null; standing: Standing; count: number };

/** How the matching initiatives stand, by stage, tier and reason, and the worst of them. Archived ones only if asked for. */
export async function summaryIn(tx: Tx, ctx: OrgContext, input: Narrowed & { worst?: number }) {
  const { worst = 3, ...filter } = input;
  const is = reasonConditions(ctx);
  const base = sql`from ${initiative} ${filter.q ? sql`join ${searched(filter.q)} on ${isFound}` : sql``}
    left join ${worstModels} on ${ofThisInitiative} where ${conditionOf(ctx, filter)}`;
  const reasonCounts = sql.join(
    ATTENTION_REASONS.map((reason) => sql`count(*) filter (where ${is[reason]})::int as ${sql.identifier(reason)}`),
    sql`, `,
  );
  const attention = filter.attention.length > 0 ? filter.attention : (["any"] as const);
  const sort = { key: "attention", descending: true } as const;
  type Group = SummaryCell & Record<AttentionReason, number>;
  const [groups, rows] = await Promise.all([
    tx.execute<Group>(
      sql`select ${initiative.stage} as stage, ${initiative.tier} as tier, ${standingCase(ctx)} as standing, count(*)::int as count, ${reasonCounts} ${base} group by 1, 2, 3`,
    ),
    rowsOf(tx, ctx, { ...filter, attention: [...attention] }, { sort, limit: worst, offset: 0, fields: [] }),
  ]);
  const timesGiven = (reason: AttentionReason) => groups.reduce((sum, group) => sum + group[reason], 0);
  return {
    cells: groups.map(({ stage, tier, standing, count }): SummaryCell => ({ stage, tier, standing, count })),
    reasons: {
      model_critical: timesGiven("model_critical"),
      target_past: timesGiven("target_past"),
      model_no_data: timesGiven("model_no_data"),
      not_updated: timesGiven("not_updated"),
      model_warning: timesGiven("model_warning"),
      no_owner: timesGiven("no_owner"),
    },
    worst: rows.map(({ id, code, title, attention: { reasons } }): WorstInitiative => ({ id, code, title, reasons })),
  };
}

export const summariseInitiatives = (ctx: OrgContext, input: Narrowed & { worst?: number }) =>
  read(ctx, (tx) => summaryIn(tx, ctx, input));

/** Every initiative not archived. */
export const EVERYTHING: InitiativeFilter = initiativeFilter.parse({});

/** Every active one: what overview and packs count. */
export const ACTIVE: Narrowed = { ...EVERYTHING, activeOnly: true };
