export const INITIATIVE_TYPES = [
  "predictive",
  "generative",
  "agent",
  "automation",
  "analytics",
  "vendor_product",
] as const;
export type InitiativeType = (typeof INITIATIVE_TYPES)[number];

/** A null type is "not stated". */
export const INITIATIVE_TYPE_LABELS: Record<InitiativeType, string> = {
  predictive: "Predictive",
  generative: "Generative",
  agent: "Agent",
  automation: "Automation",
  analytics: "Analytics",
  vendor_product: "Vendor product",
};

/** In the order an initiative passes them; a null stage is "not stated". */
export const INITIATIVE_STAGES = [
  "idea",
  "business_case",
  "design_data",
  "build",
  "validation",
  "pilot",
  "production",
  "retired",
] as const;
export type InitiativeStage = (typeof INITIATIVE_STAGES)[number];

export const INITIATIVE_STAGE_LABELS: Record<InitiativeStage, string> = {
  idea: "Idea",
  business_case: "Business case",
  design_data: "Design & data",
  build: "Build",
  validation: "Validation",
  pilot: "Pilot",
  production: "Production",
  retired: "Retired",
};

/** 1 carries the most consequence; a null tier is "unrated". */
export const INITIATIVE_TIERS = [1, 2, 3] as const;
export type InitiativeTier = (typeof INITIATIVE_TIERS)[number];

/** Offered in forms; the field is free text, because an organisation's own word for its method must survive an import. */
export const DELIVERY_METHODS = ["Waterfall", "Agile", "SAFe", "Hybrid"] as const;

export const CUSTOM_FIELD_KINDS = ["text", "number", "date", "choice"] as const;
export type CustomFieldKind = (typeof CUSTOM_FIELD_KINDS)[number];

export const CUSTOM_FIELD_KIND_LABELS: Record<CustomFieldKind, string> = {
  text: "Text",
  number: "Number",
  date: "Date",
  choice: "Choice",
};

/** The members an initiative names; each has an id column and, for a name that matches no member, a name column. */
export const INITIATIVE_PEOPLE = ["sponsor", "owner", "lead"] as const;
export type InitiativePerson = (typeof INITIATIVE_PEOPLE)[number];
