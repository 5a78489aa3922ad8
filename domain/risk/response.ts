export const RISK_KINDS = ["threat", "opportunity"] as const;
export type RiskKind = (typeof RISK_KINDS)[number];
export const RISK_KIND_LABELS: Record<RiskKind, string> = { threat: "Threat", opportunity: "Opportunity" };

export const STRATEGIES = [
  "avoid",
  "reduce",
  "transfer",
  "contingency",
  "exploit",
  "enhance",
  "share",
  "accept",
  "escalate",
] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const STRATEGY_LABELS: Record<Strategy, string> = {
  avoid: "Avoid",
  reduce: "Reduce",
  transfer: "Transfer",
  contingency: "Contingency",
  exploit: "Exploit",
  enhance: "Enhance",
  share: "Share",
  accept: "Accept",
  escalate: "Escalate",
};

/** What one does about a threat, and about an opportunity. */
export const STRATEGIES_OF: Record<RiskKind, readonly Strategy[]> = {
  threat: ["avoid", "reduce", "transfer", "accept", "contingency", "escalate"],
  opportunity: ["exploit", "enhance", "share", "accept", "escalate"],
};

/** A risk whose strategy nobody chose yet fits either kind. */
export const strategyFits = (kind: RiskKind, strategy: Strategy | null): boolean =>
  strategy === null || STRATEGIES_OF[kind].includes(strategy);

export const RISK_STATUSES = ["open", "materialised", "closed"] as const;
export type RiskStatus = (typeof RISK_STATUSES)[number];
export const RISK_STATUS_LABELS: Record<RiskStatus, string> = {
  open: "Open",
  materialised: "Came true",
  closed: "Closed",
};

/** How the size of a loss is spread between its lowest and highest: fixed reads only the likely one. */
export const DISTRIBUTIONS = ["fixed", "triangular", "pert"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];
export const DISTRIBUTION_LABELS: Record<Distribution, string> = {
  fixed: "Fixed",
  triangular: "Triangular",
  pert: "PERT",
};

export const ASSESSMENT_KINDS = ["inherent", "residual", "target"] as const;
export type AssessmentKind = (typeof ASSESSMENT_KINDS)[number];
export const ASSESSMENT_KIND_LABELS: Record<AssessmentKind, string> = {
  inherent: "Inherent",
  residual: "Residual",
  target: "Target",
};

/** Preventive controls make a risk less likely, mitigating ones make it cost less. */
export const CONTROL_KINDS = ["preventive", "mitigating"] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];
export const CONTROL_KIND_LABELS: Record<ControlKind, string> = { preventive: "Preventive", mitigating: "Mitigating" };
