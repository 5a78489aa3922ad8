import {
  type Breach,
  clearText,
  type Indicator,
  measureOf,
  type Raise,
  raisedProbability,
  raiseOf,
  raiseText,
} from "@/domain/risk/indicator";
import { stepName } from "@/domain/risk/matrix";
import type { Standing } from "../../standing/queries";
import type { IndicatorReading, PersonAssessment } from "../queries";

/** What the measures of one risk ask for: the assessment to be written, if any, and what is remembered of each. */
export type Signal = {
  standing: Standing;
  base: PersonAssessment;
  move: {
    kind: "raise" | "clear";
    likelihood: number;
    probability: number | null;
    rationale: string;
    alertId: string | null;
    indicatorId: string | null;
  } | null;
  states: { indicatorId: string; steps: number; alertId: string | null }[];
};

type Given = {
  standing: Standing;
  base: PersonAssessment;
  readings: readonly IndicatorReading[];
  /** When alerts closed that raised something. */
  closed: ReadonlyMap<string, Date>;
  timeZone: string;
};

const indicatorOf = (reading: IndicatorReading): Indicator => ({
  ...{
    id: reading.id,
    raiseWarning: reading.raiseWarning,
    raiseCritical: reading.raiseCritical,
    active: reading.active,
  },
  alert: reading.alertId && reading.level ? { id: reading.alertId, level: reading.level } : null,
  raised: { steps: reading.raisedSteps, alertId: reading.raisedAlertId, at: reading.raisedAt },
});

function breachOf(reading: IndicatorReading): Breach {
  const { measure, model, unit, level, value, limit, openedAt, rule } = reading;
  if (!level || !openedAt) throw new RangeError("only a breach raises");
  return { measure, model, unit, level, value, limit, direction: rule.direction, since: openedAt };
}

/** What is to be remembered of an indicator where that differs; what a person answered stays as they saw it. */
function stateOf(reading: IndicatorReading, raise: Raise): Signal["states"] {
  if (raise.answered.has(reading.id)) return [];
  const steps = raise.asked.get(reading.id) ?? 0;
  const alertId = steps > 0 ? reading.alertId : null;
  if (steps === reading.raisedSteps && alertId === reading.raisedAlertId) return [];
  return [{ indicatorId: reading.id, steps, alertId }];
}

const latest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map((at) => at.getTime())));

function clearedText({ readings, closed, timeZone }: Given, names: { from: string; to: string }): string {
  const raised = readings.filter(({ raisedAlertId }) => raisedAlertId !== null);
  const measures = raised.map(measureOf);
  const at = latest(raised.flatMap(({ raisedAlertId }) => closed.get(raisedAlertId ?? "") ?? []));
  return clearText(at ? { kind: "inside", measures, at } : { kind: "unread", measures }, names, timeZone);
}

/** What measures ask of one risk; null when everything stands as they ask. */
export function signalOf(given: Given): Signal | null {
  const { standing, base, readings, timeZone } = given;
  const { residual } = standing;
  // Rated by another matrix since, or closed: nothing to raise, and nothing to give back.
  if (!residual || standing.status !== "open" || residual.matrixVersionId !== base.matrixVersionId) return null;
  const steps = residual.matrix.likelihoods;
  const raise = raiseOf(base, readings.map(indicatorOf), steps.length);
  const states = readings.flatMap((reading) => stateOf(reading, raise));
  if (raise.likelihood === residual.at) return states.length > 0 ? { standing, base, move: null, states } : null;
  const from = stepName(steps, residual.at);
  const to = stepName(steps, raise.likelihood);
  const probability = raisedProbability(base, raise.likelihood, steps) ?? base.probability;
  const by = readings.find(({ id }) => id === raise.by);
  if (by) {
    const asked = raise.asked.get(by.id) ?? 0;
    const names = { from: stepName(steps, base.likelihood), to, asked, steps: raise.steps };
    const rationale = raiseText(breachOf(by), names, timeZone);
    const move = { kind: "raise" as const, likelihood: raise.likelihood, probability, rationale };
    return { standing, base, states, move: { ...move, alertId: by.alertId, indicatorId: by.id } };
  }
  const last = readings.find(({ raisedAlertId }) => raisedAlertId !== null);
  const move = { kind: "clear" as const, likelihood: raise.likelihood, probability };
  const cause = { alertId: last?.raisedAlertId ?? null, indicatorId: last?.id ?? null };
  return { standing, base, states, move: { ...move, ...cause, rationale: clearedText(given, { from, to }) } };
}
