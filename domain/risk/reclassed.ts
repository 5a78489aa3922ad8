import { counted, countWord, listOf, sentence, verb } from "../shared/sentence";
import { compareSeverity, type Severity } from "./severity";

/** How many residuals of one class would have another. */
export type Reclassed = { from: Severity; to: Severity; count: number };

const sumOf = (counts: readonly Reclassed[]): number => counts.reduce((sum, { count }) => sum + count, 0);

function clause(counts: readonly Reclassed[], word: string): string | null {
  const all = sumOf(counts);
  if (all === 0) return null;
  const steps = counts.map(({ from, to, count }) =>
    counts.length === 1 ? `from ${from} to ${to}` : `${countWord(count)} from ${from} to ${to}`,
  );
  return `${counted(all, "residual")} ${verb(all, "gets", "get")} ${word}, ${listOf(steps)}`;
}

/** "Three residuals get graver, two from amber to red and one from green to yellow; eight residuals keep their class." */
export function reclassedSentence(counts: readonly Reclassed[]): string {
  const kept = sumOf(counts.filter(({ from, to }) => from === to));
  const clauses = [
    clause(
      counts.filter(({ from, to }) => compareSeverity(to, from) > 0),
      "graver",
    ),
    clause(
      counts.filter(({ from, to }) => compareSeverity(to, from) < 0),
      "milder",
    ),
  ].filter((each) => each !== null);
  if (clauses.length === 0) return kept === 0 ? "No residual is concerned." : "No residual changes its class.";
  if (kept > 0) clauses.push(`${counted(kept, "residual")} ${verb(kept, "keeps its", "keep their")} class`);
  return sentence(clauses.join("; "));
}
