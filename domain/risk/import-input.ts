import { z } from "zod";

const csv = z.string().min(1, "The file is empty.").max(2_000_000, "The file is too large: at most 2 MB of text.");

export const riskFile = z.object({ csv });
export type RiskFile = z.infer<typeof riskFile>;

/** What becomes of rows whose code is there already. */
export const riskFileImport = z.object({ csv, existing: z.enum(["skip", "change"]).default("skip") });
export type RiskFileImport = z.infer<typeof riskFileImport>;
