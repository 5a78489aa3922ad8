import { and, eq } from "drizzle-orm";
import { initiative, isActiveInitiative } from "@/db/schema/initiative";
import { INITIATIVE_STAGE_LABELS, type InitiativeStage } from "@/domain/initiative/choice";

import { portfolioHeadline, portfolioStandfirst, withheldSentence } from "@/domain/pack/sentence";
import type { AttentionReason } from "@/domain/pack/standing";
import { type RowScopeInput, rowsInput } from "@/domain/table/input";
import { LARGEST_PAGE } from "@/domain/table/view";
import type { OrgContext } from "../../context";
import {
  ACTIVE,
  type InitiativeRow,
  listInitiatives,
  type SummaryCell,
  summariseInitiatives,
} from "../../initiative/register/queries";
import { read } from "../../record/read";
import type { PackData, StandingCounts } from "../data";

/** Rows printed; the others are counted and left to the register. */
const MOST_ROWS = 200;

/**
 * What a pack speaks of: active initiatives, and none that is restricted, because a pack is read by people who are not known
 * one by one. How many those are is said.
 */
const IN_PACK: RowScopeInput = {
  ...ACTIVE,
  filter: { all: [ACTIVE.filter, { column: "restricted", op: "is", values: ["no"] }] },
};

export type PortfolioCounts = {
  readonly cells: readonly SummaryCell[];
  readonly reasons: Readonly<Record<AttentionReason, number>>;
  readonly totals: StandingCounts;
  readonly total: number;
  /** Active initiatives that are left out because they are restricted. */
  readonly withheld: number;
};

const none = (): StandingCounts => ({ bad: 0, stale: 0, watch: 0, good: 0 });

/** Adds up the cells that satisfy a condition, by how they stand. */
export function totalsOf(cells: readonly SummaryCell[], keep: (cell: SummaryCell) => boolean): StandingCounts {
  const totals = none();
  for (const cell of cells) if (keep(cell)) totals[cell.standing] += cell.count;
  return totals;
}

export const sumOf = ({ bad, stale, watch, good }: StandingCounts): number => bad + stale + watch + good;

const countWithheld = (ctx: OrgContext): Promise<number> =>
  read(ctx, (tx) =>
    tx.$count(initiative, and(eq(initiative.orgId, ctx.orgId), isActiveInitiative, eq(initiative.restricted, true))),
  );

/** How the initiatives stood at an instant. */
export async function countPortfolio(ctx: OrgContext): Promise<PortfolioCounts> {
  const { cells, reasons } = await summariseInitiatives(ctx, { ...IN_PACK, worst: 1 });
  const totals = totalsOf(cells, () => true);
  return { cells, reasons, totals, total: sumOf(totals), withheld: await countWithheld(ctx) };
}

/** Worst first, then by code: two pages of the register, as it sorts them. */
async function worstRows(ctx: OrgContext): Promise<InitiativeRow[]> {
  const rows: InitiativeRow[] = [];
  for (let page = 1; rows.length < MOST_ROWS; page += 1) {
    const sort = [{ key: "attention", descending: true }];
    const found = await listInitiatives(ctx, rowsInput.parse({ ...IN_PACK, sort, page, pageSize: LARGEST_PAGE }));
    rows.push(...found.rows);
    if (found.rows.length < LARGEST_PAGE) break;
  }
  return rows.slice(0, MOST_ROWS);
}

export const stageLabel = (stage: InitiativeStage | null): string | null =>
  stage === null ? null : INITIATIVE_STAGE_LABELS[stage];

export async function gatherPortfolio(ctx: OrgContext, counts: PortfolioCounts): Promise<PackData["portfolio"]> {
  const rows = await worstRows(ctx);
  return {
    headline: portfolioHeadline(counts.totals),
    standfirst: [portfolioStandfirst(counts.reasons, counts.total), withheldSentence(counts)].filter(Boolean).join(" "),
    rows: rows.map((row) => ({
      code: row.code,
      title: row.title,
      unit: row.businessUnit,
      stage: stageLabel(row.stage),
      tier: row.tier,
      owner: row.ownerName,
      targetOn: row.targetOn,
      standing: row.attention.status,
      reasons: row.attention.reasons.map(({ reason, words }) => ({ reason, words })),
    })),
    total: counts.total,
    counts: counts.totals,
  };
}
