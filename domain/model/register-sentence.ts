import type { ModelHealth } from "../metric/health";
import { spokenPointDay } from "../metric/point-date";
import { limitsClause, type ModelTotals } from "../pack/sentence";
import { countWord, sentence, shorten, verb } from "../shared/sentence";

/** The conclusion over the register: how many live models are outside, and how many say nothing. */
export function registerHeadline(totals: ModelTotals, all: number): string {
  if (all === 0) return "No model is known yet.";
  if (totals.live === 0)
    return all === 1
      ? "The one model is not live."
      : `${all === 2 ? "Neither" : "None"} of ${countWord(all)} models is live.`;
  const silent =
    totals.outside > 0 && totals.noData > 0
      ? `, and ${countWord(totals.noData)} ${verb(totals.noData, "sends", "send")} no data`
      : "";
  return sentence(`${limitsClause(totals)}${silent}`);
}

type Row = { name: string; health: ModelHealth; since: Date | null };

const NAMED = 2;
const NAME_LENGTH = 48;
const WORDS: Partial<Record<ModelHealth, string>> = {
  critical: "has been critical",
  warning: "has carried a warning",
  no_data: "has sent no data",
};

/** The worst of the listed models, each with its state and since when; null when none is worth naming. */
export function registerLead(
  rows: readonly Row[],
  { asOf, timeZone }: { asOf: Date; timeZone: string },
): string | null {
  const clauses = rows.flatMap(({ name, health, since }) => {
    const words = WORDS[health];
    if (!words) return [];
    return [`${shorten(name, NAME_LENGTH)} ${words}${since ? ` since ${spokenPointDay(since, asOf, timeZone)}` : ""}`];
  });
  return clauses.length === 0 ? null : sentence(clauses.slice(0, NAMED).join("; "));
}
