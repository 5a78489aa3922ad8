/** The four classes every rule speaks of, mild to grave. A matrix names its own levels and gives each one a class. */
export const SEVERITIES = ["green", "yellow", "amber", "red"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_LABELS: Record<Severity, string> = {
  green: "Green",
  yellow: "Yellow",
  amber: "Amber",
  red: "Red",
};

/** 0 for green to 3 for red. */
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** Below 0 when the first is milder, above 0 when it is graver. */
export const compareSeverity = (one: Severity, other: Severity): number => severityRank(one) - severityRank(other);

/** True when a class is as grave as a limit or graver. */
export const isAtLeast = (severity: Severity, limit: Severity): boolean => compareSeverity(severity, limit) >= 0;
