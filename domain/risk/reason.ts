/** Why an open risk asks for attention where it stands, the gravest first. */
export const RISK_REASONS = [
  "risk_imminent",
  "risk_beyond",
  "response_overdue",
  "acceptance_lapsed",
  "risk_raised",
] as const;
export type RiskReason = (typeof RISK_REASONS)[number];
