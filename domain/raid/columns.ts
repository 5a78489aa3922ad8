import { RISK_LEVEL_LABELS, RISK_LEVELS } from "../risk/columns";
import { RISK_STATUS_LABELS } from "../risk/response";
import { SEVERITIES, SEVERITY_LABELS } from "../risk/severity";
import type { RegisterColumn, RegisterDeclaration } from "../table/column";
import {
  ASSUMPTION_STATUS_LABELS,
  ASSUMPTION_STATUSES,
  ISSUE_STATUS_LABELS,
  ISSUE_STATUSES,
  RAID_KIND_LABELS,
  RAID_KINDS,
} from "./choice";

const labelled = <Value extends string>(values: readonly Value[], labels: Readonly<Record<Value, string>>) =>
  values.map((value) => ({ value, label: labels[value] }));

const code = { key: "code", label: "Code", head: "Id", kind: "text", required: true, width: 60 } as const;
const owner = { key: "owner", label: "Owner", kind: "person", width: 130 } as const;
const raised = { key: "raised", label: "Raised", kind: "date", required: true, hidden: true, width: 96 } as const;
const overdue = {
  key: "overdue",
  label: "Overdue",
  kind: "boolean",
  required: true,
  hidden: true,
  compared: false,
  width: 84,
} as const;
const severity = {
  key: "severity",
  label: "Severity",
  kind: "choice",
  choices: labelled(SEVERITIES, SEVERITY_LABELS),
  descendingFirst: true,
  board: true,
  width: 84,
} as const;
/** Where it stands. */
const place = [
  {
    key: "initiative",
    label: "Initiative",
    kind: "reference",
    width: 180,
    help: "What stands on a model counts on the model's initiative too.",
  },
  { key: "model", label: "Model", kind: "reference", hidden: true, width: 150 },
  {
    key: "program",
    label: "Program",
    kind: "reference",
    hidden: true,
    width: 150,
    help: "A program counts with everything below it.",
  },
  {
    key: "level",
    label: "Stands on",
    kind: "choice",
    choices: labelled(RISK_LEVELS, RISK_LEVEL_LABELS),
    required: true,
    board: true,
    hidden: true,
    width: 96,
  },
] as const satisfies readonly RegisterColumn[];

/** The register of assumptions, those to be validated first on top. */
export const ASSUMPTION_REGISTER = {
  noun: "assumption",
  one: "assumption",
  many: "assumptions",
  sort: [{ key: "validate", descending: false }],
  search: "contains",
  columns: [
    code,
    {
      key: "statement",
      label: "Assumption",
      kind: "text",
      required: true,
      fixed: true,
      edit: true,
      long: true,
      width: 300,
    },
    {
      key: "status",
      label: "Status",
      kind: "choice",
      choices: labelled(ASSUMPTION_STATUSES, ASSUMPTION_STATUS_LABELS),
      required: true,
      board: true,
      width: 120,
    },
    { key: "validate", label: "Validate by", kind: "date", bulk: true, width: 96 },
    { ...owner, bulk: true },
    { key: "risk", label: "If false", kind: "reference", width: 180, help: "The risk that follows if it is false." },
    ...place,
    overdue,
    raised,
    { key: "note", label: "Note", kind: "text", sortable: false, edit: true, long: true, hidden: true, width: 220 },
  ],
} as const satisfies RegisterDeclaration;
export type AssumptionColumn = (typeof ASSUMPTION_REGISTER)["columns"][number]["key"];

/** The register of issues, the gravest first. */
export const ISSUE_REGISTER = {
  noun: "issue",
  one: "issue",
  many: "issues",
  sort: [
    { key: "severity", descending: true },
    { key: "due", descending: false },
  ],
  search: "contains",
  columns: [
    code,
    { key: "title", label: "Issue", kind: "text", required: true, fixed: true, edit: true, width: 300 },
    { ...severity, required: true, bulk: true },
    {
      key: "status",
      label: "Status",
      kind: "choice",
      choices: labelled(ISSUE_STATUSES, ISSUE_STATUS_LABELS),
      required: true,
      board: true,
      width: 110,
    },
    { key: "due", label: "Resolution due", head: "Due", kind: "date", bulk: true, width: 96 },
    { ...owner, bulk: true },
    { key: "risk", label: "Was the risk", kind: "reference", width: 180, help: "The risk that came true." },
    ...place,
    overdue,
    raised,
    { key: "resolved", label: "Resolved", kind: "date", hidden: true, width: 96 },
    {
      key: "description",
      label: "Description",
      kind: "text",
      sortable: false,
      edit: true,
      long: true,
      hidden: true,
      width: 220,
    },
    { key: "resolution", label: "Resolution", kind: "text", sortable: false, hidden: true, width: 220 },
  ],
} as const satisfies RegisterDeclaration;
export type IssueColumn = (typeof ISSUE_REGISTER)["columns"][number]["key"];

/** Risks, assumptions and issues in one log, what is due first on top. Each is changed in its own register. */
export const RAID_REGISTER = {
  noun: "raid",
  one: "entry",
  many: "entries",
  sort: [{ key: "due", descending: false }],
  search: "contains",
  columns: [
    code,
    {
      key: "kind",
      label: "Kind",
      kind: "choice",
      choices: labelled(RAID_KINDS, RAID_KIND_LABELS),
      required: true,
      board: true,
      width: 96,
    },
    { key: "title", label: "Entry", kind: "text", required: true, fixed: true, width: 320 },
    { ...severity, empty: "not rated" },
    {
      key: "state",
      label: "State",
      kind: "choice",
      choices: [
        { value: "open", label: "open" },
        { value: "ended", label: "ended" },
      ],
      required: true,
      board: true,
      width: 76,
    },
    {
      key: "status",
      label: "Status",
      kind: "choice",
      choices: [
        { value: "open", label: "Open" },
        { value: "in_progress", label: ISSUE_STATUS_LABELS.in_progress },
        { value: "materialised", label: RISK_STATUS_LABELS.materialised },
        { value: "closed", label: RISK_STATUS_LABELS.closed },
        { value: "held", label: ASSUMPTION_STATUS_LABELS.held },
        { value: "failed", label: ASSUMPTION_STATUS_LABELS.failed },
        { value: "resolved", label: ISSUE_STATUS_LABELS.resolved },
      ],
      required: true,
      hidden: true,
      width: 110,
    },
    {
      key: "due",
      label: "Due",
      kind: "date",
      width: 96,
      help: "The next review of a risk, the validation of an assumption, the resolution of an issue.",
    },
    owner,
    ...place,
    overdue,
    raised,
    { key: "ended", label: "Ended", kind: "date", hidden: true, width: 96 },
  ],
} as const satisfies RegisterDeclaration;
export type RaidColumn = (typeof RAID_REGISTER)["columns"][number]["key"];
