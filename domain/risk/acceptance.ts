import { z } from "zod";
import { formatDate } from "../shared/figure";
import { listOf } from "../shared/sentence";
import {
  AUTHORITY_IN_SENTENCE,
  AUTHORITY_LABELS,
  type AuthorityRole,
  authorityOrder,
  higherAuthority,
} from "./authority";
import { addMonths, daysFrom } from "./calendar";
import type { Severity } from "./severity";

export const ACCEPTANCE_DECISIONS = ["accepted", "refused", "withdrawn"] as const;
export type AcceptanceDecision = (typeof ACCEPTANCE_DECISIONS)[number];

/** Nobody accepts for longer than this at a time. */
export const LONGEST_MONTHS = 12;

const rationale = z.string().trim().min(20, "Say why, in a sentence an auditor can follow.").max(2000);

export const acceptancePropose = z.object({
  riskId: z.uuid(),
  expiresOn: z.iso.date("Say until when it is accepted."),
  rationale,
});
export type AcceptancePropose = z.infer<typeof acceptancePropose>;

export const acceptanceDecide = z.object({
  acceptanceId: z.uuid(),
  version: z.number().int(),
  decision: z.enum(["accepted", "refused"]),
  reason: z.string().trim().min(1, "Say why.").max(2000),
});
export type AcceptanceDecide = z.infer<typeof acceptanceDecide>;

export const acceptanceWithdraw = z.object({
  acceptanceId: z.uuid(),
  version: z.number().int(),
  reason: z.string().trim().min(1, "Say why.").max(2000),
});
export type AcceptanceWithdraw = z.infer<typeof acceptanceWithdraw>;

/** Why an acceptance may not run until a day, as a sentence; null when it may. Both YYYY-MM-DD. */
export function expiryRefusal(expiresOn: string, today: string): string | null {
  const last = addMonths(today, LONGEST_MONTHS);
  if (expiresOn <= today) return "An acceptance ends on a later day than today.";
  if (expiresOn > last)
    return `An acceptance runs at most twelve months, here until ${formatDate(last)}. It can be proposed again then.`;
  return null;
}

/** So many days before its last one its people are told. */
export const ENDING_DAYS = 14;

/** Still runs and ends within two weeks; not one that was given for no longer. All YYYY-MM-DD. */
export function endsSoon({ decidedOn, expiresOn }: { decidedOn: string; expiresOn: string }, today: string): boolean {
  const left = daysFrom(today, expiresOn);
  return left >= 0 && left <= ENDING_DAYS && daysFrom(decidedOn, expiresOn) > ENDING_DAYS;
}

/** The residual an acceptance speaks of, and the one that holds now. */
export type AcceptedResidual = { readonly severity: Severity; readonly score: number };

export type AcceptanceState = "proposed" | "standing" | "stale" | "expired" | "refused" | "withdrawn";

export const ACCEPTANCE_STATE_LABELS: Record<AcceptanceState, string> = {
  proposed: "Proposed",
  standing: "Accepted",
  stale: "Accepted, residual moved since",
  expired: "Expired",
  refused: "Refused",
  withdrawn: "Withdrawn",
};

export type Acceptance = {
  readonly decision: AcceptanceDecision | null;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly expiresOn: string;
  readonly frozen: AcceptedResidual;
};

const figures = ({ severity, score }: AcceptedResidual): string => `${severity} ${score}`;

const moved = (frozen: AcceptedResidual, live: AcceptedResidual | null): boolean =>
  live === null || live.severity !== frozen.severity || live.score !== frozen.score;

/** What an acceptance is worth on a day, with its reason. The day it ends on still counts. */
export function acceptanceState(
  { decision, expiresOn, frozen }: Acceptance,
  { live, today }: { live: AcceptedResidual | null; today: string },
): { state: AcceptanceState; because: string } {
  const now = live === null ? "no residual is assessed now" : `the residual is ${figures(live)} now`;
  if (decision === "refused") return { state: "refused", because: "It was refused." };
  if (decision === "withdrawn") return { state: "withdrawn", because: "It was withdrawn." };
  if (expiresOn < today) return { state: "expired", because: `It ended on ${formatDate(expiresOn)}.` };
  if (decision === null && moved(frozen, live))
    return { state: "proposed", because: `Proposed at ${figures(frozen)}, but ${now}. Propose it again.` };
  if (decision === null) return { state: "proposed", because: `Proposed at ${figures(frozen)}, not decided yet.` };
  if (moved(frozen, live)) return { state: "stale", because: `Accepted at ${figures(frozen)}, but ${now}.` };
  return { state: "standing", because: `Accepted at ${figures(frozen)} until ${formatDate(expiresOn)}.` };
}

/** Levels at or above the one needed: whoever holds one of them may decide. */
const isEnough = (held: readonly AuthorityRole[], needed: AuthorityRole): boolean =>
  held.some((role) => authorityOrder(role) >= authorityOrder(needed));

export type DecisionRight = { readonly allowed: boolean; readonly because: string };

/**
 * Whether somebody may decide about an acceptance. Who proposed it may not, whatever they hold.
 * `held`: the levels somebody has over this risk.
 */
export function mayDecide(given: {
  readonly proposedBy: string;
  readonly memberId: string;
  readonly held: readonly AuthorityRole[];
  readonly needed: { readonly role: AuthorityRole; readonly because: string };
}): DecisionRight {
  const { proposedBy, memberId, held, needed } = given;
  if (proposedBy === memberId) return { allowed: false, because: "Who proposes an acceptance cannot decide about it." };
  if (isEnough(held, needed.role))
    return {
      allowed: true,
      because: `${needed.because} You are ${AUTHORITY_IN_SENTENCE[held.reduce(higherAuthority)]}.`,
    };
  const own = held.length === 0 ? "none of the levels" : listOf(held.map((role) => AUTHORITY_IN_SENTENCE[role]));
  return { allowed: false, because: `${needed.because} It needs at least that; you are ${own} of this risk.` };
}

export const authorityNeeded = (role: AuthorityRole): string =>
  role === "executive" ? AUTHORITY_LABELS[role] : `${AUTHORITY_LABELS[role]} or above`;
