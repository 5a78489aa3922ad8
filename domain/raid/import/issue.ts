import { choiceCell, dateCell, type FieldCell, fieldedNoun, textCell } from "../../import/fielded";
import type { Existing } from "../../import/noun";
import { IMPORT_WORDS } from "../../import/words";
import { NOWHERE, type Placed, type PlaceWorld, placeCells, settleOwn, settlePlace } from "../../risk/import/place";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "../../risk/severity";
import { ISSUE_STATUS_LABELS, type IssueStatus } from "../choice";
import { RAID_LIMITS } from "../input";

/** Everything an import can set of an issue. */
export type IssueValues = Placed & {
  code: string | null;
  title: string;
  description: string | null;
  severity: Severity | null;
  status: IssueStatus;
  raisedOn: string | null;
  resolutionDueOn: string | null;
};

type Cell = FieldCell<IssueValues, PlaceWorld>;

const CHOICES: readonly Cell[] = [
  choiceCell("severity", {
    ...{ label: "Severity", words: ["severity", "priority", "impact"], stays: true },
    options: SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] })),
    synonyms: { green: ["low", "minor"], yellow: ["medium", "moderate"], amber: ["high", "major"], red: ["critical"] },
  }),
  choiceCell("status", {
    ...{ label: "Status", words: ["status", "state"], stays: true },
    // Resolved is said with its resolution, on the issue itself.
    options: (["open", "in_progress"] as const).map((value) => ({ value, label: ISSUE_STATUS_LABELS[value] })),
    synonyms: { open: ["new"], in_progress: ["ongoing", "active", "started"] },
  }),
];

const CELLS: readonly Cell[] = [
  textCell("code", {
    ...{ label: "Code", words: ["code", "id", "issue id", "ref", "reference"], limit: 60, stays: true },
  }),
  textCell("title", {
    ...{ label: "Issue", limit: RAID_LIMITS.title, missing: "The title is missing." },
    words: ["issue", "title", "issue title", "name", "issue name"],
  }),
  textCell("description", { label: "Description", words: ["description", "details"], limit: RAID_LIMITS.text }),
  ...CHOICES,
  ...placeCells,
  dateCell("resolutionDueOn", {
    ...{ label: "Resolution due", words: ["resolution due", "due", "due date", "target date", "resolve by"] },
  }),
  dateCell("raisedOn", { label: "Raised", words: ["raised", "date raised", "raised on", "identified"], stays: true }),
];

/** Issues: named by their codes. */
export const ISSUE_IMPORT = fieldedNoun<IssueValues, PlaceWorld>(
  {
    words: IMPORT_WORDS.issue,
    required: "title",
    key: { code: "some rows", otherwise: ["title"] },
    cells: () => CELLS,
    empty: () => ({
      ...NOWHERE,
      ...{ code: null, title: "", description: null, severity: null, status: "open" },
      ...{ raisedOn: null, resolutionDueOn: null },
    }),
    copy: (values) => ({ ...values }),
    name: ({ title }) => title,
    code: ({ code }) => code,
    settle: (next, was, said, world) => {
      next.raisedOn ??= world.today;
      const labels = SEVERITIES.map((one) => SEVERITY_LABELS[one]).join(", ");
      const unsaid = { keys: ["severity", "title"], value: "", reason: "How grave it is, is missing." };
      return [
        ...settlePlace(next, was, said, world),
        ...settleOwn(next, was, world),
        ...(next.severity === null ? [{ ...unsaid, cure: `Fill Severity with one of: ${labels}.` }] : []),
      ];
    },
    frozen: ({ status, code, title }: Existing<IssueValues>) =>
      status === "resolved"
        ? { reason: `${code ?? ""} “${title}” is resolved.`, cure: "Reopen the issue to change it, or delete the row." }
        : null,
  },
  CHOICES,
);
