import { z } from "zod";

/** A sheet of a workbook as its chooser shows it. `fault` is why it cannot be imported; an empty one has none and no rows. */
export const sheetSummary = z.object({
  name: z.string(),
  isHidden: z.boolean(),
  rows: z.number().int(),
  fault: z.string().nullable(),
});
export type SheetSummary = z.infer<typeof sheetSummary>;
