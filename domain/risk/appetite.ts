import { z } from "zod";
import { counted, sentenceCase } from "../shared/sentence";
import { SAFETY_CATEGORY } from "./authority";
import { SEVERITIES, type Severity, severityRank } from "./severity";

/** How much of a kind of risk is sought or borne, least first. */
export const STANCES = ["averse", "cautious", "balanced", "open"] as const;
export type Stance = (typeof STANCES)[number];

export const STANCE_LABELS: Record<Stance, { name: string; meaning: string }> = {
  averse: { name: "Averse", meaning: "Avoided; kept as low as can reasonably be done." },
  cautious: { name: "Cautious", meaning: "Taken where it cannot be avoided, and watched closely." },
  balanced: { name: "Balanced", meaning: "Taken where the benefit is worth it." },
  open: { name: "Open", meaning: "Sought for a greater benefit." },
};

/** What an organisation decided for one category of risk. `tolerance`: the gravest class that is still borne. */
export type Appetite = {
  readonly category: string;
  readonly name: string;
  readonly stance: Stance;
  readonly tolerance: Severity;
  readonly note: string | null;
};

const start = (category: string, name: string, stance: Stance, tolerance: Severity): Appetite => ({
  ...{ category, name, stance, tolerance },
  note: null,
});

/** What holds until an organisation decides: its categories are the dimensions in which impact is assessed. */
export const STARTING_APPETITE: readonly Appetite[] = [
  start(SAFETY_CATEGORY, "Patient safety", "averse", "green"),
  start("financial", "Financial", "balanced", "yellow"),
  start("schedule", "Schedule", "open", "amber"),
  start("compliance", "Compliance", "averse", "green"),
  start("reputation", "Reputation", "cautious", "yellow"),
  start("equity", "Equity", "cautious", "yellow"),
  start("operations", "Operations", "balanced", "yellow"),
];

export const appetiteEntry = z.object({
  category: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "A category is named in small letters, digits and underscores."),
  name: z.string().trim().min(1).max(60),
  stance: z.enum(STANCES),
  tolerance: z.enum(SEVERITIES),
  note: z.string().trim().max(500).nullable().default(null),
});

/** Residual figures of one assessment, as they are said in a reason. */
export type ResidualCell = {
  readonly severity: Severity;
  readonly score: number;
  /** Names and 1-based places of the cell in its matrix. */
  readonly likelihood: { readonly name: string; readonly place: number };
  readonly impact: { readonly name: string; readonly place: number };
};

/** "likely 4 × severe 5 = 20" */
export const cellArithmetic = ({ likelihood, impact, score }: ResidualCell): string =>
  `${likelihood.name} ${likelihood.place} × ${impact.name} ${impact.place} = ${score}`;

export type Tolerated = {
  readonly beyond: boolean;
  /** Classes above the tolerance; 0 when within it. */
  readonly classes: number;
  readonly because: string;
};

/** Whether a residual is graver than its category bears, and by how many classes, with its terms. */
export function beyondTolerance(residual: ResidualCell, { name, stance, tolerance }: Appetite): Tolerated {
  const classes = Math.max(0, severityRank(residual.severity) - severityRank(tolerance));
  const cell = `Residual ${cellArithmetic(residual)} is ${residual.severity}`;
  const held = `the tolerance for ${name.toLowerCase()} is ${tolerance} (${stance})`;
  const because =
    classes > 0
      ? `${cell}; ${held}: ${counted(classes, "class", "classes")} beyond it.`
      : `${cell}; ${held}: ${residual.severity === tolerance ? "at it, not beyond" : "within it"}.`;
  return { beyond: classes > 0, classes, because: sentenceCase(because) };
}
