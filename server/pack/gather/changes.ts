import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES } from "@/domain/initiative/choice";
import { modelChangesConclusion } from "@/domain/pack/model-sentence";
import {
  type Changes,
  changesHeadline,
  changesStandfirst,
  countsConclusion,
  movesConclusion,
  QUIET,
} from "@/domain/pack/sentence";
import { countChanges, listEdits, listStageMoves } from "../../change/queries";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import type { PackData } from "../data";
import { editWords, type Names } from "./edit-words";
import type { ModelRow } from "./models";
import type { PortfolioCounts } from "./portfolio";

const MOST_EDITS = 200;
const MOST_MOVES = 60;

/** The state at one of the two instants that are compared. */
export type State = { readonly portfolio: PortfolioCounts; readonly models: readonly ModelRow[] };

async function namesIn(tx: Tx): Promise<Names> {
  const pairs = async (query: ReturnType<typeof sql>) => {
    const rows = await tx.execute<{ id: string; name: string }>(query);
    return new Map(rows.map(({ id, name }) => [id, name]));
  };
  return {
    members: await pairs(sql`select id, name from ${membership}`),
    programs: await pairs(sql`select id, name from ${program}`),
    fields: await pairs(sql`select id, label as name from ${customField}`),
  };
}

type Found = Pick<PackData["changes"], "moves" | "rows"> & { readonly changes: Changes };

/** What was recorded after `since`, up to the as-of instant. */
export async function findChanges(ctx: OrgContext, since: Date): Promise<Found> {
  const window = { ...ctx, since, openOnly: true };
  return read(ctx, async (tx) => {
    const changes = await countChanges(tx, window);
    const moves = await listStageMoves(tx, window, MOST_EDITS);
    const edits = await listEdits(tx, window, MOST_EDITS);
    const names = await namesIn(tx);
    return {
      changes,
      moves: moves.slice(0, MOST_MOVES).map(({ code, title, from, to, at, by, reason }) => ({
        ...{ code, title, from, to, by, reason },
        at: at.toISOString(),
      })),
      rows: [...edits, ...moves.map((move) => ({ ...move, field: "stage" }))]
        .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.code < other.code ? -1 : 1))
        .slice(0, MOST_EDITS)
        .map(({ code, title, at, by, reason, field, from, to }) => ({
          ...{ code, title, by, reason },
          at: at.toISOString(),
          ...editWords({ field, from, to }, names),
        })),
    };
  });
}

/** Both states and what lies between them. Without an earlier date there is nothing to compare. */
export function changesSection(
  found: Found | null,
  before: State | null,
  now: State,
  period: { readonly since: Date | null; readonly asOf: Date; readonly timeZone: string },
): PackData["changes"] {
  const changes = found?.changes ?? QUIET;
  const counts = before === null ? countsOf(now, now) : countsOf(before, now);
  const modelChanges = before === null ? [] : modelChangesOf(before.models, now.models);
  return {
    headline: changesHeadline(changes, period),
    standfirst: changesStandfirst(changes),
    stageLabels: INITIATIVE_STAGES.map((stage) => ({ stage, label: INITIATIVE_STAGE_LABELS[stage] })),
    counts,
    countsConclusion: before === null ? "There is no earlier date to compare with." : countsConclusion(counts),
    moves: found?.moves ?? [],
    moveTotal: Math.max(changes.forward + changes.back, found?.moves.length ?? 0),
    movesConclusion: movesConclusion(changes),
    modelChanges,
    modelConclusion: modelChangesConclusion(modelChanges),
    rows: found?.rows ?? [],
    rowTotal: changes.fields,
  };
}

type Count = PackData["changes"]["counts"][number];

function countsOf(before: State, now: State): Count[] {
  const outside = ({ models }: State) =>
    models.filter(({ state }) => state === "critical" || state === "warning").length;
  const silent = ({ models }: State) => models.filter(({ state }) => state === "no_data").length;
  const row = (label: string, better: Count["better"], of: (state: State) => number): Count => ({
    ...{ label, better },
    before: of(before),
    now: of(now),
  });
  return [
    row("Active initiatives", "neither", ({ portfolio }) => portfolio.total),
    row("Off track", "lower", ({ portfolio }) => portfolio.totals.bad),
    row("No fresh data", "lower", ({ portfolio }) => portfolio.totals.stale),
    row("Without an owner", "lower", ({ portfolio }) => portfolio.reasons.no_owner),
    row("Live models", "neither", ({ models }) => models.length),
    row("Models outside limits", "lower", outside),
    row("Models without data", "lower", silent),
  ];
}

/** Models live at both instants whose state differs. */
function modelChangesOf(before: readonly ModelRow[], now: readonly ModelRow[]): PackData["changes"]["modelChanges"] {
  const states = new Map(before.map(({ id, state }) => [id, state]));
  return now.flatMap(({ id, name, measure, state, since }) => {
    const from = states.get(id);
    if (from === undefined || from === state) return [];
    return [{ model: name, measure, from, to: state, at: since?.toISOString() ?? null }];
  });
}
