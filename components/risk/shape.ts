import type { inferRouterOutputs } from "@trpc/server";
import type { StatusKind } from "@/components/ui/status";
import { SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>;
export type RiskData = Outputs["risk"]["get"];
export type RiskChoices = Outputs["risk"]["choices"];
export type AssessmentData = RiskData["assessments"][number];
export type ControlData = RiskData["controls"][number];
export type ActionData = RiskData["actions"][number];
export type AcceptanceData = Outputs["acceptance"]["get"]["acceptances"][number];
export type EscalationData = Outputs["escalation"]["get"]["rules"][number];
export type IndicatorData = Outputs["indicator"]["get"]["indicators"][number];
export type PolicyData = Outputs["appetite"]["get"];

const STATUS: Record<Severity, StatusKind> = { green: "good", yellow: "good", amber: "watch", red: "bad" };

/** The shape of a class of severity; its word is said beside it. */
export const severityStatus = (severity: Severity | null): StatusKind => (severity ? STATUS[severity] : "none");

/** "Red", or the level's own name with its class where they differ: "Extreme (red)". */
export function levelWords(level: string | undefined, severity: Severity): string {
  if (!level || level.toLowerCase() === severity) return SEVERITY_LABELS[severity];
  return `${level} (${severity})`;
}
