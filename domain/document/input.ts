import { z } from "zod";
import { subjectRef } from "../subject/input";
import { cleanName, NAME_LENGTH } from "./name";

export const DOCUMENT_PAGE = 20;

export const documentList = z.object({
  about: subjectRef,
  page: z.number().int().min(1).max(10_000).default(1),
});
export type DocumentList = z.infer<typeof documentList>;

/** What an upload says beside its bytes; with `documentId` it is a new version of that document. */
export const documentUpload = z.object({
  about: subjectRef,
  documentId: z.uuid().optional(),
  name: z.string().max(2_000).transform(cleanName),
});
export type DocumentUpload = z.infer<typeof documentUpload>;

export const documentRename = z.object({
  documentId: z.uuid(),
  version: z.number().int().min(1),
  name: z
    .string()
    .trim()
    .min(1, "Give a name.")
    .max(NAME_LENGTH, `At most ${NAME_LENGTH} characters.`)
    .refine((name) => !/[/\\]/.test(name), "A name holds no / and no \\.")
    .transform(cleanName),
});
export type DocumentRename = z.infer<typeof documentRename>;

export const documentDelete = z.object({
  documentId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a sentence others can follow.").max(2_000),
});
export type DocumentDelete = z.infer<typeof documentDelete>;

export const documentRestore = z.object({ documentId: z.uuid() });
export type DocumentRestore = z.infer<typeof documentRestore>;
