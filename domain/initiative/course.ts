import { z } from "zod";
import { LARGEST_PAGE } from "../table/view";

/** The initiatives on a page of the register. */
export const coursesInput = z.object({ ids: z.array(z.uuid()).min(1).max(LARGEST_PAGE) });
export type CoursesInput = z.infer<typeof coursesInput>;
