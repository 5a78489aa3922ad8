/** Fields a form, an import and the record all call by the same name, in the order a form shows them. */
export const DESCRIBED_FIELDS = [
  "code",
  "title",
  "problem",
  "outcome",
  "businessUnit",
  "domain",
  "type",
  "tier",
  "stage",
  "deliveryMethod",
] as const;

/** What people call each field, in one place: forms, imports, activity, export heads and packs. */
export const FIELD_LABELS = {
  code: "Code",
  title: "Title",
  problem: "Problem",
  outcome: "Outcome",
  businessUnit: "Business unit",
  domain: "Domain",
  type: "Type",
  tier: "Tier",
  stage: "Stage",
  deliveryMethod: "Delivery method",
  program: "Program",
  programId: "Program",
  sponsor: "Sponsor",
  sponsorId: "Sponsor",
  sponsorName: "Sponsor, as imported",
  owner: "Owner",
  ownerId: "Owner",
  ownerName: "Owner, as imported",
  lead: "Lead",
  leadId: "Lead",
  leadName: "Lead, as imported",
  startOn: "Start date",
  targetOn: "Target date",
  tags: "Tags",
  restricted: "Restricted",
  custom: "Custom fields",
  archivedAt: "Archived",
} as const;

/** The label of a field of the record; its own name where it has none. */
export const fieldLabel = (field: string): string => (FIELD_LABELS as Record<string, string>)[field] ?? field;
