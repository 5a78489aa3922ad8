import { z } from "zod";

export const DIRECTIONS = ["high", "low"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What a rule says after a window. `no_data` remembers the status before it. */
export const RULE_STATUSES = ["ok", "warning", "critical", "no_data"] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

const limit = z.number().nullable();
const windows = z.number().int().min(1).max(1000);

/**
 * Limits and counts of an alert rule. `direction: "high"` means that high values are bad: a breach is a value at or
 * above the limit. `"low"` turns every comparison round. A clearing limit that is null is the limit itself.
 */
export const ruleLimits = z
  .object({
    direction: z.enum(DIRECTIONS),
    warning: limit,
    critical: limit,
    clearWarning: limit.default(null),
    clearCritical: limit.default(null),
    consecutive: windows.default(1),
    clearAfter: windows.default(1),
    noDataAfter: windows.nullable().default(null),
    minimumCases: z.number().int().min(0).default(0),
    singleShot: z.boolean().default(false),
  })
  .superRefine((rule, ctx) => {
    const worse = (a: number, b: number): boolean => (rule.direction === "high" ? a > b : a < b);
    const side = rule.direction === "high" ? "above" : "below";
    const refuse = (path: string, message: string): void => ctx.addIssue({ code: "custom", path: [path], message });
    if (rule.warning === null && rule.critical === null && rule.noDataAfter === null)
      refuse("critical", "Give a warning limit, a critical limit or a number of windows without data.");
    if (rule.warning !== null && rule.critical !== null && worse(rule.warning, rule.critical))
      refuse("warning", `The critical limit must not be on the near side of the warning limit: ${side} is worse.`);
    if (rule.clearWarning !== null && rule.warning !== null && worse(rule.clearWarning, rule.warning))
      refuse("clearWarning", "The clearing limit must not be worse than the warning limit.");
    if (rule.clearCritical !== null && rule.critical !== null && worse(rule.clearCritical, rule.critical))
      refuse("clearCritical", "The clearing limit must not be worse than the critical limit.");
    if (rule.singleShot && rule.critical === null)
      refuse("critical", "A rule that fires at once needs a critical limit.");
  });
export type RuleLimits = z.infer<typeof ruleLimits>;

/** One window of the measure: null or NaN is "nothing arrived", as are too few cases. */
export type Sample = { value: number | null; cases?: number | null };

/** How many windows in a row, up to now, satisfy each condition. A missing window resets the first four. */
type Runs = { warning: number; critical: number; insideWarning: number; insideCritical: number; missing: number };

export type RuleState = { status: RuleStatus; resume: Exclude<RuleStatus, "no_data">; runs: Runs };

export type Transition<S extends Sample> = { from: RuleStatus; to: RuleStatus; at: S; index: number };

const NO_RUNS: Runs = { warning: 0, critical: 0, insideWarning: 0, insideCritical: 0, missing: 0 };

export const INITIAL_STATE: RuleState = { status: "ok", resume: "ok", runs: NO_RUNS };

export function isMissing(rule: Pick<RuleLimits, "minimumCases">, sample: Sample): boolean {
  if (sample.value === null || Number.isNaN(sample.value)) return true;
  return sample.cases !== null && sample.cases !== undefined && sample.cases < rule.minimumCases;
}

function reaches(direction: Direction, value: number, at: number | null): boolean {
  if (at === null) return false;
  return direction === "high" ? value >= at : value <= at;
}

/** Strictly on the good side of a limit; without a limit everything is. */
function inside(direction: Direction, value: number, at: number | null): boolean {
  if (at === null) return true;
  return direction === "high" ? value < at : value > at;
}

function count(rule: RuleLimits, runs: Runs, value: number): Runs {
  const { direction } = rule;
  const next = (run: number, holds: boolean): number => (holds ? run + 1 : 0);
  return {
    warning: next(runs.warning, reaches(direction, value, rule.warning)),
    critical: next(runs.critical, reaches(direction, value, rule.critical)),
    insideWarning: next(runs.insideWarning, inside(direction, value, rule.clearWarning ?? rule.warning)),
    insideCritical: next(runs.insideCritical, inside(direction, value, rule.clearCritical ?? rule.critical)),
    missing: 0,
  };
}

function judge(rule: RuleLimits, status: RuleState["resume"], runs: Runs): RuleState["resume"] {
  const cleared = runs.insideWarning >= rule.clearAfter;
  if (status === "critical") {
    if (rule.singleShot || runs.insideCritical < rule.clearAfter) return "critical";
    return cleared ? "ok" : "warning";
  }
  if (runs.critical >= (rule.singleShot ? 1 : rule.consecutive)) return "critical";
  if (status === "warning") return cleared ? "ok" : "warning";
  return runs.warning >= rule.consecutive ? "warning" : "ok";
}

/** The state after one more window. */
export function advance(rule: RuleLimits, state: RuleState, sample: Sample): RuleState {
  if (isMissing(rule, sample)) {
    const missing = state.runs.missing + 1;
    const silent = rule.noDataAfter !== null && missing >= rule.noDataAfter;
    return { ...state, status: silent ? "no_data" : state.status, runs: { ...NO_RUNS, missing } };
  }
  const runs = count(rule, state.runs, sample.value ?? Number.NaN);
  const status = judge(rule, state.resume, runs);
  return { status, resume: status, runs };
}

/** A person clears a rule that fires at once and stays; counting starts anew. */
export function clear(): RuleState {
  return INITIAL_STATE;
}

/**
 * Folds windows, oldest first, into a state and its transitions. Folding in pieces gives the same as folding at once,
 * so a restated or late window only needs the fold from there on.
 */
export function fold<S extends Sample>(
  rule: RuleLimits,
  samples: readonly S[],
  from: RuleState = INITIAL_STATE,
): { state: RuleState; statuses: RuleStatus[]; transitions: Transition<S>[] } {
  let state = from;
  const statuses: RuleStatus[] = [];
  const transitions: Transition<S>[] = [];
  for (const [index, sample] of samples.entries()) {
    const next = advance(rule, state, sample);
    if (next.status !== state.status) transitions.push({ from: state.status, to: next.status, at: sample, index });
    statuses.push(next.status);
    state = next;
  }
  return { state, statuses, transitions };
}
