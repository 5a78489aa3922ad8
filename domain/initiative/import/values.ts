import { phraseOf } from "../../import/label";
import type { Existing } from "../../import/noun";
import { matchOption, type Option } from "../../import/option";
import type { InitiativeTier } from "../choice";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES, INITIATIVE_TYPE_LABELS, INITIATIVE_TYPES } from "../choice";
import { DESCRIBED_FIELDS } from "../field-label";
import type { StatedValues } from "../stated-values";

/** The fields of an initiative a column can fill, in the order a form shows them. */
export const IMPORT_FIELDS = [
  ...DESCRIBED_FIELDS,
  ...(["program", "sponsor", "owner", "lead", "startOn", "targetOn", "tags", "restricted"] as const),
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];
export const isImportField = (key: string): key is ImportField => IMPORT_FIELDS.some((field) => field === key);

/** Everything an import can set. Ids are absent: people and programs are looked up before. */
export type InitiativeValues = StatedValues & {
  code: string | null;
  tier: InitiativeTier | null;
  tags: string[];
  /** Field name or custom field id to the imported text, where the value alone would not give it back. */
  source: Record<string, string>;
};

/** An initiative of the organisation. */
export type ExistingRow = Existing<InitiativeValues & { isArchived?: boolean }>;

export const emptyValues = (): InitiativeValues => ({
  code: null,
  title: "",
  problem: null,
  outcome: null,
  businessUnit: null,
  domain: null,
  type: null,
  tier: null,
  stage: null,
  deliveryMethod: null,
  sponsorId: null,
  ownerId: null,
  leadId: null,
  sponsorName: null,
  ownerName: null,
  leadName: null,
  startOn: null,
  targetOn: null,
  programId: null,
  restricted: false,
  tags: [],
  custom: {},
  source: {},
});

export const CHOICE_FIELDS = ["type", "tier", "stage"] as const;
export type ChoiceField = (typeof CHOICE_FIELDS)[number];
export const isChoiceField = (field: string): field is ChoiceField =>
  (CHOICE_FIELDS as readonly string[]).includes(field);

export const CHOICE_OPTIONS: Record<ChoiceField, Option[]> = {
  type: INITIATIVE_TYPES.map((value) => ({ value, label: INITIATIVE_TYPE_LABELS[value] })),
  tier: ["1", "2", "3"].map((value) => ({ value, label: value })),
  stage: INITIATIVE_STAGES.map((value) => ({ value, label: INITIATIVE_STAGE_LABELS[value] })),
};

/**
 * Words other inventories use, proposed for a person to confirm. Words with two readings (implementation, deployment,
 * proof of concept, pre-deployment, in mission) are left out on purpose: a wrong stage is worse than none.
 *
 * @source NIST SP 800-64, phases of the system development life cycle, for the federal words
 */
const SYNONYMS: Record<ChoiceField, Record<string, string[]>> = {
  type: {
    predictive: ["predictive ai", "predictive model", "machine learning", "classical machine learning"],
    generative: ["generative ai", "genai", "gen ai", "llm", "large language model"],
    agent: ["agentic", "agentic ai", "ai agent", "agents"],
    automation: ["rpa", "robotic process automation", "process automation"],
    analytics: ["analytic", "advanced analytics", "data analytics"],
    vendor_product: ["vendor", "cots", "commercial product", "purchased product"],
  },
  tier: {
    "1": ["tier 1", "t1", "i", "tier i"],
    "2": ["tier 2", "t2", "ii", "tier ii"],
    "3": ["tier 3", "t3", "iii", "tier iii"],
  },
  stage: {
    idea: ["ideation", "initiated", "initiation", "planned", "planned not in production", "proposed", "concept"],
    business_case: ["business case development"],
    design_data: ["design", "design and data", "data preparation"],
    build: [
      "acquisition and or development",
      "development and acquisition",
      "development",
      "in development",
      "development not in production",
      "initial development",
      "currently under development",
      "acquisition",
    ],
    validation: ["validating", "in validation", "testing", "verification and validation", "user acceptance testing"],
    pilot: ["piloting", "in pilot", "this is a pilot initiative"],
    production: [
      "operation and maintenance",
      "operations and maintenance",
      "operation and management",
      "in production",
      "in production more than 1 year",
      "in production less than one year",
      "in production less than six months",
      "in production less than 6 months",
      "in use",
      "deployed",
      "live",
      "operational",
    ],
    retired: ["decommissioned", "sunset", "sunsetted"],
  },
};

/** Option whose value, label or known synonym the text is; null when none is. */
export function proposeOption(field: ChoiceField, text: string): string | null {
  const phrase = phraseOf(text);
  if (phrase === "") return null;
  const exact = matchOption(CHOICE_OPTIONS[field], text);
  if (exact !== null) return exact;
  return Object.entries(SYNONYMS[field]).find(([, words]) => words.includes(phrase))?.[0] ?? null;
}
