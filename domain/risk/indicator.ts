import { z } from "zod";
import type { AlertLevel } from "../metric/episode";
import { limitText } from "../metric/rule-text";
import { formatInstant } from "../shared/figure";
import { counted, listOf, sentence } from "../shared/sentence";

/** One measure that moves a risk: how many steps its warning and its critical limit raise the likelihood. */
export type Indicator = {
  readonly id: string;
  readonly raiseWarning: number;
  readonly raiseCritical: number;
  readonly active: boolean;
  /** The alert its rule has open now. */
  readonly alert: { readonly id: string; readonly level: AlertLevel } | null;
  /** What was applied last: how many steps, for which alert, when. */
  readonly raised: { readonly steps: number; readonly alertId: string | null; readonly at: Date | null };
};

/** The residual a person assessed last. */
export type Assessed = { readonly likelihood: number; readonly at: Date };

/** Steps that a breach asks for. Missing data prove nothing: what stood, stands. */
function stepsAsked({ active, alert, raised, raiseWarning, raiseCritical }: Indicator): number {
  if (!active || !alert) return 0;
  if (alert.level === "critical") return raiseCritical;
  if (alert.level === "warning") return raiseWarning;
  return raised.alertId === alert.id ? raised.steps : 0;
}

/** A person who assessed after the raise, or set it back, saw this breach at least this grave: it raises no more. */
const isAnswered = ({ alert, raised }: Indicator, steps: number, by: Assessed): boolean =>
  alert !== null &&
  raised.alertId === alert.id &&
  raised.at !== null &&
  by.at.getTime() > raised.at.getTime() &&
  raised.steps >= steps;

export type Raise = {
  /** 0-based place in the matrix. */
  readonly likelihood: number;
  /** Steps above what a person assessed; fewer than asked where the scale ends. */
  readonly steps: number;
  /** Of each indicator, what it asks for now; 0 where it asks for nothing or a person has answered it. */
  readonly asked: ReadonlyMap<string, number>;
  /** Indicators whose breach a person answered: what was applied of them stays as it is. */
  readonly answered: ReadonlySet<string>;
  /** The indicator that decides; null when none raises. */
  readonly by: string | null;
};

/**
 * The likelihood that holds: the assessed one, raised by the breach that asks for most, capped at the top of the scale.
 * Several breaches do not add up: measures of one model break together.
 * Looking twice gives the same.
 *
 * @throws RangeError when the assessed place is not on the scale
 */
export function raiseOf(assessed: Assessed, indicators: readonly Indicator[], places: number): Raise {
  if (!(assessed.likelihood >= 0 && assessed.likelihood < places))
    throw new RangeError(`a likelihood must lie from 0 to ${places - 1}, got ${assessed.likelihood}`);
  const asked = new Map<string, number>();
  const answered = new Set<string>();
  for (const indicator of indicators) {
    const steps = stepsAsked(indicator);
    if (isAnswered(indicator, steps, assessed)) answered.add(indicator.id);
    asked.set(indicator.id, answered.has(indicator.id) ? 0 : steps);
  }
  const [first] = [...asked].sort(([, one], [, other]) => other - one);
  const most = first?.[1] ?? 0;
  const likelihood = Math.min(assessed.likelihood + most, places - 1);
  const by = most > 0 && first ? first[0] : null;
  return { likelihood, steps: likelihood - assessed.likelihood, asked, answered, by };
}

/**
 * The probability that goes with a raised likelihood, as a fraction: the assessed one moved to the same place of the
 * raised band. Null where none was stated or a band is missing: no figure is made up.
 */
export function raisedProbability(
  assessed: { readonly likelihood: number; readonly probability: number | null },
  likelihood: number,
  bands: readonly { readonly from?: number | undefined; readonly to?: number | undefined }[],
): number | null {
  const { probability } = assessed;
  if (likelihood === assessed.likelihood || probability === null) return probability;
  const [before, after] = [bands[assessed.likelihood], bands[likelihood]];
  const isBand = (band: typeof before) => band !== undefined && (band.from !== undefined || band.to !== undefined);
  if (!before || !after || !isBand(before) || !isBand(after)) return null;
  const [low, high] = [before.from ?? 0, before.to ?? 1];
  const share = high <= low ? 0.5 : Math.min(1, Math.max(0, (probability - low) / (high - low)));
  const [from, to] = [after.from ?? 0, after.to ?? 1];
  return Math.round((from + share * (to - from)) * 10_000) / 10_000;
}

/** What a breach looks like, for the sentences. */
export type Breach = {
  readonly measure: string;
  readonly model: string;
  readonly unit: string | null;
  readonly level: AlertLevel;
  readonly value: number | null;
  readonly limit: number | null;
  readonly direction: "high" | "low";
  readonly since: Date;
};

const ascending = (given: { raiseWarning: number; raiseCritical: number }) => given.raiseCritical >= given.raiseWarning;
const ASCENDING = { path: ["raiseCritical"], message: "A critical breach raises at least as far as a warning." };

const LEVEL_WORDS: Record<AlertLevel, string> = { warning: "warning", critical: "critical", no_data: "last" };

function breachText({ measure, model, unit, level, value, limit, direction, since }: Breach, timeZone: string): string {
  const figure = value === null || !Number.isFinite(value) ? "has no figure" : `is ${limitText(value, unit)}`;
  const side = direction === "high" ? "at or above" : "at or below";
  const held = limit === null ? "" : `, ${side} its ${LEVEL_WORDS[level]} limit of ${limitText(limit, unit)}`;
  return `${measure} of ${model} ${figure}${held}, since ${formatInstant(since, timeZone)}`;
}

/** Why the likelihood stands higher than assessed: measure, value, limit, since, and the arithmetic of the steps. */
export function raiseText(
  breach: Breach,
  given: { readonly from: string; readonly to: string; readonly asked: number; readonly steps: number },
  timeZone: string,
): string {
  const { from, to, asked, steps } = given;
  const capped = steps < asked ? ` (${counted(asked, "step")} asked, ${to} is the top of the scale)` : "";
  const by =
    steps === 0
      ? `likelihood stays ${from}, the top of the scale`
      : `likelihood raised ${counted(steps, "step")} from ${from} to ${to}${capped}`;
  return sentence(`${breachText(breach, timeZone)}: ${by}`);
}

export type Cleared =
  | { readonly kind: "inside"; readonly measures: readonly string[]; readonly at: Date }
  /** The indicator was switched off or taken away. */
  | { readonly kind: "unread"; readonly measures: readonly string[] };

/** Why the likelihood stands where it was assessed again. */
export function clearText(
  cleared: Cleared,
  given: { readonly from: string; readonly to: string },
  timeZone: string,
): string {
  const { measures } = cleared;
  const which = measures.length === 0 ? "The measure that raised it" : listOf(measures, 3);
  const are = measures.length > 1 ? "are" : "is";
  const how =
    cleared.kind === "inside"
      ? `back inside the limits since ${formatInstant(cleared.at, timeZone)}`
      : "no longer read by this risk";
  return sentence(
    `${which} ${are} ${how}: likelihood returns from ${given.from} to ${given.to}, as a person assessed it`,
  );
}

/** The measure of a breach, as sentences name it. */
export const measureOf = ({ measure, model }: Pick<Breach, "measure" | "model">): string => `${measure} of ${model}`;

const steps = z.number().int().min(0).max(5);

export const indicatorLink = z
  .object({
    riskId: z.uuid(),
    ruleId: z.uuid(),
    raiseWarning: steps.default(0),
    raiseCritical: steps.default(1),
    note: z.string().trim().max(500).nullable().default(null),
  })
  .refine(ascending, ASCENDING);
export type IndicatorLink = z.infer<typeof indicatorLink>;

export const indicatorEdit = z
  .object({
    indicatorId: z.uuid(),
    version: z.number().int(),
    raiseWarning: steps,
    raiseCritical: steps,
    active: z.boolean().default(true),
    note: z.string().trim().max(500).nullable().default(null),
  })
  .refine(ascending, ASCENDING);
export type IndicatorEdit = z.infer<typeof indicatorEdit>;

export const indicatorRemoval = z.object({ indicatorId: z.uuid() });
export const signalSetBack = z.object({ riskId: z.uuid(), reason: z.string().trim().min(1, "Say why.").max(2000) });
export type SignalSetBack = z.infer<typeof signalSetBack>;
