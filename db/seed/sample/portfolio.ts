import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { INITIATIVE_STAGES, INITIATIVE_TYPES } from "@/domain/initiative/choice";

const blank = (text: string) => (text === "" ? null : text);
const days = z.coerce.number().int();

/** One initiative of the story. Days count from today; a negative target is past due; `quiet` is the age of the last edit. */
const plan = z.object({
  code: z.string(),
  title: z.string(),
  program: z.string(),
  unit: z.string(),
  domain: z.string(),
  type: z.enum(INITIATIVE_TYPES),
  tier: z.preprocess((text) => blank(String(text)), z.coerce.number().int().nullable()),
  stage: z.enum(INITIATIVE_STAGES),
  owner: z.string().transform(blank),
  sponsor: z.string(),
  age: days,
  targetIn: z.string().transform((text) => (text === "" ? null : Number(text))),
  quiet: days,
  problem: z.string(),
  outcome: z.string(),
});
export type Plan = z.infer<typeof plan>;

export function readPortfolio(root = process.cwd()): Plan[] {
  const text = readFileSync(path.join(root, "db/seed/sample/portfolio.csv"), "utf8");
  return z.array(plan).parse(parse(text, { columns: true }));
}
