import { MODEL_HEALTH_TEXT, MODEL_HEALTHS } from "../metric/health";
import type { RegisterDeclaration } from "../table/column";

/** The register of models, the worst first. */
export const MODEL_REGISTER = {
  noun: "model",
  one: "model",
  many: "models",
  sort: [
    { key: "health", descending: false },
    { key: "tier", descending: false },
    { key: "name", descending: false },
  ],
  search: "ranked",
  columns: [
    { key: "name", label: "Model", kind: "text", required: true, fixed: true, width: 196 },
    {
      key: "tier",
      label: "Tier",
      kind: "choice",
      choices: ["1", "2", "3"].map((tier) => ({ value: tier, label: tier })),
      empty: "unrated",
      board: true,
      bulk: true,
      width: 44,
      help: "How much depends on it: 1 carries the most consequence.",
    },
    { key: "version", label: "Version", kind: "text", width: 62 },
    { key: "initiative", label: "Initiative", kind: "reference", bulk: true, width: 186 },
    { key: "measure", label: "Main measure", kind: "text", empty: "none yet", width: 132 },
    { key: "course", label: "90 days, limit", kind: "number", drawn: true, width: 132 },
    { key: "now", label: "Now", kind: "number", sortable: false, filterable: false, compared: false, width: 72 },
    { key: "limit", label: "Limit", kind: "number", sortable: false, filterable: false, width: 66 },
    {
      key: "health",
      label: "State",
      kind: "choice",
      choices: MODEL_HEALTHS.map((value) => ({ value, label: MODEL_HEALTH_TEXT[value] })),
      required: true,
      fixed: true,
      board: true,
      width: 132,
      help: "The worst open alert of its rules.",
    },
    { key: "since", label: "Since", kind: "instant", compared: false, width: 92 },
    {
      key: "status",
      label: "Status",
      kind: "choice",
      choices: [
        { value: "development", label: "in development" },
        { value: "live", label: "live" },
        { value: "retired", label: "retired" },
      ],
      required: true,
      board: true,
      bulk: true,
      hidden: true,
      width: 110,
    },
    {
      key: "builder",
      label: "Builder",
      kind: "person",
      bulk: true,
      hidden: true,
      width: 130,
      help: "Built it, so does not validate it.",
    },
    {
      key: "operator",
      label: "Operator",
      kind: "person",
      bulk: true,
      hidden: true,
      width: 130,
      help: "Keeps it running.",
    },
    { key: "type", label: "Type", kind: "text", groupable: true, hidden: true, width: 110 },
    { key: "purpose", label: "Purpose", kind: "text", sortable: false, hidden: true, width: 250 },
  ],
} as const satisfies RegisterDeclaration;

export type ModelColumn = (typeof MODEL_REGISTER)["columns"][number]["key"];
