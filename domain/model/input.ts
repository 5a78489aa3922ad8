import { z } from "zod";
import { MODEL_HEALTHS } from "../metric/health";
import { LAST_MODEL_PAGE, MODEL_PAGE, MODEL_STATUS_CHOICES, MOST_SOUGHT } from "./register-choice";

/** Which models, worst first. `days`: how far back the small line of each goes. */
export const modelListInput = z.object({
  q: z.string().trim().max(MOST_SOUGHT).default(""),
  status: z.enum(MODEL_STATUS_CHOICES).default("all"),
  health: z.array(z.enum(MODEL_HEALTHS)).max(5).default([]),
  days: z.number().int().min(7).max(400).default(90),
  page: z.number().int().min(1).max(LAST_MODEL_PAGE).default(1),
  pageSize: z.number().int().min(1).max(100).default(MODEL_PAGE),
});
export type ModelListInput = z.infer<typeof modelListInput>;
