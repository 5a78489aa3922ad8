import { datesInOrder } from "../initiative/input";
import { archivedProblem, type Bound, bind, CodeBook, datesProblem, problemOf, type Sheet } from "./bound";
import { cellText, type Register, setCell, valueToken } from "./cell";
import type { RowProblem } from "./fault";
import type { Column } from "./header";
import { choiceKey, collapse } from "./label";
import type { ImportMapping } from "./mapping";
import { Matcher } from "./match";
import { type Note, NoteBook } from "./note";
import type { TableRow } from "./read-table";
import { type ExistingRow, emptyValues, type InitiativeValues } from "./values";

export type CellChange = { column: string; from: string; to: string };
export type Creation = { line: number; sheet?: string | undefined; values: InitiativeValues };
/** `values` is the whole initiative as it will be; `version` is the one the comparison saw. */
export type Change = {
  line: number;
  sheet?: string | undefined;
  id: string;
  version: number;
  values: InitiativeValues;
  cells: CellChange[];
};
export type Rejection = { line: number; problems: RowProblem[] };

export type PlanCounts = {
  rows: number;
  created: number;
  changed: number;
  unchanged: number;
  rejected: number;
  /** Of the unchanged, those whose cells differ in white space. */
  spacing: number;
  /** Distinct keys of the file that an initiative has, and that none has. */
  matchedKeys: number;
  newKeys: number;
  /** Initiatives the file does not name; they stay as they are. */
  absent: number;
};

export type ImportPlan = {
  creates: Creation[];
  changes: Change[];
  rejects: Rejection[];
  notes: Note[];
  counts: PlanCounts;
};

export type PlanInput = {
  columns: readonly Column[];
  rows: readonly TableRow[];
  sheet?: Sheet;
  /** Rows already refused for their shape. */
  broken?: readonly RowProblem[];
  mapping: ImportMapping;
  existing: readonly ExistingRow[];
  register: Register;
};

type Difference = { bound: Bound; isSpacing: boolean };

const STEP = 250; // rows between two reports of progress

const copyOf = (values: InitiativeValues): InitiativeValues => ({
  ...values,
  tags: [...values.tags],
  custom: { ...values.custom },
  source: { ...values.source },
});

/** A blank code or restriction states nothing about an initiative that has one. */
const saysNothing = (key: string, cell: string) => (key === "code" || key === "restricted") && cell.trim() === "";

/** Cells of a row that are not what the initiative has. White space counts for nothing when `isSpacing`. */
function differences(
  before: InitiativeValues,
  after: InitiativeValues,
  bound: Bound[],
  row: TableRow,
  register: Register,
) {
  return bound.flatMap((one): Difference[] => {
    const [was, now] = [cellText(before, one.key, register), row.cells[one.at] ?? ""];
    const [valueWas, valueNow] = [valueToken(before, one.key, register), valueToken(after, one.key, register)];
    if (was === now && valueWas === valueNow) return [];
    return [{ bound: one, isSpacing: collapse(was) === collapse(now) && collapse(valueWas) === collapse(valueNow) }];
  });
}

/**
 * What an import would do, row by row, without doing it. Yields the number of rows done, so that a server can answer others
 * in between, and returns the plan. New custom fields of the mapping must have ids (withNewFields).
 */
export function* planSteps(input: PlanInput): Generator<number, ImportPlan> {
  const { rows, broken = [], mapping, existing, register } = input;
  const all = bind(input.columns, mapping, input.sheet);
  const bound = all.filter(({ key }) => key !== "id");
  const keyed = all.filter(({ entry }) => mapping.key.includes(entry.column));
  const codeColumn = bound.find(({ key }) => key === "code");
  const matcher = new Matcher(keyed.length > 0 ? existing : [], (row) =>
    keyed.map(({ key }) => choiceKey(key === "id" ? row.id : cellText(row, key, register))).join("\u001f"),
  );
  const codes = new CodeBook(existing);
  const notes = new NoteBook();
  const creates: Creation[] = [];
  const changes: Change[] = [];
  const rejects: Rejection[] = broken.map((problem) => ({ line: problem.line, problems: [problem] }));
  let [unchanged, spacing, done] = [0, 0, 0];

  for (const row of rows) {
    const found = matcher.take(keyed.map(({ at }) => choiceKey(row.cells[at] ?? "")).join("\u001f"));
    const troubled = row.troubles ?? [];
    const said = found ? bound.filter(({ key, at }) => !saysNothing(key, row.cells[at] ?? "")) : bound;
    const next = found ? copyOf(found) : emptyValues();
    const problems: RowProblem[] = [];
    for (const one of all) {
      const trouble = troubled.find(({ at }) => at === one.at);
      if (trouble) problems.push({ ...problemOf(row, one, trouble), value: trouble.text });
    }
    for (const one of said) {
      if (troubled.some(({ at }) => at === one.at)) continue;
      const fault = setCell(next, one.entry, row.cells[one.at] ?? "", register);
      if (!fault) continue;
      const problem = problemOf(row, one, fault);
      if (fault.kind === "invalid" || one.entry.unreadable === "reject") problems.push(problem);
      else notes.add({ ...problem, column: one.entry.column, value: problem.value ?? "" });
    }
    const codeProblem = codes.claim(row, codeColumn, next, found?.id ?? `line ${row.line}`);
    if (codeProblem) problems.push(codeProblem);
    if (!datesInOrder(next)) problems.push(datesProblem(row, bound, next));

    if (problems.length > 0) rejects.push({ line: row.line, problems });
    else if (!found) creates.push({ line: row.line, sheet: input.sheet?.name, values: next });
    else {
      const differing = differences(found, next, said, row, register);
      const written = mapping.spacing === "write" ? differing : differing.filter(({ isSpacing }) => !isSpacing);
      if (written.length > 0 && found.isArchived)
        rejects.push({ line: row.line, problems: [archivedProblem(row, found, input.sheet)] });
      else if (written.length > 0) changes.push(changeOf(row, found, next, written, differing, input));
      else {
        unchanged++;
        if (differing.length > 0) spacing++;
      }
    }
    if (++done % STEP === 0) yield done;
  }
  rejects.sort((a, b) => a.line - b.line);
  const { matchedKeys, newKeys, taken } = matcher.tally;
  const counts: PlanCounts = {
    rows: rows.length + broken.length,
    created: creates.length,
    changed: changes.length,
    unchanged,
    rejected: rejects.length,
    spacing,
    matchedKeys,
    newKeys,
    absent: existing.length - taken,
  };
  return { creates, changes, rejects, notes: notes.all(), counts };
}

function changeOf(
  row: TableRow,
  found: ExistingRow,
  next: InitiativeValues,
  written: Difference[],
  differing: Difference[],
  { register, sheet }: PlanInput,
): Change {
  let values = next;
  if (written.length < differing.length) {
    values = copyOf(found); // leaves the cells alone that differ in white space only
    for (const { bound } of written) setCell(values, bound.entry, row.cells[bound.at] ?? "", register);
  }
  const cells = written.map(({ bound: { entry, at, key } }) => ({
    column: entry.column,
    from: cellText(found, key, register),
    to: row.cells[at] ?? "",
  }));
  const place = { line: row.line, sheet: sheet?.name };
  return { ...place, id: found.id, version: found.version, values, cells };
}

/** planSteps() without a pause. */
export function planImport(input: PlanInput): ImportPlan {
  const steps = planSteps(input);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
