import { counted, countWord, joinClauses, plural, sentence, verb } from "../shared/sentence";
import type { PlanCounts } from "./plan";
import type { ImportWords } from "./words";

type Named = Pick<ImportWords, "one" | "many">;
const some = (count: number, { one, many }: Named) => counted(count, one, many);

/** What a plan would do, or what an import did. */
export function planHeadline(counts: PlanCounts, tense: "would" | "did", noun: Named): string {
  const { rows, created, changed, rejected } = counts;
  if (rejected === rows) return `None of the ${counted(rows, "row")} can be imported.`;
  if (created + changed === 0) {
    const rest = rejected > 0 ? `, and ${counted(rejected, "row")} ${verb(rejected, "is", "are")} rejected` : "";
    return `Every ${rejected > 0 ? "good row" : "row"} is already here: nothing ${tense === "would" ? "would change" : "changed"}${rest}.`;
  }
  const make = tense === "would" ? "would make" : "made";
  const alter = tense === "would" ? "change" : "changed";
  const made = created > 0 ? `${make} ${countWord(created)} new ${plural(created, noun.one, noun.many)}` : null;
  const edited =
    changed > 0 ? `${created > 0 || tense === "did" ? "" : "would "}${alter} ${some(changed, noun)}` : null;
  return sentence(`the file ${joinClauses([made, edited])}`);
}

/** What stays as it is, what is rejected, what keeps its text: the consequence under the headline. */
export function planLead(counts: PlanCounts, noun: Named): string {
  const { unchanged, spacing, rejected, absent, rows } = counts;
  const same =
    unchanged > 0
      ? sentence(`${counted(unchanged, "row")} ${verb(unchanged, "says", "say")} what is already here`)
      : "";
  const space =
    spacing > 0
      ? sentence(`${countWord(spacing)} of them ${verb(spacing, "differs", "differ")} in white space only`)
      : "";
  const bad =
    rejected > 0 && rejected < rows
      ? sentence(`${counted(rejected, "row")} ${verb(rejected, "is", "are")} rejected, with the reason below`)
      : "";
  const rest =
    absent > 0
      ? sentence(
          `${some(absent, noun)} that the file does not name ${verb(absent, "stays as it is", "stay as they are")}`,
        )
      : "";
  return [same, space, bad, rest].filter(Boolean).join(" ");
}

/** The page of all imports opens with this. */
export function importsHeadline(
  total: number,
  last: { fileName: string; status: string; counts: Partial<PlanCounts> | null; noun: Named } | undefined,
): string {
  if (!last) return "No file has been imported yet.";
  const { fileName, status, counts, noun } = last;
  const { created = 0, changed = 0 } = counts ?? {};
  if (status === "undone")
    return `${total === 1 ? "The only import" : `The last of ${counted(total, "import")}`}, ${fileName}, was undone.`;
  if (status === "expired") return `${fileName} was not imported.`;
  if (status !== "done") return `${fileName} waits to be imported.`;
  if (created + changed === 0) return `The last import, ${fileName}, changed nothing.`;
  const made = created > 0 ? `made ${some(created, noun)}` : null;
  const edited = changed > 0 ? `changed ${created > 0 ? countWord(changed) : some(changed, noun)}` : null;
  return sentence(`the last import, ${fileName}, ${joinClauses([made, edited])}`);
}

/** What undoing an import will do, before it is done. */
export function undoWords(
  { created = 0, changed = 0 }: Partial<PlanCounts>,
  { fields, programs }: { fields: number; programs: number },
  noun: Named,
): string {
  const gone = created > 0 ? `${some(created, noun)} ${verb(created, "is", "are")} removed` : null;
  const back =
    changed > 0
      ? `${some(changed, noun)} ${verb(changed, "goes", "go")} back to what ${verb(changed, "it was", "they were")}`
      : null;
  const things = [
    fields > 0 ? counted(fields, "custom field") : null,
    programs > 0 ? counted(programs, "program") : null,
  ];
  const made =
    fields + programs > 0
      ? `${joinClauses(things)} made by the import ${verb(fields + programs, "goes", "go")} too`
      : null;
  return sentence(joinClauses([gone, back, made]));
}
