import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, isActiveInitiative, program } from "@/db/schema/initiative";
import { alert, rule } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { ACTIVE_STAGES } from "@/domain/initiative/active";
import type { InitiativeStage } from "@/domain/initiative/choice";
import type { OverviewInput } from "@/domain/overview/input";
import { queueSentence, type StageWait } from "@/domain/overview/waiting";
import { type ModelTotals, type StandingTotals, sinceSentence, summaryHeadline } from "@/domain/pack/sentence";
import { STANDINGS, type Standing } from "@/domain/pack/standing";
import { endOfDay } from "@/domain/shared/day";
import { countChanges, type Edit, listEdits, listStageMoves } from "../change/queries";
import type { OrgContext } from "../context";
import { ACTIVE, type SummaryCell, summaryIn } from "../initiative/register/queries";
import { PLANNED_ANEW, read } from "../record/read";
import { riskTotals } from "../risk/exposure/queries";

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;
const WORST_SHOWN = 10;
const EDITS_SHOWN = 4;

/** Live models, those outside their limits, and those without fresh data; unmeasured ones are live and neither. */
export async function countLiveModels(tx: Tx): Promise<ModelTotals & { unmeasured: number }> {
  const [row] = await tx.execute<{ live: number; outside: number; noData: number; unmeasured: number }>(sql`
    select count(*)::int as live, count(*) filter (where worst >= 2)::int as outside, count(*) filter (where worst = 1)::int as "noData",
      count(*) filter (where worst is null and not watched)::int as unmeasured
    from (
      select (select max(case a.level when 'no_data' then 1 else 2 end) from ${alert} a where a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null) as worst,
        exists (select 1 from ${rule} r where r.org_id = m.org_id and r.model_id = m.id and r.active) as watched
      from ${model} m where m.status = 'live'
    ) states`);
  return row ?? { live: 0, outside: 0, noData: 0, unmeasured: 0 };
}

/** How many stand at each stage and for how long in the median, in days. */
async function stageWaits(tx: Tx, at: Date): Promise<StageWait[]> {
  const rows = await tx.execute<{ stage: InitiativeStage | null; count: number; days: number | null }>(sql`
    select stage, count(*)::int as count,
      percentile_cont(0.5) within group (order by extract(epoch from ${at.toISOString()}::timestamptz - stage_since) / 86400)::float8 as days
    from ${initiative} where ${isActiveInitiative} group by stage`);
  return [...ACTIVE_STAGES, null].flatMap((stage) => {
    const found = rows.find((row) => row.stage === stage);
    if (!found) return stage === null ? [] : [{ stage, count: 0, medianDays: null }];
    return [{ stage, count: found.count, medianDays: found.days === null ? null : Math.floor(found.days) }];
  });
}

/** Names of the members and programs that edited fields refer to by id, as they were then. */
async function namesOf(tx: Tx, edits: readonly Edit[]): Promise<Record<string, string>> {
  const ids = edits
    .filter(({ field }) => field.endsWith("Id"))
    .flatMap(({ from, to }) => [from, to].filter((id) => id !== null));
  if (ids.length === 0) return {};
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from ${membership} where id in ${ids} union all select id, name from ${program} where id in ${ids}`,
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

const ZERO: Record<Standing, number> = { bad: 0, stale: 0, watch: 0, good: 0 };

/** Cells that satisfy a condition, added up by how they stand. */
function totalsOf(cells: readonly SummaryCell[], keep: (cell: SummaryCell) => boolean): StandingTotals {
  const totals = { ...ZERO };
  for (const { standing, count } of cells.filter(keep)) totals[standing] += count;
  return totals;
}

/** The overview in one snapshot: what stands where, what needs a hand, what changed. */
export async function getOverview(ctx: OrgContext & { timeZone: string }, { since: sinceDay }: OverviewInput) {
  const at = ctx.asOf ?? ctx.now;
  const since = sinceDay ? endOfDay(sinceDay, ctx.timeZone) : new Date(at.getTime() - DEFAULT_DAYS * DAY_MS);
  const window = { ...ctx, since };
  const query = async (tx: Tx) => {
    const [summary, waits, models, changes, moves, edits, risks] = await Promise.all([
      summaryIn(tx, ctx, { ...ACTIVE, worst: WORST_SHOWN }),
      stageWaits(tx, at),
      countLiveModels(tx),
      countChanges(tx, window),
      listStageMoves(tx, window, 5),
      listEdits(tx, window, EDITS_SHOWN),
      riskTotals(tx, ctx),
    ]);
    const { cells } = summary;
    const totals = totalsOf(cells, () => true);
    const stages = waits.map((wait) => ({ ...wait, totals: totalsOf(cells, (cell) => cell.stage === wait.stage) }));
    const tiers = [1, 2, 3, null].map((tier) => ({ tier, totals: totalsOf(cells, (cell) => cell.tier === tier) }));
    return {
      headline: summaryHeadline(models, totals),
      lead: sinceSentence(changes, { since, asOf: at, timeZone: ctx.timeZone }),
      queue: queueSentence(waits),
      lookedFrom: at,
      since,
      timeZone: ctx.timeZone,
      total: STANDINGS.reduce((sum, standing) => sum + totals[standing], 0),
      totals,
      stages,
      tiers,
      models,
      risks,
      reasons: summary.reasons,
      worst: summary.worst,
      changes,
      moves,
      edits,
      names: await namesOf(tx, edits),
    };
  };
  return read(ctx, query, PLANNED_ANEW);
}
export type Overview = Awaited<ReturnType<typeof getOverview>>;
