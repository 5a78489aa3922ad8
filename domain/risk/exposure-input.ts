import { z } from "zod";
import { asOfText } from "../shared/as-of";
import { rowScope } from "../table/input";

/** Risks whose amounts are played one by one; above it the largest are, and what is left out is said. */
export const MOST_EXPOSED = 2_000;
/** Risks said to have moved, the gravest first. */
export const MOST_MOVED = 1_000;

/** What open risks may cost, now and on the day compared with. Rows are narrowed as the register's are. */
export const exposureInput = rowScope.pick({ q: true, filter: true }).extend({ since: asOfText.optional() });
export type ExposureInput = z.infer<typeof exposureInput>;

export const movedInput = rowScope.pick({ q: true, filter: true }).extend({ since: asOfText });
export type MovedInput = z.infer<typeof movedInput>;

export const trendInput = rowScope.pick({ q: true, filter: true });
export type TrendInput = z.infer<typeof trendInput>;

export const riskCoursesInput = z.object({ ids: z.array(z.uuid()).max(200) });
export type RiskCoursesInput = z.infer<typeof riskCoursesInput>;
