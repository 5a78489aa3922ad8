import type { inferRouterOutputs } from "@trpc/server";
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
