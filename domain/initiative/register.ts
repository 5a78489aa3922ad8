import { z } from "zod";
import { ATTENTION_REASONS } from "../pack/standing";
import { INITIATIVE_STAGES, INITIATIVE_TYPES } from "./choice";
import { LIMITS } from "./input";

/** Stands for an empty value wherever a filter names values. */
export const NOT_STATED = "none";

export const PAGE_SIZE = 50;
export const LARGEST_PAGE = 100;
/** Rows a page may start after: deeper than any organisation has, shallow enough to be harmless. */
const LAST_PAGE = 10_000;

const many = <T extends z.ZodType>(item: T) => z.array(item).max(60).default([]);
const short = z.string().max(LIMITS.short);

/** What the register is narrowed to. Within one filter any value may hold; different filters must all hold. */
export const initiativeFilter = z.object({
  q: z.string().trim().max(200).default(""),
  stage: many(z.enum([...INITIATIVE_STAGES, NOT_STATED])),
  tier: many(z.enum(["1", "2", "3", NOT_STATED])),
  type: many(z.enum([...INITIATIVE_TYPES, NOT_STATED])),
  unit: many(short),
  /** A member's id, or the name of somebody who is no member. */
  owner: many(short),
  /** A program and everything below it. */
  program: many(z.union([z.uuid(), z.literal(NOT_STATED)])),
  tag: many(z.string().max(LIMITS.tag)),
  attention: many(z.enum(["any", ...ATTENTION_REASONS])),
  restricted: z.enum(["yes", "no"]).optional(),
  archived: z.enum(["no", "only", "all"]).default("no"),
  /** Recorded changes on or after this day of the organisation. */
  changed: z.iso.date().optional(),
  /** Exactly these, for an export of marked rows. */
  ids: z.array(z.uuid()).max(1_000).optional(),
});
export type InitiativeFilter = z.infer<typeof initiativeFilter>;

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

export const ATTENTION_LABELS: Record<InitiativeFilter["attention"][number], string> = {
  any: "for any reason",
  model_critical: "model critical",
  target_past: "target date past",
  model_no_data: "model without data",
  not_updated: "not updated for 30 days",
  model_warning: "model in warning",
  no_owner: "no owner",
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

/** `custom.<id>` sorts by a custom field. */
const customSort = z.templateLiteral(["custom.", z.uuid()]);

export const initiativeSort = z.object({
  key: z.union([z.enum(SORT_KEYS), customSort]),
  descending: z.boolean().default(false),
});
export type InitiativeSort = z.infer<typeof initiativeSort>;

/** Without a sort: by relevance while searching, else by code. */
export const registerInput = initiativeFilter.extend({
  sort: initiativeSort.optional(),
  page: z.number().int().min(1).max(LAST_PAGE).default(1),
  pageSize: z.number().int().min(1).max(LARGEST_PAGE).default(PAGE_SIZE),
  /** Custom fields whose values the rows carry. */
  fields: z.array(z.uuid()).max(20).default([]),
});
export type RegisterInput = z.infer<typeof registerInput>;

/** Choices of one filter with the number of rows each would leave, the other filters holding. */
export const facetInput = initiativeFilter.extend({
  facet: z.enum(FILTER_KEYS),
  /** Narrows long lists of choices. */
  find: z.string().trim().max(100).default(""),
});
export type FacetInput = z.infer<typeof facetInput>;
