import { z } from "zod";
import { subjectRef } from "../subject/input";
import { COMMENT_LIMITS } from "./limits";

/** Plain text: line breaks and tabs are kept, other control characters are not. */
const plain = (text: string): string => text.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "");

const body = z
  .string()
  .max(COMMENT_LIMITS.body * 2)
  .transform((text) => plain(text).trim())
  .pipe(
    z
      .string()
      .min(1, "Write something first.")
      .max(COMMENT_LIMITS.body, `At most ${COMMENT_LIMITS.body.toLocaleString("en-US")} characters.`),
  );
const mentions = z
  .array(z.uuid())
  .max(COMMENT_LIMITS.mentions, `At most ${COMMENT_LIMITS.mentions} people.`)
  .default([]);

/** `mentions`: the members chosen while writing; those whose name is no longer in the text are not mentioned. */
export const commentCreate = z.object({ about: subjectRef, parentId: z.uuid().optional(), body, mentions });
export type CommentCreate = z.infer<typeof commentCreate>;

const ref = z.object({ commentId: z.uuid(), version: z.number().int().min(1) });
export const commentEdit = ref.extend({ body, mentions });
export type CommentEdit = z.infer<typeof commentEdit>;
export const commentDelete = z.object({ commentId: z.uuid() });
export type CommentDelete = z.infer<typeof commentDelete>;
export const commentResolve = z.object({ commentId: z.uuid(), resolved: z.boolean() });
export type CommentResolve = z.infer<typeof commentResolve>;

/** `around`: the page that holds this comment, whatever `page` says. */
export const commentList = z.object({
  about: subjectRef,
  page: z.number().int().min(1).max(10_000).default(1),
  around: z.uuid().optional(),
});
export type CommentList = z.infer<typeof commentList>;

export const mentionSearch = z.object({ about: subjectRef, q: z.string().max(100).default("") });
export type MentionSearch = z.infer<typeof mentionSearch>;
