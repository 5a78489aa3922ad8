import type { RiskData } from "@/components/risk/shape";
import { formatDate, formatMoney } from "@/components/ui/format";
import {
  DISTRIBUTION_LABELS,
  type Distribution,
  RISK_KIND_LABELS,
  RISK_STATUS_LABELS,
  type RiskKind,
  type RiskStatus,
  STRATEGY_LABELS,
  type Strategy,
} from "@/domain/risk/response";
import { printNumber, withUnit } from "@/domain/shared/number";

const LABELS: Readonly<Record<string, string>> = {
  ...{ title: "Title", cause: "Cause", event: "Event", consequence: "Consequence", kind: "Kind", category: "Category" },
  ...{ programId: "Program", initiativeId: "Initiative", modelId: "Model", ownerId: "Owner", status: "Status" },
  ...{ proximityOn: "May come true", raisedOn: "Raised", reviewOn: "Review", strategy: "Response" },
  ...{ contingencyPlan: "Contingency plan", contingencyTrigger: "Trigger", contingency: "Contingency held" },
  ...{ probability: "Probability", lossLow: "Low", lossLikely: "Likely", lossHigh: "High" },
  ...{ distribution: "Spread", correlationGroup: "Common cause", name: "Name", effectiveness: "Effectiveness" },
  ...{ testedOn: "Tested", dueOn: "Due", doneOn: "Done" },
};

export const fieldLabel = (field: string): string => LABELS[field] ?? field;

export const percentText = (fraction: number | null): string =>
  fraction === null ? "" : withUnit(printNumber(fraction * 100, { digits: [0, 1] }), "%");

/** Every unit of it, and cents only where there are some. */
export const exactMoney = (minor: number, currency: string): string =>
  formatMoney(minor, currency, { exact: true }).replace(/[.,]00$/, "");

const MONEY = ["lossLow", "lossLikely", "lossHigh", "contingency"];

type Sources = {
  page: Pick<RiskData, "currency" | "categories">;
  members: readonly { id: string; name: string }[];
};

/** A value as a person reads it, for the two sides of a conflict. */
export function valueWords(field: string, value: unknown, { page, members }: Sources): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "number") return MONEY.includes(field) ? exactMoney(value, page.currency) : percentText(value);
  const text = String(value);
  if (field.endsWith("On")) return formatDate(text);
  if (field === "ownerId") return members.find(({ id }) => id === text)?.name ?? "another person";
  if (field.endsWith("Id")) return `another ${fieldLabel(field).toLowerCase()}`;
  if (field === "category") return page.categories.find(({ key }) => key === text)?.name ?? text;
  if (field === "strategy") return STRATEGY_LABELS[text as Strategy] ?? text;
  if (field === "distribution") return DISTRIBUTION_LABELS[text as Distribution] ?? text;
  if (field === "kind") return RISK_KIND_LABELS[text as RiskKind] ?? text;
  if (field === "status") return RISK_STATUS_LABELS[text as RiskStatus] ?? text;
  return text;
}
