import { z } from "zod";
import {
  ARCHIVED_CHOICES,
  ATTENTION_CHOICES,
  FILTER_KEYS,
  FILTER_LIMITS,
  LARGEST_PAGE,
  LAST_PAGE,
  MOST_FIELDS,
  MOST_IDS,
  MOST_VALUES,
  NOT_STATED,
  PAGE_SIZE,
  RESTRICTED_CHOICES,
  SORT_KEYS,
  STAGE_CHOICES,
  TIER_CHOICES,
  TYPE_CHOICES,
} from "./register-choice";

const many = <T extends z.ZodType>(item: T) => z.array(item).max(MOST_VALUES).default([]);
const short = z.string().max(FILTER_LIMITS.short);

/** What the register is narrowed to. Within one filter any value may hold; different filters must all hold. */
export const initiativeFilter = z.object({
  q: z.string().trim().max(FILTER_LIMITS.q).default(""),
  stage: many(z.enum(STAGE_CHOICES)),
  tier: many(z.enum(TIER_CHOICES)),
  type: many(z.enum(TYPE_CHOICES)),
  unit: many(short),
  /** A member's id, or the name of somebody who is no member. */
  owner: many(short),
  /** A program and everything below it. */
  program: many(z.union([z.uuid(), z.literal(NOT_STATED)])),
  tag: many(z.string().max(FILTER_LIMITS.tag)),
  attention: many(z.enum(ATTENTION_CHOICES)),
  restricted: z.enum(RESTRICTED_CHOICES).optional(),
  archived: z.enum(ARCHIVED_CHOICES).default("no"),
  /** Recorded changes on or after this day of the organisation. */
  changed: z.iso.date().optional(),
  /** Exactly these, for an export of marked rows. */
  ids: z.array(z.uuid()).max(MOST_IDS).optional(),
});
export type InitiativeFilter = z.infer<typeof initiativeFilter>;

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
  fields: z.array(z.uuid()).max(MOST_FIELDS).default([]),
});
export type RegisterInput = z.infer<typeof registerInput>;

/** Choices of one filter with the number of rows each would leave, the other filters holding. */
export const facetInput = initiativeFilter.extend({
  facet: z.enum(FILTER_KEYS),
  /** Narrows long lists of choices. */
  find: z.string().trim().max(100).default(""),
});
export type FacetInput = z.infer<typeof facetInput>;
