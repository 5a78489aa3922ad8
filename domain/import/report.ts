import { type RowProblem, sliceText } from "./fault";
import type { Note } from "./note";
import { placeText } from "./place";
import type { CellChange, ImportPlan } from "./plan";

/** How much of a plan a report keeps; the counts always cover all of it. */
export const REPORT_LIMITS = { rejects: 2_000, changes: 500, cell: 300 } as const;

export type ImportReport = {
  rejects: RowProblem[];
  changes: { line: number; sheet?: string | undefined; id: string; title: string; cells: CellChange[] }[];
  notes: Note[];
  /** Custom fields and programs the import makes. */
  fields: string[];
  programs: string[];
};

const LEAD = 60; // characters shown before the place where two texts part

/** Two texts from a little before they differ, so that a change far inside a long text is seen. */
export function aroundDifference(from: string, to: string): { from: string; to: string } {
  if (from.length <= REPORT_LIMITS.cell && to.length <= REPORT_LIMITS.cell) return { from, to };
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  const start = same <= LEAD ? 0 : same - LEAD;
  const cut = (text: string) => `${start > 0 ? "…" : ""}${short(sliceText(text, start))}`;
  return { from: cut(from), to: cut(to) };
}

const short = (text: string) =>
  text.length <= REPORT_LIMITS.cell ? text : `${sliceText(text, 0, REPORT_LIMITS.cell - 1)}…`;

export function reportOf(
  plan: ImportPlan,
  made: { fields: readonly string[]; programs: readonly string[] },
): ImportReport {
  return {
    rejects: plan.rejects
      .flatMap(({ problems }) => problems)
      .slice(0, REPORT_LIMITS.rejects)
      .map((problem) => ({ ...problem, value: problem.value === null ? null : short(problem.value) })),
    changes: plan.changes.slice(0, REPORT_LIMITS.changes).map(({ line, sheet, id, name, cells }) => ({
      line,
      sheet,
      id,
      title: name,
      cells: cells.map(({ column, from, to }) => ({ column, ...aroundDifference(from, to) })),
    })),
    notes: plan.notes,
    fields: [...made.fields],
    programs: [...made.programs],
  };
}

/** Why a plan must not be committed, in words; null when it may. */
export function planFault(plan: Pick<ImportPlan, "counts" | "rejects">, rows: "all" | "good"): string | null {
  const { counts, rejects } = plan;
  const first = rejects[0]?.problems[0];
  const example = first ? ` First: ${placeText(first)}${first.column ? `, ${first.column}` : ""}: ${first.reason}` : "";
  if (counts.rejected === counts.rows) return `None of the ${counts.rows} rows can be imported.${example}`;
  if (rows === "all" && counts.rejected > 0) {
    return `${counts.rejected} of ${counts.rows} rows are rejected. Correct them, or import the good rows alone.${example}`;
  }
  return null;
}
