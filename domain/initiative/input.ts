import { z } from "zod";
import { INITIATIVE_STAGES, INITIATIVE_TYPES } from "./choice";

/** Longest text a field takes, in characters. Real inventories reach 342 in a title and 4,129 in a text. */
export const LIMITS = { code: 60, title: 500, text: 20_000, short: 300, tag: 80, tags: 50, reason: 2_000 } as const;

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max.toLocaleString("en-US")} characters.`)
    .transform((text) => (text === "" ? null : text))
    .nullable();

const optionalDate = z.iso.date("Use a date such as 2026-11-20.").nullable();

/** Custom field id to value. Numbers are decimal text and dates are ISO text, so that nothing is rounded. */
export const customValues = z.record(z.uuid(), z.string().max(LIMITS.text));

export const tagNames = z
  .array(z.string().trim().min(1).max(LIMITS.tag))
  .max(LIMITS.tags, `At most ${LIMITS.tags} tags.`)
  .transform((names) => [...new Set(names)]);

const fields = z.object({
  code: z.string().trim().min(1, "Give a code.").max(LIMITS.code),
  title: z.string().trim().min(1, "Give a title.").max(LIMITS.title),
  problem: optionalText(LIMITS.text),
  outcome: optionalText(LIMITS.text),
  businessUnit: optionalText(LIMITS.short),
  domain: optionalText(LIMITS.short),
  type: z.enum(INITIATIVE_TYPES).nullable(),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  stage: z.enum(INITIATIVE_STAGES).nullable(),
  deliveryMethod: optionalText(LIMITS.short),
  sponsorId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  leadId: z.uuid().nullable(),
  startOn: optionalDate,
  targetOn: optionalDate,
  programId: z.uuid().nullable(),
  restricted: z.boolean(),
  tags: tagNames,
  custom: customValues,
});

type Dates = { startOn?: string | null | undefined; targetOn?: string | null | undefined };

/** ISO dates compare as text. A missing date is no contradiction. */
export const datesInOrder = ({ startOn, targetOn }: Dates): boolean => !startOn || !targetOn || startOn <= targetOn;

const inOrder = { message: "The target date is before the start date.", path: ["targetOn"] };

/** Without a code the command gives the next free one. */
export const newInitiative = fields.partial().required({ title: true }).refine(datesInOrder, inOrder);
export type NewInitiative = z.infer<typeof newInitiative>;

/** Only the fields present are written. `version` is the one the editor saw: a later one is a conflict. */
export const initiativeEdit = z.object({
  id: z.uuid(),
  version: z.number().int().positive(),
  patch: fields.omit({ stage: true }).partial().refine(datesInOrder, inOrder),
});
export type InitiativeEdit = z.infer<typeof initiativeEdit>;

export const stageChange = z.object({
  id: z.uuid(),
  version: z.number().int().positive(),
  stage: z.enum(INITIATIVE_STAGES).nullable(),
  reason: z.string().trim().min(3, "Say why, in a sentence others can follow.").max(LIMITS.reason),
});
export type StageChange = z.infer<typeof stageChange>;
