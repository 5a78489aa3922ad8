import { z } from "zod";
import { rowScope } from "../table/input";
import { ASSESSMENT_KINDS } from "./response";

/** Marks a map shows one by one; above it a cell shows its count and its worst. */
export const MOST_MARKS = 300;
export const WORST_OF_CELL = 5;

/** Open risks by cell. `since`: the day arrows begin at. Rows are narrowed as the register's are. */
export const riskMapInput = rowScope.pick({ q: true, filter: true }).extend({
  kind: z.enum(ASSESSMENT_KINDS).default("residual"),
  since: z.iso.date().optional(),
});
export type RiskMapInput = z.infer<typeof riskMapInput>;
