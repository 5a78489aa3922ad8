import { z } from "zod";
import { REGISTER_NOUNS } from "../table/column";
import { viewInput } from "../table/input";

/** Views one member keeps of one register. */
export const MOST_VIEWS = 100;

const name = z
  .string()
  .trim()
  .min(1, "Give the view a name.")
  .max(80, "Use 80 characters or fewer.")
  .refine((text) => !text.includes("\u0000"), "A name holds no NUL.");
const noun = z.enum(REGISTER_NOUNS);
const ref = z.object({ id: z.uuid(), version: z.number().int().min(1) });

export const viewList = z.object({ noun });

/** A new view by its name, or with an id what an existing one shows from now on. */
export const viewSave = z.union([z.object({ noun, name, view: viewInput }), ref.extend({ view: viewInput })]);
export type ViewSave = z.infer<typeof viewSave>;

export const viewRename = ref.extend({ name });
export type ViewRename = z.infer<typeof viewRename>;

export const viewShare = ref.extend({ shared: z.boolean() });
export type ViewShare = z.infer<typeof viewShare>;

export const viewDelete = ref;
export type ViewDelete = z.infer<typeof viewDelete>;

export const viewRestore = z.object({ id: z.uuid() });
export type ViewRestore = z.infer<typeof viewRestore>;

/** What opens without a view in the address; no id takes the choice back. */
export const viewDefault = z.object({ noun, id: z.uuid().nullable() });
export type ViewDefault = z.infer<typeof viewDefault>;
