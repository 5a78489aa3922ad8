import { z } from "zod";
import { LONGEST_QUERY, MOST_RECENT } from "./noun";

export const searchInput = z.object({ q: z.string().trim().max(LONGEST_QUERY) });
export type SearchInput = z.infer<typeof searchInput>;

/** Records opened before, by the noun and the id or code in their address. */
export const recentInput = z.object({
  refs: z
    .array(z.object({ noun: z.enum(["initiative", "model", "risk"]), ref: z.string().min(1).max(64) }))
    .max(MOST_RECENT),
});
export type RecentInput = z.infer<typeof recentInput>;
