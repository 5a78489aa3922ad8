import { formatDate } from "../shared/figure";
import { printNumber, withUnit } from "../shared/number";
import { moneyText } from "./money-text";
import {
  ASSESSMENT_KIND_LABELS,
  type AssessmentKind,
  CONTROL_KIND_LABELS,
  type ControlKind,
  DISTRIBUTION_LABELS,
  type Distribution,
  RISK_KIND_LABELS,
  RISK_STATUS_LABELS,
  type RiskKind,
  type RiskStatus,
  STRATEGY_LABELS,
  type Strategy,
} from "./response";

/** A recorded row as the database holds it, by column name. */
export type RecordedRow = Readonly<Record<string, unknown>>;
/** What ids and keys in the record mean; undefined for what is gone or hidden. */
export type NameOf = (id: string) => string | undefined;
/** A changed field in words. Null is an empty value. */
export type RiskDifference = { field: string; label: string; from: string | null; to: string | null };

type Say = (value: string, row: RecordedRow, nameOf: NameOf) => string;

const plain: Say = (value) => value;
const day: Say = (value) => formatDate(value);
const named: Say = (value, _, nameOf) => nameOf(value) ?? "one that is gone";
const money: Say = (value, row) => moneyText(Number(value), String(row.currency ?? "USD"));
const share: Say = (value) => withUnit(printNumber(Number(value) * 100, { digits: [0, 1] }), "%");

/** Columns that people set, in the order a page shows them. Figures that triggers keep are left out. */
const FIELDS: readonly (readonly [column: string, label: string, say: Say])[] = [
  ["title", "Title", plain],
  ["cause", "Cause", plain],
  ["event", "Event", plain],
  ["consequence", "Consequence", plain],
  ["status", "Status", (value) => RISK_STATUS_LABELS[value as RiskStatus] ?? value],
  ["kind", "Kind", (value) => RISK_KIND_LABELS[value as RiskKind] ?? value],
  ["category", "Category", (value, _, nameOf) => nameOf(value) ?? value],
  ["program_id", "Program", named],
  ["initiative_id", "Initiative", named],
  ["model_id", "Model", named],
  ["owner_id", "Owner", named],
  ["proximity_on", "May come true", day],
  ["review_on", "Review", day],
  ["raised_on", "Raised", day],
  ["strategy", "Response", (value) => STRATEGY_LABELS[value as Strategy] ?? value],
  ["contingency_plan", "Contingency plan", plain],
  ["contingency_trigger", "Trigger", plain],
  ["contingency", "Contingency held", money],
  ["probability", "Probability", share],
  ["distribution", "Spread", (value) => DISTRIBUTION_LABELS[value as Distribution] ?? value],
  ["loss_low", "Low", money],
  ["loss_likely", "Likely", money],
  ["loss_high", "High", money],
  ["correlation_group", "Common cause", plain],
];

/** The fields in which two versions of a risk differ. Without a version before: what was stated first. */
export function riskDifferences(before: RecordedRow | null, after: RecordedRow, nameOf: NameOf): RiskDifference[] {
  const text = (row: RecordedRow | null, column: string, say: Say) => {
    const value = row?.[column] ?? null;
    return row === null || value === null ? null : say(String(value), row, nameOf);
  };
  return FIELDS.flatMap(([field, label, say]) => {
    const [from, to] = [text(before, field, say), text(after, field, say)];
    const isDefault = before === null && ["status", "kind", "distribution", "raised_on"].includes(field);
    return from === to || isDefault ? [] : [{ field, label, from, to }];
  });
}

export const RISK_PARTS = [
  "risk_assessment",
  "risk_control",
  "response_action",
  "risk_tag",
  "risk_acceptance",
  "risk_indicator",
] as const;
export type RiskPart = (typeof RISK_PARTS)[number];

const stated = (words: readonly (string | false | null)[]): string => words.filter(Boolean).join(", ");
const place = (value: unknown): string => String(Number(value) + 1);

/** A row of a part of a risk, in words. */
const SAY: Record<
  RiskPart,
  {
    label: (row: RecordedRow) => string;
    /** What it is called; stands before what is said of it, and once where only that changed. */
    name?: (row: RecordedRow, nameOf: NameOf) => string;
    say: (row: RecordedRow, nameOf: NameOf) => string;
  }
> = {
  risk_assessment: {
    label: (row) => `${ASSESSMENT_KIND_LABELS[row.kind as AssessmentKind]} score`,
    say: (row) =>
      stated([
        `likelihood ${place(row.likelihood)} × impact ${place(row.impact)} = ${row.score}`,
        String(row.severity),
        row.automatic === true && "automatic",
      ]),
  },
  risk_control: {
    label: () => "Control",
    name: (row) => String(row.name),
    say: (row) =>
      stated([
        CONTROL_KIND_LABELS[row.kind as ControlKind].toLowerCase(),
        withUnit(printNumber(Number(row.effectiveness) * 100, { digits: [0, 1] }), "%"),
        typeof row.tested_on === "string" && `tested ${formatDate(row.tested_on)}`,
      ]),
  },
  response_action: {
    label: () => "Action",
    name: (row) => String(row.title),
    say: (row, nameOf) =>
      stated([
        typeof row.owner_id === "string" && (nameOf(row.owner_id) ?? "a former member"),
        typeof row.due_on === "string" && `due ${formatDate(row.due_on)}`,
        typeof row.done_on === "string" && `done ${formatDate(row.done_on)}`,
      ]),
  },
  risk_tag: { label: () => "Taxonomy", say: (row) => `${row.framework} ${row.edition} ${row.ref}` },
  risk_acceptance: {
    label: () => "Acceptance",
    say: (row) => `${row.decision ?? "proposed"} until ${formatDate(String(row.expires_on))}`,
  },
  risk_indicator: {
    label: () => "Live signal",
    name: (row, nameOf) => nameOf(String(row.rule_id)) ?? "a rule",
    say: (row) =>
      stated([
        `warning +${row.raise_warning}`,
        `critical +${row.raise_critical}`,
        Number(row.raised_steps) > 0 && `raises ${row.raised_steps} now`,
        row.active === false && "switched off",
      ]),
  },
};

/** How one row of a part changed; null where nothing that people read did. */
export function partDifference(
  part: RiskPart,
  { before, after }: { before: RecordedRow | null; after: RecordedRow | null },
  nameOf: NameOf,
): RiskDifference | null {
  const row = after ?? before;
  if (!row) return null;
  const { label, name, say } = SAY[part];
  const field = `${part} ${row.id ?? row.ref}`;
  const called = name?.(row, nameOf);
  if (before && after && called && name?.(before, nameOf) === called) {
    const [from, to] = [say(before, nameOf), say(after, nameOf)];
    return from === to ? null : { field, label: `${label(row)} “${called}”`, from: from || null, to: to || null };
  }
  const text = (of: RecordedRow | null) => of && stated([name?.(of, nameOf) ?? "", say(of, nameOf)]);
  const [from, to] = [text(before), text(after)];
  return from === to ? null : { field, label: label(row), from, to };
}
