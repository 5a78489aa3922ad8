import { type Bound, bind, CodeBook, contradictionProblem, frozenProblem, problemOf, type Sheet } from "./bound";
import type { RowProblem } from "./fault";
import type { Column } from "./header";
import { choiceKey, collapse } from "./label";
import type { ImportMapping } from "./mapping";
import { Matcher } from "./match";
import { neutralise } from "./neutralise";
import { type Note, NoteBook } from "./note";
import { type Existing, exportText, type ImportNoun } from "./noun";
import type { TableRow } from "./read-table";

export type CellChange = { column: string; from: string; to: string };
export type Creation<Values> = { line: number; sheet?: string | undefined; values: Values };
/** `values` is the whole record as it will be; `version` is the one the comparison saw. */
export type Change<Values> = {
  line: number;
  sheet?: string | undefined;
  id: string;
  version: number;
  name: string;
  values: Values;
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
  /** Distinct keys of the file that a record has, and that none has. */
  matchedKeys: number;
  newKeys: number;
  /** Records the file does not name; they stay as they are. */
  absent: number;
};

export type ImportPlan<Values = unknown> = {
  creates: Creation<Values>[];
  changes: Change<Values>[];
  rejects: Rejection[];
  notes: Note[];
  counts: PlanCounts;
};

export type PlanInput<Values, World> = {
  noun: ImportNoun<Values, World>;
  columns: readonly Column[];
  rows: readonly TableRow[];
  sheet?: Sheet;
  /** Rows already refused for their shape. */
  broken?: readonly RowProblem[];
  mapping: ImportMapping;
  existing: readonly Existing<Values>[];
  world: World;
};

type Difference = { bound: Bound; isSpacing: boolean };

const STEP = 250; // rows between two reports of progress

/** Cells of a row that are not what the record has. White space counts for nothing when `isSpacing`. */
function differences<Values, World>(
  before: Values,
  after: Values,
  bound: readonly Bound[],
  row: TableRow,
  { noun, world }: Pick<PlanInput<Values, World>, "noun" | "world">,
) {
  return bound.flatMap((one): Difference[] => {
    const [was, now] = noun.keepsText ? [exportText(noun, before, one.key, world), row.cells[one.at] ?? ""] : ["", ""];
    const [valueWas, valueNow] = [noun.token(before, one.key, world), noun.token(after, one.key, world)];
    if (was === now && valueWas === valueNow) return [];
    return [{ bound: one, isSpacing: collapse(was) === collapse(now) && collapse(valueWas) === collapse(valueNow) }];
  });
}

/** True where the cell is the value as an export writes it, so that it says nothing new whatever it could mean by itself. */
function restates<Values, World>(
  found: Values,
  { at, key }: Bound,
  row: TableRow,
  { noun, world }: Pick<PlanInput<Values, World>, "noun" | "world">,
): boolean {
  const cell = row.cells[at] ?? "";
  return !noun.keepsText && noun.texts(found, key, world).some((text) => text === cell || neutralise(text) === cell);
}

/**
 * What an import would do, row by row, without doing it. Yields the number of rows done, so that a server can answer others
 * in between, and returns the plan. New custom fields of the mapping must have ids (withNewFields).
 */
export function* planSteps<Values, World>(input: PlanInput<Values, World>): Generator<number, ImportPlan<Values>> {
  const { noun, rows, broken = [], mapping, existing, world } = input;
  const all = bind(input.columns, mapping, input.sheet);
  const bound = all.filter(({ key }) => key !== "id");
  const keyed = all.filter(({ entry }) => mapping.key.includes(entry.column));
  const codeColumn = bound.find(({ key }) => key === "code");
  const matcher = new Matcher(keyed.length > 0 ? existing : [], (row) =>
    keyed.map(({ key }) => choiceKey(key === "id" ? row.id : exportText(noun, row, key, world))).join("\u001f"),
  );
  const codes = new CodeBook(existing.map((row) => ({ id: row.id, code: noun.code(row), name: noun.name(row) })));
  const notes = new NoteBook();
  const creates: Creation<Values>[] = [];
  const changes: Change<Values>[] = [];
  const rejects: Rejection[] = broken.map((problem) => ({ line: problem.line, problems: [problem] }));
  let [unchanged, spacing, done] = [0, 0, 0];

  for (const row of rows) {
    const found = matcher.take(keyed.map(({ at }) => choiceKey(row.cells[at] ?? "")).join("\u001f"));
    const troubled = row.troubles ?? [];
    const said = found
      ? bound.filter(
          (one) => !noun.saysNothing(one.key, row.cells[one.at] ?? "", world) && !restates(found, one, row, input),
        )
      : bound;
    const next = found ? noun.copy(found) : noun.empty(world);
    const problems: RowProblem[] = [];
    for (const one of all) {
      const trouble = troubled.find(({ at }) => at === one.at);
      if (trouble) problems.push({ ...problemOf(row, one, trouble), value: trouble.text });
    }
    for (const one of said) {
      if (troubled.some(({ at }) => at === one.at)) continue;
      const fault = noun.set(next, one.entry, row.cells[one.at] ?? "", world);
      if (!fault) continue;
      const problem = problemOf(row, one, fault);
      if (fault.kind === "invalid" || one.entry.unreadable === "reject" || !noun.keepsText) problems.push(problem);
      else notes.add({ ...problem, column: one.entry.column, value: problem.value ?? "" });
    }
    const codeProblem = codes.claim(row, codeColumn, { code: noun.code(next), id: found?.id ?? `line ${row.line}` });
    if (codeProblem) problems.push(codeProblem);
    const keys = new Set(
      bound.flatMap(({ key, at }) => (noun.saysNothing(key, row.cells[at] ?? "", world) ? [] : [key])),
    );
    const contradictions = noun.settle(next, found ?? null, keys, world);
    const differing = found ? differences(found, next, said, row, input) : [];
    if (!found || differing.length > 0)
      problems.push(...contradictions.map((fault) => contradictionProblem(row, bound, fault)));

    if (problems.length > 0) rejects.push({ line: row.line, problems });
    else if (!found) creates.push({ line: row.line, sheet: input.sheet?.name, values: next });
    else {
      const written = mapping.spacing === "write" ? differing : differing.filter(({ isSpacing }) => !isSpacing);
      const frozen = written.length > 0 ? noun.frozen(found) : null;
      if (frozen)
        rejects.push({ line: row.line, problems: [frozenProblem(row, noun.name(found), frozen, input.sheet)] });
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

function changeOf<Values, World>(
  row: TableRow,
  found: Existing<Values>,
  next: Values,
  written: Difference[],
  differing: Difference[],
  { noun, world, sheet }: PlanInput<Values, World>,
): Change<Values> {
  let values = next;
  if (written.length < differing.length) {
    values = noun.copy(found); // leaves the cells alone that differ in white space only
    for (const { bound } of written) noun.set(values, bound.entry, row.cells[bound.at] ?? "", world);
    noun.settle(values, found, new Set(written.map(({ bound }) => bound.key)), world);
  }
  const cells = written.map(({ bound: { entry, at, key } }) => ({
    column: entry.column,
    from: exportText(noun, found, key, world),
    to: row.cells[at] ?? "",
  }));
  const { id, version } = found;
  return { line: row.line, sheet: sheet?.name, id, version, name: noun.name(values), values, cells };
}

/** planSteps() without a pause. */
export function planImport<Values, World>(input: PlanInput<Values, World>): ImportPlan<Values> {
  const steps = planSteps(input);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
