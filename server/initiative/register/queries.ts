import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { RETIRED } from "@/domain/initiative/active";
import type { Attention } from "@/domain/initiative/attention";
import type { InitiativeStage } from "@/domain/initiative/choice";
import { ATTENTION_REASONS, type AttentionReason, type Standing } from "@/domain/pack/standing";
import { type Filter, plainValues } from "@/domain/table/filter";
import { type RowScopeInput, type RowsInput, rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { listRows, rowsIn } from "../../table/rows";
import { settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { initiativeRegister } from "./columns";
import type { InitiativeExtra } from "./extra";
import { reasonConditions, standingCase } from "./scope";

export type InitiativeRow = InitiativeExtra & { id: string; version: number };
export type SummaryCell = { stage: InitiativeStage | null; tier: number | null; standing: Standing; count: number };
export type WorstInitiative = Pick<InitiativeRow, "id" | "code" | "title"> & { reasons: Attention[] };

/** One page of the register, with how many rows match and how many there are. */
export const listInitiatives = (ctx: OrgContext, input: RowsInput) => listRows(ctx, initiativeRegister, input);

const NEEDS_ATTENTION: Filter = { column: "attention", op: "is", values: ["any"] };

/** How the matching initiatives stand, by stage, tier and reason, and the worst of them. Archived ones only if asked for. */
export async function summaryIn(tx: Tx, ctx: OrgContext, input: RowScopeInput & { worst?: number }) {
  const { worst = 3, ...scope } = input;
  const is = reasonConditions(ctx);
  const setting = await settingFor(tx, ctx, initiativeRegister, { filter: scope.filter });
  const reasonCounts = sql.join(
    ATTENTION_REASONS.map((reason) => sql`count(*) filter (where ${is[reason]})::int as ${sql.identifier(reason)}`),
    sql`, `,
  );
  const named = plainValues(scope.filter, "attention").length > 0;
  const asked = rowsInput.parse({
    ...scope,
    filter: named ? scope.filter : { all: [scope.filter, NEEDS_ATTENTION] },
    sort: [{ key: "attention", descending: true }],
    pageSize: Math.max(1, worst),
  });
  type Group = SummaryCell & Record<AttentionReason, number>;
  const [groups, { rows }] = await Promise.all([
    tx.execute<Group>(
      sql`${foundOf(setting, scope.q)} select ${initiative.stage} as stage, ${initiative.tier} as tier, ${standingCase(ctx)} as standing, count(*)::int as count, ${reasonCounts}
        ${fromWhere(setting, scope, ["models", "changed", "risks"])} group by 1, 2, 3`,
    ),
    rowsIn(tx, ctx, initiativeRegister, asked, { counted: false }),
  ]);
  const timesGiven = (reason: AttentionReason) => groups.reduce((sum, group) => sum + group[reason], 0);
  return {
    cells: groups.map(({ stage, tier, standing, count }): SummaryCell => ({ stage, tier, standing, count })),
    reasons: Object.fromEntries(ATTENTION_REASONS.map((reason) => [reason, timesGiven(reason)])) as Record<
      AttentionReason,
      number
    >,
    worst: rows
      .slice(0, worst)
      .map(({ id, code, title, attention: { reasons } }): WorstInitiative => ({ id, code, title, reasons })),
  };
}

export const summariseInitiatives = (ctx: OrgContext, input: RowScopeInput & { worst?: number }) =>
  read(ctx, (tx) => summaryIn(tx, ctx, input));

/** Every active one: what overview and packs count. */
export const ACTIVE: RowScopeInput = {
  q: "",
  filter: { column: "stage", op: "is-not", values: [RETIRED] },
  archived: "no",
};
