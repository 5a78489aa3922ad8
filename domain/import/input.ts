import { z } from "zod";
import { DELIMITERS } from "./delimiter";
import { importMapping } from "./mapping";
import { IMPORT_NOUNS } from "./words";

/** What a file holds. */
export const importNoun = z.enum(IMPORT_NOUNS);

/** How a person had the file read, where the detection was wrong. */
export const readChoices = z.object({
  delimiter: z.enum(DELIMITERS).optional(),
  headerLine: z.number().int().positive().optional(),
  /** Of a workbook. */
  sheet: z.string().min(1).max(255).optional(),
});
export type ReadChoices = z.infer<typeof readChoices>;

export const importRef = z.object({ id: z.uuid() });

export const importSheet = importRef.extend({ sheet: z.string().min(1).max(255) });

export const columnValues = importRef.extend({ column: z.string().min(1).max(1_100) });

export const importPlanRequest = importRef.extend({ mapping: importMapping });
export type ImportPlanRequest = z.infer<typeof importPlanRequest>;

/** `counts` are those of the dry run that was looked at: a plan that has become another is not committed. */
export const importCommitRequest = importRef.extend({
  rows: z.enum(["all", "good"]),
  counts: z.object({
    created: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.number().int(),
  }),
});
export type ImportCommitRequest = z.infer<typeof importCommitRequest>;

export const importPage = z.object({ page: z.number().int().min(1).max(10_000).default(1) });
