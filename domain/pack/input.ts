import { z } from "zod";
import { formatNumber } from "../shared/figure";

export const PAPERS = ["a4", "letter"] as const;
export type Paper = (typeof PAPERS)[number];
export const PAPER_LABELS: Record<Paper, string> = { a4: "A4", letter: "Letter" };

/** A pack of no committee speaks for all. */
export const PORTFOLIO = "Whole portfolio";

/** `asOf` and `since` are days of the organisation, meaning their end; without `asOf` it is now. */
export const packRequest = z
  .object({
    forum: z
      .string()
      .trim()
      .max(80, `At most ${formatNumber(80)} characters.`)
      .transform((name) => (name === "" ? PORTFOLIO : name))
      .default(PORTFOLIO),
    asOf: z.iso.date("Use a date such as 2026-11-20.").optional(),
    since: z.iso.date("Use a date such as 2026-10-22.").optional(),
    paper: z.enum(PAPERS).default("a4"),
  })
  .refine(({ asOf, since }) => !asOf || !since || since < asOf, {
    message: "The earlier date must be before the date of the data.",
    path: ["since"],
  });
export type PackRequest = z.infer<typeof packRequest>;

export const packRef = z.object({ id: z.uuid() });
export const packRefs = z.object({ ids: z.array(z.uuid()).min(1).max(100) });
export type PackRefs = z.infer<typeof packRefs>;
export const packPage = z.object({
  page: z.number().int().min(1).max(10_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(20),
});
export type PackPage = z.infer<typeof packPage>;
