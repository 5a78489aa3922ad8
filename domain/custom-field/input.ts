import { z } from "zod";
import { CUSTOM_FIELD_KINDS } from "../initiative/choice";

export const CUSTOM_FIELD_LIMIT = 200;
const CHOICE_LIMIT = 200;

const label = z.string().trim().min(1, "Write a name.").max(120, "Use 120 characters or fewer.");
const choices = z
  .array(z.string().trim().min(1).max(200, "Use 200 characters or fewer for a choice."))
  .max(CHOICE_LIMIT, `A field has at most ${CHOICE_LIMIT} choices.`)
  .refine((all) => new Set(all.map((each) => each.toLowerCase())).size === all.length, "Each choice stands once.");

export const customFieldCreate = z
  .object({ label, kind: z.enum(CUSTOM_FIELD_KINDS), choices: choices.default([]) })
  .refine(({ kind, choices: given }) => kind !== "choice" || given.length > 0, {
    path: ["choices"],
    message: "Write at least one choice, each on a line of its own.",
  })
  .refine(({ kind, choices: given }) => kind === "choice" || given.length === 0, {
    path: ["choices"],
    message: "Only a choice field has choices.",
  });
export type CustomFieldCreate = z.infer<typeof customFieldCreate>;

const ref = z.object({ fieldId: z.uuid(), version: z.number().int().min(1) });

/** A new name and, for a choice field, its choices. The kind of a field never changes: values would lose their meaning. */
export const customFieldEdit = ref.extend({ label, choices: choices.default([]) });
export type CustomFieldEdit = z.infer<typeof customFieldEdit>;

export const customFieldArchive = ref.extend({ archived: z.boolean() });
export type CustomFieldArchive = z.infer<typeof customFieldArchive>;

export const customFieldList = z.object({ archived: z.boolean().default(false) });
export type CustomFieldList = z.infer<typeof customFieldList>;
