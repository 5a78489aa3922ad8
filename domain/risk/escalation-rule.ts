import { z } from "zod";
import { counted } from "../shared/sentence";
import { AUTHORITY_IN_SENTENCE, AUTHORITY_ROLES } from "./authority";

export const ESCALATION_KEYS = ["beyond_tolerance", "red_imminent", "action_overdue"] as const;
export type EscalationKey = (typeof ESCALATION_KEYS)[number];

export const ESCALATION_LABELS: Record<EscalationKey, string> = {
  beyond_tolerance: "Residual above tolerance",
  red_imminent: "Red and imminent",
  action_overdue: "Response overdue",
};

const workingDays = z.number().int().min(0).max(60);

/** What each rule may be set to. */
const PARAMS = {
  beyond_tolerance: z.object({ workingDays: workingDays.default(5) }),
  red_imminent: z.object({
    months: z.number().int().min(1).max(12).default(1),
    hours: z.number().int().min(1).max(720).default(24),
    to: z.enum(AUTHORITY_ROLES).default("sponsor"),
  }),
  action_overdue: z.object({
    days: z.number().int().min(0).max(365).default(14),
    workingDays: workingDays.default(5),
  }),
};

const rule = <K extends EscalationKey>(key: K) =>
  z.object({ key: z.literal(key), enabled: z.boolean().default(true), params: PARAMS[key] });

/** A rule as an organisation keeps it: whether it is on, and its figures. */
export const escalationRule = z.discriminatedUnion("key", [
  rule("beyond_tolerance"),
  rule("red_imminent"),
  rule("action_overdue"),
]);
export type EscalationRule = z.infer<typeof escalationRule>;
export type RuleOf<K extends EscalationKey> = Extract<EscalationRule, { key: K }>;

/**
 * What holds until an organisation decides.
 *
 * @source domain research §6: above tolerance within 5 working days, red and imminent within 24 hours, 14 days overdue
 */
export const STARTING_RULES: readonly EscalationRule[] = ESCALATION_KEYS.map((key) =>
  escalationRule.parse({ key, params: {} }),
);

/** What an organisation stored, each rule once and in the order of the keys; unknown or unreadable ones do not count. */
export function rulesFrom(rows: readonly { key: string; enabled: boolean; params: unknown }[]): EscalationRule[] {
  const stored = rows.flatMap((row) => escalationRule.safeParse(row).data ?? []);
  return STARTING_RULES.map((start) => stored.find(({ key }) => key === start.key) ?? start);
}

const within = (days: number): string => (days === 0 ? "the same day" : `within ${counted(days, "working day")}`);

/** A rule in words, as settings and a risk's page show it. */
export function escalationRuleText(given: EscalationRule): string {
  switch (given.key) {
    case "beyond_tolerance":
      return `A residual above the tolerance of its category goes to the level that owns its class, ${within(given.params.workingDays)}.`;
    case "red_imminent":
      return `A red risk that may come true in less than ${counted(given.params.months, "month")} goes to ${AUTHORITY_IN_SENTENCE[given.params.to]} within ${counted(given.params.hours, "hour")}.`;
    case "action_overdue":
      return `A response that is more than ${counted(given.params.days, "day")} overdue goes to the level that owns the risk's class, at least to the program director, ${within(given.params.workingDays)}.`;
  }
}
