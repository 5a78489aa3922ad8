import { z } from "zod";
import { FAULTS, standsOnce } from "./input";

const place = {
  programId: z.uuid().nullable().optional(),
  initiativeId: z.uuid().nullable().optional(),
  modelId: z.uuid().nullable().optional(),
};
const once = { message: FAULTS.place, path: ["initiativeId"] };

/** `q`: words to be found in a starter; the place says which fit, and which were copied already. */
export const starterSearch = z.object({ q: z.string().trim().max(200).default(""), ...place }).refine(standsOnce, once);
export type StarterSearch = z.infer<typeof starterSearch>;

export const starterAcceptance = z
  .object({ starterId: z.string().min(1).max(120), ownerId: z.uuid().nullable().default(null), ...place })
  .refine(standsOnce, once);
export type StarterAcceptance = z.infer<typeof starterAcceptance>;

export const taxonomySearch = z.object({ q: z.string().trim().max(200).default("") });
