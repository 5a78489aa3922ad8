import { z } from "zod";
import { ATTENTION_REASONS, MODEL_STATES, STANDINGS } from "@/domain/pack/standing";
import { SEVERITIES } from "@/domain/risk/severity";

/** Raised when the printed form changes: a pack is rebuilt with the template it was made with, or not at all. */
export const TEMPLATE = "steering-4";

/** NaN and infinities are values a platform may have sent, and are stored as such. */
const value = z.custom<number>((input) => typeof input === "number", "must be a number");
const count = z.number().int().min(0);
const instant = z.iso.datetime();
const text = z.string();

/** What a figure opens to: its terms, in the order they are added up. */
const term = z.object({ label: text, value: text });

const figure = z.object({
  key: text,
  label: text,
  value: text,
  context: text.nullable(),
  /** Share of a bar from 0 to 1 and the limit on it, where the figure has one. */
  bar: z.object({ share: z.number().min(0).max(1), limit: z.number().min(0).max(1).nullable() }).nullable(),
  marks: z.array(z.object({ standing: z.enum([...STANDINGS, "unmeasured"]), count })),
  notes: z.array(text),
  terms: z.array(term),
});

const standingCounts = z.object({ bad: count, stale: count, watch: count, good: count });

const summary = z.object({
  headline: text,
  standfirst: text,
  figures: z.array(figure).max(6),
  statements: z.array(z.object({ standing: z.enum(STANDINGS), what: text, why: text, where: text })),
  /** How many statements there were before the list was cut to what fits. */
  statementTotal: count,
  stages: z.array(z.object({ stage: text, label: text, counts: standingCounts })),
  totals: standingCounts,
  totalsBefore: standingCounts.nullable(),
  stageConclusion: text,
});

const move = z.object({
  code: text,
  title: text,
  from: text.nullable(),
  to: text.nullable(),
  at: instant,
  by: text,
  reason: text.nullable(),
});

const changes = z.object({
  headline: text,
  standfirst: text,
  stageLabels: z.array(z.object({ stage: text, label: text })),
  counts: z.array(z.object({ label: text, before: count, now: count, better: z.enum(["lower", "higher", "neither"]) })),
  countsConclusion: text,
  moves: z.array(move),
  moveTotal: count,
  movesConclusion: text,
  modelChanges: z.array(
    z.object({
      model: text,
      measure: text,
      from: z.enum(MODEL_STATES),
      to: z.enum(MODEL_STATES),
      at: instant.nullable(),
    }),
  ),
  modelConclusion: text,
  rows: z.array(
    z.object({
      code: text,
      title: text,
      field: text,
      from: text.nullable(),
      to: text.nullable(),
      at: instant,
      by: text,
      reason: text.nullable(),
    }),
  ),
  rowTotal: count,
});

const portfolio = z.object({
  headline: text,
  standfirst: text,
  rows: z.array(
    z.object({
      code: text,
      title: text,
      unit: text.nullable(),
      stage: text.nullable(),
      tier: z.number().int().nullable(),
      owner: text.nullable(),
      targetOn: z.iso.date().nullable(),
      standing: z.enum(STANDINGS),
      reasons: z.array(z.object({ reason: z.enum(ATTENTION_REASONS), words: text })),
    }),
  ),
  total: count,
  counts: standingCounts,
});

const measured = z.object({
  name: text,
  version: text.nullable(),
  tier: z.number().int().nullable(),
  measure: text,
  unit: text.nullable(),
  decimals: z.number().int().min(0).max(6),
  /** Which side is bad. */
  direction: z.enum(["high", "low"]).nullable(),
  warning: z.number().nullable(),
  critical: z.number().nullable(),
  points: z.array(z.object({ at: instant, value })),
  versions: z.array(z.object({ label: text, at: instant })),
  now: value.nullable(),
  nowAt: instant.nullable(),
  state: z.enum(MODEL_STATES),
  since: instant.nullable(),
  meaning: text,
});

const models = z.object({
  headline: text,
  standfirst: text,
  period: z.object({ from: instant, to: instant }),
  inventory: z.array(z.object({ tier: text, states: z.record(z.enum(MODEL_STATES), count), notLive: count })),
  rows: z.array(measured),
  total: count,
  /** One for each measure a rule watches, and the first of each model that no rule watches. */
  charts: z.array(measured),
  chartTotal: count,
  alerts: z.array(
    z.object({
      model: text,
      measure: text,
      level: z.enum(["warning", "critical", "no_data"]),
      openedAt: instant,
      value: value.nullable(),
      limit: z.number().nullable(),
      decimals: z.number().int().min(0).max(6),
      unit: text.nullable(),
    }),
  ),
  alertTotal: count,
  alertsConclusion: text,
});

const step = z.object({ name: text, band: text.nullable() });
const severity = z.enum(SEVERITIES);
const place = z.object({ likelihood: count, impact: count });
/** Minor units. */
const money = z.number().int();
const played = z.object({
  ...{ expected: money, p50: money, p80: money, p90: money },
  curve: z.object({ from: z.number(), to: z.number(), chances: z.array(z.number()) }),
  limit: z.object({ amount: money, chance: z.number(), found: z.number() }).nullable(),
});

const risks = z.object({
  headline: text,
  standfirst: text,
  total: count,
  beyond: count,
  expected: money,
  currency: text,
  matrix: z.object({
    likelihoods: z.array(step),
    impacts: z.array(step),
    severities: z.array(z.array(severity)),
    beyond: z.array(z.array(z.boolean())),
  }),
  /** All of them, the gravest first, or the worst of each cell where there are too many. */
  marks: z.array(place.extend({ id: text, code: text, severity, isNew: z.boolean(), from: place.nullable() })),
  counts: z.array(z.array(count)).nullable(),
  /** Open risks that stand on no cell of the matrix in use. */
  elsewhere: count,
  exposure: z.object({ now: played, before: played.nullable() }).nullable(),
  rows: z
    .array(
      z.object({
        code: text,
        title: text,
        owner: text.nullable(),
        /** Its score at the earlier date; null where it was not rated then. */
        before: count.nullable(),
        isNew: z.boolean(),
        score: count.nullable(),
        severity: severity.nullable(),
        expected: money.nullable(),
        response: text,
        ask: text,
      }),
    )
    .max(10),
  rest: text,
});

const definitions = z.object({
  headline: text,
  standfirst: text,
  terms: z.array(z.object({ term: text, meaning: text })),
  sources: z.array(z.object({ name: text, what: text, records: count, lastAt: instant.nullable() })),
  /** The newest day of the record that was sealed at the pack's instant, and its chain hash. */
  sealed: z.object({ day: z.iso.date(), chain: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
});

/** Everything a steering pack prints. The PDF is a function of this alone; its hash stands in every footer. */
export const packData = z.object({
  template: z.literal(TEMPLATE),
  paper: z.enum(["a4", "letter"]),
  number: text,
  title: text,
  organisation: z.object({ name: text, timeZone: text }),
  forum: text,
  confidentiality: z.object({ label: text, audience: text }),
  preparedBy: text.nullable(),
  asOf: instant,
  since: instant.nullable(),
  summary,
  changes,
  portfolio,
  models,
  /** Null where no risk is open. */
  risks: risks.nullable(),
  definitions,
});

export type PackData = z.infer<typeof packData>;
export type PackFigure = PackData["summary"]["figures"][number];
export type MeasuredModel = PackData["models"]["rows"][number];
export type StandingCounts = z.infer<typeof standingCounts>;
