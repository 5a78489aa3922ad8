import { ATTENTION_REASONS, REASON_LABELS } from "../pack/standing";
import { INITIATIVE_STAGES, INITIATIVE_TYPES } from "./choice";

/** Stands for an empty value wherever a filter names values. */
export const NOT_STATED = "none";

export const PAGE_SIZE = 50;
export const LARGEST_PAGE = 100;

/** Values one filter may name together. */
export const MOST_VALUES = 60;
/** Longest text a filter takes, in characters. */
export const FILTER_LIMITS = { q: 200, short: 300, tag: 80 } as const;
/** Marked rows of one export. */
export const MOST_IDS = 1_000;
/** Custom fields whose values a page of rows carries. */
export const MOST_FIELDS = 20;
/** Rows a page may start after: deeper than any organisation has, shallow enough to be harmless. */
export const LAST_PAGE = 10_000;

export const STAGE_CHOICES = [...INITIATIVE_STAGES, NOT_STATED] as const;
export const TIER_CHOICES = ["1", "2", "3", NOT_STATED] as const;
export const TYPE_CHOICES = [...INITIATIVE_TYPES, NOT_STATED] as const;
export const ATTENTION_CHOICES = ["any", ...ATTENTION_REASONS] as const;
export const RESTRICTED_CHOICES = ["yes", "no"] as const;
export const ARCHIVED_CHOICES = ["no", "only", "all"] as const;

export const FILTER_KEYS = ["stage", "tier", "type", "unit", "owner", "program", "tag", "attention"] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

export const FILTER_LABELS: Record<FilterKey | "restricted" | "archived" | "changed", string> = {
  stage: "Stage",
  tier: "Tier",
  type: "Type",
  unit: "Business unit",
  owner: "Owner",
  program: "Program",
  tag: "Tag",
  attention: "Needs attention",
  restricted: "Restricted",
  archived: "Archived",
  changed: "Changed since",
};

export const ATTENTION_LABELS: Record<(typeof ATTENTION_CHOICES)[number], string> = {
  any: "for any reason",
  ...REASON_LABELS,
};

export const SORT_KEYS = [
  "relevance",
  "code",
  "title",
  "unit",
  "domain",
  "stage",
  "tier",
  "type",
  "method",
  "program",
  "owner",
  "sponsor",
  "lead",
  "start",
  "target",
  "updated",
  "attention",
] as const;
export type SortKey = (typeof SORT_KEYS)[number];
