export const ASSUMPTION_STATUSES = ["open", "held", "failed"] as const;
export type AssumptionStatus = (typeof ASSUMPTION_STATUSES)[number];
export const ASSUMPTION_STATUS_LABELS: Record<AssumptionStatus, string> = {
  open: "Not validated yet",
  held: "Held",
  failed: "Proved false",
};

export const ISSUE_STATUSES = ["open", "in_progress", "resolved"] as const;
export type IssueStatus = (typeof ISSUE_STATUSES)[number];
export const ISSUE_STATUS_LABELS: Record<IssueStatus, string> = {
  open: "Open",
  in_progress: "In progress",
  resolved: "Resolved",
};

/** What stands in one log. Dependencies and decisions are nouns of their own. */
export const RAID_KINDS = ["risk", "assumption", "issue"] as const;
export type RaidKind = (typeof RAID_KINDS)[number];
export const RAID_KIND_LABELS: Record<RaidKind, string> = { risk: "Risk", assumption: "Assumption", issue: "Issue" };
