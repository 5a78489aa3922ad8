import { counted, partOf, sentence, verb } from "@/domain/shared/sentence";
import type { ValueCount } from "@/domain/table/answer";
import { EVERYTHING, withPlainValues } from "@/domain/table/filter";

/** The open entries of the log, by whether they are overdue; the page there and the headline here ask the same. */
export const overdueAsked = (org: string, at: string | undefined) => ({
  ...{ org, at, column: "overdue", archived: "all" as const },
  filter: withPlainValues(EVERYTHING, "state", ["open"]),
});

/** What waits: how many entries are open, and how many of them are past their date. */
export function logHeadline(overdue: readonly ValueCount[]): string {
  const of = (wanted: string) => overdue.find(({ value }) => value === wanted)?.count ?? 0;
  const [late, open] = [of("yes"), of("yes") + of("no")];
  if (open === 0) return "Nothing in the log is open.";
  if (late === 0)
    return sentence(`${counted(open, "entry", "entries")} ${verb(open, "is", "are")} open; none is past its date`);
  return sentence(
    `${partOf(late, open, "open entry", "open entries")} ${verb(late, "is", "are")} past ${verb(late, "its", "their")} date`,
  );
}
