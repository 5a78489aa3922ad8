import { z } from "zod";
import { LIMITS } from "../initiative/input";

export const TAG_PAGE = 100;

const name = z
  .string()
  .trim()
  .min(1, "Write a name.")
  .max(LIMITS.tag, `At most ${LIMITS.tag} characters.`)
  .regex(/^[^\p{Cc}]*$/u, "A name holds no line breaks or control characters.");
const names = z.array(z.string().min(1).max(LIMITS.tag)).min(1).max(100, "At most 100 tags at once.");

export const tagList = z.object({
  q: z.string().trim().max(LIMITS.tag).default(""),
  page: z.number().int().min(1).max(10_000).default(1),
});
export type TagList = z.infer<typeof tagList>;

/** Several tags become one; of one it is a new name. */
export const tagMerge = z.object({ names, into: name });
export type TagMerge = z.infer<typeof tagMerge>;

export const tagDelete = z.object({ names });
export type TagDelete = z.infer<typeof tagDelete>;

export const tagUndo = z.object({ changeId: z.uuid() });
export type TagUndo = z.infer<typeof tagUndo>;
