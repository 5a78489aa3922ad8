import { dayOf, endOfDay } from "../shared/day";
import { formatDate } from "../shared/figure";
import { counted, listOf, sentence, verb } from "../shared/sentence";
import { type Appetite, beyondTolerance, type ResidualCell } from "./appetite";
import { type Authorities, type AuthorityRole, authorityFor, higherAuthority } from "./authority";
import { addMonths, addWorkingDays, daysFrom } from "./calendar";
import type { EscalationKey, EscalationRule, RuleOf } from "./escalation-rule";
import { type Severity, severityRank } from "./severity";

/** Everything the rules look at, of one risk at one instant. */
export type EscalationSubject = {
  readonly kind: "threat" | "opportunity";
  readonly open: boolean;
  readonly category: string;
  /** Null while no residual is assessed. */
  readonly residual: ResidualCell | null;
  readonly safetySeverity: Severity | null;
  readonly proximityOn: string | null;
  readonly appetite: Appetite | null;
  /** The residual somebody with the authority accepted, where that acceptance has not expired. */
  readonly accepted: { readonly severity: Severity; readonly score: number; readonly expiresOn: string } | null;
  /** Responses not done yet. */
  readonly actions: readonly { readonly title: string; readonly dueOn: string | null }[];
};

export type EscalationClock = {
  readonly now: Date;
  readonly timeZone: string;
  /** Since when a rule that fired before has been firing: its deadline counts from there, however often it is looked at. */
  readonly since?: Partial<Record<EscalationKey, Date>>;
};

/** What a rule said when it was last looked at, also when it does not fire. */
export type Evaluation = {
  readonly rule: EscalationKey;
  readonly fires: boolean;
  /** Why or why not, with its terms, in words. */
  readonly because: string;
  readonly to: AuthorityRole | null;
  /** Until when it must have been raised there. */
  readonly dueAt: Date | null;
};

type Said = { because: string; to?: AuthorityRole; dueAt?: Date };
type Looked = { subject: EscalationSubject; authorities: Authorities; clock: EscalationClock; today: string };

const HOUR_MS = 3_600_000;

const since = (key: EscalationKey, { now, since: known }: EscalationClock): Date => known?.[key] ?? now;

/** The end of the last of so many working days after the rule began to fire. */
function dueAfter(key: EscalationKey, workingDays: number, clock: EscalationClock): Date {
  return endOfDay(addWorkingDays(dayOf(since(key, clock), clock.timeZone), workingDays), clock.timeZone);
}

const owning = ({ subject: { category, safetySeverity }, authorities }: Looked, severity: Severity) =>
  authorityFor({ category, severity, safetySeverity }, authorities);

/** A better residual than the accepted one stays accepted; a worse one does not. */
export const isCovered = (
  residual: Pick<ResidualCell, "severity" | "score">,
  accepted: NonNullable<EscalationSubject["accepted"]>,
): boolean => severityRank(residual.severity) <= severityRank(accepted.severity) && residual.score <= accepted.score;

/** Less than so many months away, or past. */
export const isImminent = (proximityOn: string, today: string, months: number): boolean =>
  proximityOn < addMonths(today, months);

/** Days a response is late, where that is more than are borne; else null. */
export function lateBeyond(dueOn: string, today: string, days: number): number | null {
  const late = daysFrom(dueOn, today);
  return late > days ? late : null;
}

function aboveTolerance(given: RuleOf<"beyond_tolerance">, residual: ResidualCell, looked: Looked): Said {
  const { appetite, accepted } = looked.subject;
  if (!appetite) return { because: "No tolerance is set for the category of this risk." };
  const { beyond, because } = beyondTolerance(residual, appetite);
  if (!beyond) return { because };
  if (accepted && isCovered(residual, accepted))
    return {
      because: `${because} It is accepted until ${formatDate(accepted.expiresOn)}, up to ${accepted.severity} ${accepted.score}.`,
    };
  const authority = owning(looked, residual.severity);
  const dueAt = dueAfter(given.key, given.params.workingDays, looked.clock);
  return { because: `${because} ${authority.because}`, to: authority.role, dueAt };
}

function redAndImminent(given: RuleOf<"red_imminent">, residual: ResidualCell, looked: Looked): Said {
  const { proximityOn } = looked.subject;
  const { months, hours, to } = given.params;
  if (residual.severity !== "red") return { because: `The residual is ${residual.severity}, not red.` };
  if (proximityOn === null) return { because: "The residual is red; no date says how near it is." };
  const term = `it may come true on ${formatDate(proximityOn)}`;
  if (!isImminent(proximityOn, looked.today, months))
    return { because: `The residual is red; ${term}, not in less than ${counted(months, "month")}.` };
  const dueAt = new Date(since(given.key, looked.clock).getTime() + hours * HOUR_MS);
  const when =
    proximityOn <= looked.today ? `${term}, which is now` : `${term}, in less than ${counted(months, "month")}`;
  return { because: `The residual is red and ${when}.`, to, dueAt };
}

function overdueAction(given: RuleOf<"action_overdue">, residual: ResidualCell | null, looked: Looked): Said {
  const { days, workingDays } = given.params;
  const late = looked.subject.actions
    .flatMap(({ title, dueOn }) => (dueOn === null ? [] : [{ title, days: daysFrom(dueOn, looked.today) }]))
    .filter((action) => action.days > 0)
    .sort((one, other) => other.days - one.days);
  const [latest] = late;
  const far = late.filter((action) => action.days > days);
  if (!latest) return { because: "No response is overdue." };
  if (far.length === 0)
    return {
      because: `"${latest.title}" is ${counted(latest.days, "day")} overdue; it is raised after ${counted(days, "day")}.`,
    };
  const titles = listOf(
    far.map(({ title, days: by }) => `"${title}" by ${counted(by, "day")}`),
    3,
  );
  const authority = residual ? owning(looked, residual.severity) : null;
  return {
    because: sentence(
      `${counted(far.length, "response")} ${verb(far.length, "is", "are")} more than ${counted(days, "day")} overdue: ${titles}`,
    ),
    to: higherAuthority("program_director", authority?.role ?? "owner"),
    dueAt: dueAfter(given.key, workingDays, looked.clock),
  };
}

function say(given: EscalationRule, looked: Looked): Said {
  const { open, kind, residual } = looked.subject;
  if (!given.enabled) return { because: "This rule is switched off." };
  if (!open) return { because: "The risk is not open." };
  if (given.key === "action_overdue") return overdueAction(given, residual, looked);
  if (kind === "opportunity") return { because: "An opportunity is not raised for being likely or large." };
  if (!residual) return { because: "No residual is assessed yet, so there is nothing to compare." };
  return given.key === "beyond_tolerance"
    ? aboveTolerance(given, residual, looked)
    : redAndImminent(given, residual, looked);
}

/**
 * What every rule says of one risk. A worse residual or a nearer date never makes one fire later, nor raise it to a
 * lower level, while the clock and the authorities stay the same.
 */
export function evaluateEscalation(
  subject: EscalationSubject,
  given: { rules: readonly EscalationRule[]; authorities: Authorities; clock: EscalationClock },
): Evaluation[] {
  const { rules, authorities, clock } = given;
  const looked = { subject, authorities, clock, today: dayOf(clock.now, clock.timeZone) };
  return rules.map((each) => {
    const { because, to = null, dueAt = null } = say(each, looked);
    return { rule: each.key, fires: to !== null, because, to, dueAt };
  });
}

/** Until when a risk must have reached a level or one above it; null when nothing raises it so far. */
export function dueAtLevel(evaluations: readonly Evaluation[], role: AuthorityRole): Date | null {
  const due = evaluations.flatMap(({ to, dueAt }) => (to && dueAt && higherAuthority(to, role) === to ? [dueAt] : []));
  return due.length === 0 ? null : new Date(Math.min(...due.map((at) => at.getTime())));
}
