import { z } from "zod";

/** `since`: the day the changes are counted from; without it 30 days before the instant looked from. */
export const overviewInput = z.object({ since: z.iso.date().optional() });
export type OverviewInput = z.infer<typeof overviewInput>;
