import { formatDate, formatDay, formatMeasure } from "../shared/figure";
import { counted, countWord, sentence, sentenceCase, shorten } from "../shared/sentence";
import { acceptanceState } from "./acceptance";
import { type Appetite, beyondTolerance, type ResidualCell } from "./appetite";
import { isCovered, isImminent, lateBeyond } from "./escalation";
import { RISK_REASONS, type RiskReason } from "./reason";
import type { RiskKind } from "./response";
import type { Severity } from "./severity";

/** What is known of an open risk at one instant. */
export type RiskFacts = {
  readonly code: string;
  readonly title: string;
  readonly kind: RiskKind;
  readonly residual: ResidualCell | null;
  readonly appetite: Appetite | null;
  readonly proximityOn: string | null;
  /** What was accepted last; one that still runs before one that ended. */
  readonly accepted: { readonly severity: Severity; readonly score: number; readonly expiresOn: string } | null;
  /** The response that is due longest and not done. */
  readonly overdue: { readonly title: string; readonly dueOn: string } | null;
  /** Steps by which a breach that lasts raises the likelihood, and since when. */
  readonly raised: { readonly steps: number; readonly since: string } | null;
};

/** The figures of the escalation rules; null where a rule is switched off, which then gives no reason. */
export type RiskLimits = {
  readonly tolerance: boolean;
  /** Nearer than this is imminent. */
  readonly months: number | null;
  /** Later than this is raised. */
  readonly days: number | null;
};

/** Risks of one initiative that gave one reason: the gravest, and how many there are. */
export type FlaggedRisks = {
  readonly reason: RiskReason;
  readonly count: number;
  readonly risks: readonly RiskFacts[];
};

type Look = RiskLimits & { readonly today: string; readonly timeZone: string };
type Found = { words: string; because: string; days: number | null };

const name = ({ code, title }: RiskFacts): string => `${code} ${shorten(title, 60)}`;

const FINDERS: Record<RiskReason, (risk: RiskFacts, look: Look) => Found | null> = {
  risk_imminent: (risk, { months, today }) => {
    const { kind, residual, proximityOn } = risk;
    if (kind !== "threat" || residual?.severity !== "red" || proximityOn === null || months === null) return null;
    if (!isImminent(proximityOn, today, months)) return null;
    const when = proximityOn <= today ? "may come true now" : `may come true on ${formatDate(proximityOn)}`;
    const because = `The residual is red; it may come true on ${formatDate(proximityOn)}, in less than ${counted(months, "month")}`;
    return { words: `${name(risk)} is red and ${when}`, because: sentence(because), days: null };
  },
  risk_beyond: (risk, { tolerance, today }) => {
    const { kind, residual, appetite, accepted } = risk;
    if (!tolerance || kind !== "threat" || !residual || !appetite) return null;
    const { beyond, because } = beyondTolerance(residual, appetite);
    if (!beyond || (accepted && accepted.expiresOn >= today && isCovered(residual, accepted))) return null;
    const words = `${name(risk)} is ${residual.severity}, tolerance ${appetite.tolerance}`;
    return { words, because, days: null };
  },
  response_overdue: (risk, { days, today }) => {
    const late = risk.overdue && days !== null ? lateBeyond(risk.overdue.dueOn, today, days) : null;
    if (!risk.overdue || days === null || late === null) return null;
    const because = `"${shorten(risk.overdue.title, 120)}" was due on ${formatDate(risk.overdue.dueOn)}; it counts after ${counted(days, "day")}`;
    return {
      words: `A response to ${name(risk)} is ${formatMeasure(late, "d")} overdue`,
      because: sentence(because),
      days: late,
    };
  },
  acceptance_lapsed: (risk, { today }) => {
    const { accepted, residual } = risk;
    if (!accepted) return null;
    const given = { decision: "accepted" as const, expiresOn: accepted.expiresOn, frozen: accepted };
    const { state, because } = acceptanceState(given, { live: residual, today });
    if (state !== "stale" && state !== "expired") return null;
    const how = state === "stale" ? "is stale" : `ended on ${formatDate(accepted.expiresOn)}`;
    return { words: `The acceptance of ${name(risk)} ${how}`, because, days: null };
  },
  risk_raised: (risk, { timeZone }) => {
    const { raised, residual } = risk;
    if (!raised || raised.steps <= 0) return null;
    const since = formatDay(new Date(raised.since), timeZone);
    const now = residual ? `, to ${residual.likelihood.name} ${residual.likelihood.place}` : "";
    return {
      words: `A live breach raises ${name(risk)} since ${since}`,
      because: sentence(`a measure raised the likelihood by ${counted(raised.steps, "step")}${now}, since ${since}`),
      days: null,
    };
  },
};

/** Everything that asks for attention about one open risk. */
export const riskReasons = (risk: RiskFacts, look: Look): { reason: RiskReason; because: string }[] =>
  RISK_REASONS.flatMap((reason) => {
    const found = FINDERS[reason](risk, look);
    return found ? [{ reason, because: found.because }] : [];
  });

/** One reason of an initiative, from its risks that gave it: the gravest by name, the others counted. */
export function riskAttention({ reason, count, risks }: FlaggedRisks, look: Look) {
  const found = risks.flatMap((risk) => {
    const said = FINDERS[reason](risk, look);
    return said ? [{ risk, ...said }] : [];
  });
  const [first] = found;
  if (!first) return null;
  const others = count - 1;
  return {
    reason,
    words: sentenceCase(others > 0 ? `${first.words}, and ${countWord(others)} more` : first.words),
    days: first.days,
    risks: {
      found: found.map(({ risk: { code, title }, because }) => ({ code, title, because })),
      more: Math.max(0, count - found.length),
    },
  };
}
