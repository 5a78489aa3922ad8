import { z } from "zod";
import { asOfText } from "../shared/as-of";
import { REGISTER_NOUNS } from "../table/column";
import { COMPARED_KINDS } from "./difference";

export const COMPARED_PAGE = 50;

/** Two days of one register, or of one record of it; without `to`, now. */
export const compareInput = z.object({
  noun: z.enum(REGISTER_NOUNS),
  from: asOfText,
  to: asOfText.optional(),
  id: z.uuid().optional(),
  kind: z.enum(COMPARED_KINDS).optional(),
  page: z.number().int().min(1).max(1_000).default(1),
});
export type CompareInput = z.infer<typeof compareInput>;
