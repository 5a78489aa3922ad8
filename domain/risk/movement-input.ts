import { z } from "zod";

/** `since`: the end of this day; without it 30 days before the instant looked from. At most one place, none is everything. */
export const movementInput = z
  .object({ since: z.iso.date(), initiativeId: z.uuid(), modelId: z.uuid(), programId: z.uuid() })
  .partial()
  .refine(({ since: _, ...places }) => Object.values(places).filter(Boolean).length <= 1, "Name one place, or none.");
export type MovementInput = z.infer<typeof movementInput>;
