import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { RETIRED } from "@/domain/initiative/active";
import type { Attention } from "@/domain/initiative/attention";
import type { InitiativeStage } from "@/domain/initiative/choice";
import { ATTENTION_REASONS, type AttentionReason, type Standing } from "@/domain/pack/standing";
import { plainValues } from "@/domain/table/filter";
import { type RowScopeInput, type RowsInput, rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { limitOf, listRows, rowsIn } from "../../table/rows";
import { settingFor } from "../../table/setting";
import { blank, foundOf, fromWhere } from "../../table/source";
import { initiativeRegister } from "./columns";
import type { InitiativeExtra } from "./extra";
import { isQuietAmongAll, reasonConditions, standingOfReasons, standingRank } from "./scope";

export type InitiativeRow = InitiativeExtra & { id: string; version: number };
export type SummaryCell = { stage: InitiativeStage | null; tier: number | null; standing: Standing; count: number };
export type WorstInitiative = Pick<InitiativeRow, "id" | "code" | "title"> & { reasons: Attention[] };

/** One page of the register, with how many rows match and how many there are. */
export const listInitiatives = (ctx: OrgContext, input: RowsInput) => listRows(ctx, initiativeRegister, input);

/** How the matching initiatives stand, by stage, tier and reason, and the worst of them. Archived ones only if asked for. */
export async function summaryIn(tx: Tx, ctx: OrgContext, input: RowScopeInput & { worst?: number }) {
  const { worst = 3, ...scope } = input;
  const setting = await settingFor(tx, ctx, initiativeRegister, { filter: scope.filter });
  const is = reasonConditions(ctx, isQuietAmongAll(ctx));
  const comma = sql`, `;
  const named = Object.fromEntries(
    ATTENTION_REASONS.map((reason) => [reason, sql`${sql.identifier(reason)}`]),
  ) as Record<AttentionReason, SQL>;
  const reasons = ATTENTION_REASONS.map((reason) => sql`${is[reason]} as ${named[reason]}`);
  const counts = ATTENTION_REASONS.map(
    (reason) => sql`coalesce(sum(count) filter (where ${named[reason]}), 0)::int as ${named[reason]}`,
  );
  const flags = sql.join(Object.values(named), comma);
  // Whoever filters by attention names the worst of what they chose, whatever that is.
  const shown = plainValues(scope.filter, "attention").length > 0 ? blank : sql`where standing <> 'good'`;
  type Group = SummaryCell & Record<AttentionReason, number> & { worst: string[] };
  // One walk over the initiatives for everything: it is what this costs. They are few kinds, so the rest is counted by kind.
  const groups = await tx.execute<Group>(sql`
    with reasoned as materialized (${foundOf(setting, scope.q)}
      select ${initiative.id} as id, ${initiative.stage} as stage, ${initiative.tier} as tier, ${sql.join(reasons, comma)}
      ${fromWhere(setting, scope, ["models", "risks"])}),
    kind as (select stage, tier, ${flags}, count(*)::int as count from reasoned group by stage, tier, ${flags}),
    matching as (select *, ${standingOfReasons(named)} as standing from kind)
    select stage, tier, standing, sum(count)::int as count, ${sql.join(counts, comma)},
      array(select id from (select id, ${standingOfReasons(named)} as standing from reasoned) each ${shown}
        order by ${standingRank(sql`standing`)} desc, id ${limitOf(worst)}) as worst
    from matching group by 1, 2, 3`);
  const ids = groups[0]?.worst ?? [];
  const asked = rowsInput.parse({
    ...{ ids, archived: "all", pageSize: Math.max(1, worst) },
    sort: [{ key: "attention", descending: true }],
  });
  const { rows } = ids.length > 0 ? await rowsIn(tx, ctx, initiativeRegister, asked, { counted: false }) : { rows: [] };
  const timesGiven = (reason: AttentionReason) => groups.reduce((sum, group) => sum + group[reason], 0);
  return {
    cells: groups.map(({ stage, tier, standing, count }): SummaryCell => ({ stage, tier, standing, count })),
    reasons: Object.fromEntries(ATTENTION_REASONS.map((reason) => [reason, timesGiven(reason)])) as Record<
      AttentionReason,
      number
    >,
    worst: rows.map(({ id, code, title, attention }): WorstInitiative => {
      return { id, code, title, reasons: attention.reasons };
    }),
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
