import type { AssumptionStatus, IssueStatus } from "@/domain/raid/choice";
import type { Severity } from "@/domain/risk/severity";

type Placed = { on?: string; model?: string; program?: string };
/** Days count from today. `risk`: the number of the risk that follows, or that came true. */
export type SampleAssumption = Placed & {
  statement: string;
  owner: string;
  ago: number;
  validateIn: number;
  risk?: number;
  settled?: { ago: number; status: Exclude<AssumptionStatus, "open">; why: string };
};
export type SampleIssue = Placed & {
  title: string;
  description: string;
  severity: Severity;
  owner: string;
  ago: number;
  dueIn: number;
  status: Exclude<IssueStatus, "resolved">;
  resolved?: { ago: number; how: string };
};

export const ASSUMPTIONS: readonly SampleAssumption[] = [
  {
    statement: "The ambient vendor signs before its old model ends",
    ...{ on: "AI-31", owner: "duarte", ago: 131, validateIn: 30, risk: 58 },
  },
  {
    statement: "Two validators can be hired by March",
    ...{ owner: "varga", ago: 117, validateIn: 100, risk: 9 },
  },
  {
    statement: "The contact centre keeps using the assistant without coaches",
    ...{ on: "AI-19", owner: "ferris", ago: 220, validateIn: -30, risk: 38 },
    settled: { ago: 25, status: "failed", why: "Weekly users fell to 38 % of seats." },
  },
  {
    statement: "Lactate codes stay as they are until spring",
    ...{ model: "Sepsis early warning", owner: "marsh", ago: 57, validateIn: 130, risk: 55 },
    settled: { ago: 17, status: "failed", why: "The release of 3 November renamed them." },
  },
  {
    statement: "Payers keep their rules until the end of the year",
    ...{ on: "AI-14", owner: "calder", ago: 167, validateIn: -40, risk: 15 },
    settled: { ago: 27, status: "failed", why: "Three payers published new rules in October." },
  },
  {
    statement: "Every adult ward has a charge nurse at night",
    ...{ on: "AI-07", owner: "adeyemi", ago: 316, validateIn: -280 },
    settled: { ago: 276, status: "held", why: "Rosters of all nine wards read for a month." },
  },
  {
    statement: "The scanner interface comes with the licence",
    ...{ on: "AI-29", owner: "vance", ago: 127, validateIn: -12, risk: 14 },
  },
  {
    statement: "Agency rates rise by three per cent at most",
    ...{ on: "AI-41", owner: "tran", ago: 92, validateIn: 60 },
  },
  {
    statement: "The exit test can run beside production",
    ...{ owner: "reyes", ago: 44, validateIn: 80, risk: 27 },
  },
];

export const ISSUES: readonly SampleIssue[] = [
  {
    title: "The nightly extract of claims is empty",
    description: "Denial prediction has read nothing since the night before last.",
    ...{ severity: "amber", model: "Denial prediction", owner: "marsh", ago: 1, dueIn: 2, status: "in_progress" },
  },
  {
    title: "The medication helper has no owner",
    description: "Validation waits for answers nobody gives.",
    ...{ severity: "amber", on: "AI-28", owner: "okafor", ago: 36, dueIn: -9, status: "open" },
  },
  {
    title: "The silent run of triage is read by hand",
    description: "A report is written each week; it takes a day.",
    ...{ severity: "yellow", on: "AI-14", owner: "calder", ago: 48, dueIn: 26, status: "in_progress" },
  },
  {
    title: "The call list was sent twice",
    description: "Forty patients were called again by another nurse.",
    ...{ severity: "yellow", on: "AI-05", owner: "ruiz", ago: 163, dueIn: -150, status: "open" },
    resolved: { ago: 158, how: "The list carries its day and is refused a second time." },
  },
];
