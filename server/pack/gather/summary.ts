import { ACTIVE_STAGES } from "@/domain/initiative/active";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES } from "@/domain/initiative/choice";

import { type Changes, sinceSentence, stageConclusion, summaryHeadline, withheldNote } from "@/domain/pack/sentence";
import {
  ATTENTION_REASONS,
  type AttentionReason,
  isOutside,
  MODEL_STATES,
  MODEL_WORDS,
  REASON_LABELS,
  type Standing,
} from "@/domain/pack/standing";
import { formatNumber, formatSpokenDay } from "@/domain/shared/figure";
import { sentenceCase } from "@/domain/shared/sentence";
import type { PackData, PackFigure } from "../data";
import type { State } from "./changes";
import { modelTotals } from "./models";
import { stageLabel, sumOf, totalsOf } from "./portfolio";

const MOST_STATEMENTS = 14;

type Period = { readonly since: Date | null; readonly asOf: Date; readonly timeZone: string };
type Sections = { readonly portfolio: PackData["portfolio"]; readonly models: PackData["models"] };

export function summarySection(
  sections: Sections,
  changes: Changes,
  before: State | null,
  now: State,
  period: Period,
): PackData["summary"] {
  const { cells, totals } = now.portfolio;
  const stages = [...ACTIVE_STAGES, null].map((stage) => ({
    stage: stage ?? "not_stated",
    label: stage === null ? "Not stated" : INITIATIVE_STAGE_LABELS[stage],
    counts: totalsOf(cells, (cell) => cell.stage === stage),
  }));
  const shown = stages.filter(({ stage, counts }) => stage !== "not_stated" || sumOf(counts) > 0);
  const statements = statementsOf(sections);
  const outside = now.models.filter(({ state }) => isOutside(state)).length;
  return {
    headline: summaryHeadline(modelTotals(now.models), totals),
    standfirst: sinceSentence(changes, period),
    figures: figuresOf(changes, before, now, period),
    statements: statements.slice(0, MOST_STATEMENTS),
    statementTotal: outside + totals.bad + totals.stale + totals.watch,
    stages: shown,
    totals,
    totalsBefore: before?.portfolio.totals ?? null,
    stageConclusion: stageConclusion(shown.map(({ label, counts }) => ({ label, count: sumOf(counts) }))),
  };
}

/** Models outside their limits first, then the initiatives as the portfolio lists them. */
function statementsOf({ portfolio, models }: Sections): PackData["summary"]["statements"] {
  const ofModels = models.rows
    .filter(({ state }) => isOutside(state))
    .map(({ name, meaning, state }) => ({
      standing: (state === "critical" ? "bad" : "watch") satisfies Standing as Standing,
      what: name,
      why: meaning,
      where: "Model health",
    }));
  const ofInitiatives = portfolio.rows
    .filter(({ standing }) => standing !== "good")
    .map(({ standing, title, code, reasons }) => ({
      standing,
      what: title,
      why: reasons.map(({ words }) => words).join(". "),
      where: `Portfolio, ${code}`,
    }));
  return [...ofModels, ...ofInitiatives];
}

type Draft = Pick<PackFigure, "key" | "label" | "terms"> &
  Partial<Pick<PackFigure, "context" | "bar" | "marks" | "notes">> & {
    readonly value: number;
    readonly was: number | null;
  };

function figuresOf(
  changes: Changes,
  before: State | null,
  now: State,
  { since, asOf, timeZone }: Period,
): PackFigure[] {
  const day = since ? formatSpokenDay(since, asOf, timeZone) : "";
  const totals = modelTotals(now.models);
  const attention = now.portfolio.total - now.portfolio.totals.good;
  const reason = (name: AttentionReason) => now.portfolio.reasons[name];
  const was = (of: (state: State) => number) => (before === null ? null : of(before));
  const figure = ({
    value,
    was: earlier,
    notes = [],
    ...rest
  }: Omit<Draft, "notes"> & { notes?: string[] }): PackFigure => ({
    ...{ context: null, bar: null, marks: [] },
    ...rest,
    value: formatNumber(value),
    notes: [...notes, ...(earlier === null ? [] : [`${formatNumber(earlier)} on ${day}`])],
  });
  const drafts: Draft[] = [
    {
      key: "initiatives",
      label: "Active initiatives",
      value: now.portfolio.total,
      was: was(({ portfolio }) => portfolio.total),
      notes: [
        withheldNote(now.portfolio),
        since && changes.added > 0 ? `${formatNumber(changes.added)} added` : null,
      ].filter((note) => note !== null),
      terms: [...byStage(now), ...byTier(now)],
    },
    {
      key: "outside",
      label: "Live models outside limits",
      value: totals.outside,
      context: `of ${formatNumber(totals.live)}, limit 0`,
      marks: MODEL_STATES.flatMap((state) => {
        const count = now.models.filter((model) => model.state === state).length;
        return count === 0 ? [] : [{ standing: MARKS[state], count }];
      }),
      was: was(({ models }) => modelTotals(models).outside),
      terms: MODEL_STATES.map((state) => ({
        label: MODEL_WORDS[state],
        value: formatNumber(now.models.filter((model) => model.state === state).length),
      })),
    },
    {
      key: "attention",
      label: "Need attention",
      value: attention,
      context: `of ${formatNumber(now.portfolio.total)}`,
      bar: now.portfolio.total === 0 ? null : { share: attention / now.portfolio.total, limit: null },
      was: was(({ portfolio }) => portfolio.total - portfolio.totals.good),
      terms: ATTENTION_REASONS.map((name) => ({ label: REASON_LABELS[name], value: formatNumber(reason(name)) })),
    },
    single("target_past", "Target date past", now, before),
    single("no_owner", "Without an owner", now, before),
    single("not_updated", "Not updated for 30 days", now, before),
  ];
  return drafts.map(figure);
}

const MARKS = {
  critical: "bad",
  warning: "watch",
  no_data: "stale",
  inside: "good",
  not_measured: "unmeasured",
} as const;

function single(name: AttentionReason, label: string, now: State, before: State | null): Draft {
  const value = now.portfolio.reasons[name];
  return {
    key: name,
    label,
    value,
    was: before === null ? null : before.portfolio.reasons[name],
    terms: [{ label: `initiatives with ${REASON_LABELS[name]}`, value: formatNumber(value) }],
  };
}

function byStage({ portfolio }: State): PackFigure["terms"] {
  const stages = [...INITIATIVE_STAGES, null];
  return stages.flatMap((stage) => {
    const count = sumOf(totalsOf(portfolio.cells, (cell) => cell.stage === stage));
    return count === 0
      ? []
      : [{ label: sentenceCase(stageLabel(stage) ?? "not stated").toLowerCase(), value: formatNumber(count) }];
  });
}

function byTier({ portfolio }: State): PackFigure["terms"] {
  return [1, 2, 3, null].flatMap((tier) => {
    const count = sumOf(totalsOf(portfolio.cells, (cell) => cell.tier === tier));
    return count === 0 ? [] : [{ label: tier === null ? "unrated" : `tier ${tier}`, value: formatNumber(count) }];
  });
}
