import { INITIATIVE_TYPE_LABELS, type InitiativeType } from "@/domain/initiative/choice";
import { STARTERS } from "./starter/library";
import type { Starter } from "./starter/starter";

/** What is known of an initiative. How sensitive its data are is not recorded apart: it shows in its tier and its words. */
export type SuggestionSubject = {
  type: InitiativeType | null;
  tier: number | null;
  /** Title, problem, outcome, domain, unit and tags, in any order. */
  texts: readonly (string | null)[];
};

export type Suggestion = { starter: Starter /** In words, the strongest first. */; reasons: string[] };

/** Such as "It is an agent." */
const OF_TYPE: Record<InitiativeType, string> = {
  predictive: "It predicts.",
  generative: "It generates text or images.",
  agent: "It acts as an agent.",
  automation: "It automates work.",
  analytics: "It analyses data.",
  vendor_product: "It is a supplier's product.",
};

/** The word as written that begins with what a starter looks for, or null. */
function wordFound(text: string, beginning: string): string | null {
  const escaped = beginning.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}[\\p{L}\\p{N}-]*`, "iu").exec(text)?.[0].trim() ?? null;
}

function reasonsFor({ fits }: Starter, { type, tier, texts }: SuggestionSubject): string[] {
  const text = texts.filter(Boolean).join(" \n ");
  const words = (fits.words ?? []).flatMap((beginning) => wordFound(text, beginning) ?? []);
  const named = [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].slice(0, 3);
  return [
    ...(named.length > 0 ? [`Its text speaks of ${named.map((word) => `“${word}”`).join(", ")}.`] : []),
    ...(type !== null && fits.types?.includes(type) ? [OF_TYPE[type]] : []),
    ...(tier !== null && fits.tierAtMost !== undefined && tier <= fits.tierAtMost ? [`It is of tier ${tier}.`] : []),
  ];
}

/**
 * Starters that fit an initiative, those with most reasons first, then the graver ones; those it already has, by the
 * starter a risk was copied from, are left out.
 */
export function suggestStarters(
  subject: SuggestionSubject,
  accepted: ReadonlySet<string>,
  library: readonly Starter[] = STARTERS,
): Suggestion[] {
  return library
    .filter(({ id }) => !accepted.has(id))
    .map((starter) => ({ starter, reasons: reasonsFor(starter, subject) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (a, b) =>
        b.reasons.length - a.reasons.length ||
        weightOf(b.starter) - weightOf(a.starter) ||
        (a.starter.id < b.starter.id ? -1 : 1),
    );
}

const weightOf = ({ probability, impact }: Starter): number => ((probability[0] + probability[1]) / 2) * impact;

/** "Nine starters fit: generative, tier 1." Null when nothing is known to go by. */
export function suggestionSentence({ type, tier }: SuggestionSubject, count: number): string | null {
  if (count === 0) return null;
  const by = [type && INITIATIVE_TYPE_LABELS[type].toLowerCase(), tier && `tier ${tier}`].filter(Boolean).join(", ");
  return `${count === 1 ? "One starter fits" : `${count} starters fit`}${by ? `: ${by}` : " by what is written"}.`;
}
