import { z } from "zod";

/** Longest list of people at once, and how long a link leads to the pack. */
export const MOST_RECIPIENTS = 50;
export const LINK_DAYS = 14;

export const packSend = z.object({
  id: z.uuid(),
  memberIds: z
    .array(z.uuid())
    .min(1, "Choose at least one person.")
    .max(MOST_RECIPIENTS, `At most ${MOST_RECIPIENTS} people at once.`),
  days: z.number().int().min(1).max(90).default(LINK_DAYS),
});
export type PackSend = z.infer<typeof packSend>;

export const packLink = z.object({ token: z.string().min(1).max(1000) });
export type PackLink = z.infer<typeof packLink>;
