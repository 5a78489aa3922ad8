import type { CustomFieldKind } from "../initiative/choice";
import { type Alignment, alignCustomFields } from "./align";
import type { Register } from "./cell";
import { dateEvidence, isPlainNumber, parseDate } from "./date";
import type { Column } from "./header";
import { choiceKey, likeness, phraseOf } from "./label";
import { type ColumnMapping, IMPORT_FIELDS, type ImportField, type ImportMapping, type Target } from "./mapping";
import { EXPORT_MARK } from "./neutralise";
import { livePrograms } from "./new-program";
import type { SourceTable } from "./read-table";
import { FIELD_WORDS } from "./synonym";
import { distinctValues, type ExistingRow, isChoiceField, proposeOption } from "./values";

const ALIKE = 0.72; // likeness below which a header is not taken for a field

const WHY: Record<Alignment["why"], string> = {
  name: "its name",
  cells: "equal cells in rows already here",
  place: "its place between columns that were recognised",
};

export type Proposal = {
  mapping: ImportMapping;
  /** Column name to what it was recognised by. */
  reasons: Record<string, string>;
};

/** What a column may be recognised by. Under groups of columns one name may stand often ("Owner / Name"), and then says little. */
function namesIn({ header, group }: Column, columns: readonly Column[]): string[] {
  if (!group) return [header];
  const isOwn = columns.every((other) => other.header !== header || other.group === group);
  return isOwn ? [header, `${group} ${header}`] : [`${group} ${header}`];
}

function likenessTo(words: readonly string[], header: string): number {
  const exact = words.indexOf(phraseOf(header));
  return exact >= 0 ? 2 - exact / 100 : Math.max(...words.map((word) => likeness(word, header)));
}

/** Each field to the column whose header is likest, best pairs first. */
function proposeFields(columns: readonly Column[]): Map<number, ImportField> {
  const candidates = columns.flatMap((column, at) =>
    IMPORT_FIELDS.flatMap((field) => {
      const score = Math.max(...namesIn(column, columns).map((name) => likenessTo(FIELD_WORDS[field], name)));
      return score < ALIKE ? [] : [{ at, field, score }];
    }),
  );
  candidates.sort((a, b) => b.score - a.score || a.at - b.at);
  const byColumn = new Map<number, ImportField>();
  const taken = new Set<ImportField>();
  for (const { at, field } of candidates) {
    if (byColumn.has(at) || taken.has(field)) continue;
    byColumn.set(at, field);
    taken.add(field);
  }
  return byColumn;
}

/** Text, unless every filled cell is a plain number or a complete date, so that nothing can be lost. */
export function proposeKind(cells: readonly string[]): CustomFieldKind {
  const filled = cells.filter((cell) => cell.trim() !== "");
  if (filled.length === 0) return "text";
  if (filled.every(isPlainNumber)) return "number";
  const { order } = dateEvidence(filled);
  return filled.every((cell) => parseDate(cell, order) !== null) ? "date" : "text";
}

/** The mapping of one column, with the date order its cells prove and the choices its values name. */
export function entryFor(column: string, to: Target, cells: readonly string[]): ColumnMapping {
  const values: ColumnMapping["values"] = {};
  if (to.kind === "field" && isChoiceField(to.field)) {
    for (const { key, text } of distinctValues(cells)) {
      const option = proposeOption(to.field, text);
      if (option !== null) values[key] = option;
    }
  }
  return { column, target: to, dateOrder: dateEvidence(cells).order, values, unreadable: "keep" };
}

/** Code where every row has its own, else unit and title, else the title. */
function proposeKey(entries: readonly ColumnMapping[], cellsOf: (column: string) => string[]): string[] {
  const own = entries.find(({ target }) => target.kind === "id");
  if (own) return [own.column];
  const of = (field: ImportField) =>
    entries.find(({ target }) => target.kind === "field" && target.field === field)?.column;
  const code = of("code");
  if (code !== undefined) {
    const codes = cellsOf(code).map(choiceKey);
    if (!codes.includes("") && new Set(codes).size === codes.length) return [code];
  }
  return [of("businessUnit"), of("title")].filter((column) => column !== undefined);
}

/** A first mapping for a file never seen before, for a person to confirm. No column is left out. */
export function proposeMapping(table: SourceTable, existing: readonly ExistingRow[], register: Register): Proposal {
  const { columns, rows } = table;
  const cellsAt = (at: number) => rows.map(({ cells }) => cells[at] ?? "");
  const mark = columns.findIndex(({ header }) => phraseOf(header) === phraseOf(EXPORT_MARK));
  const fields = proposeFields(columns);
  fields.delete(mark);
  const open = columns.flatMap((_, at) => (fields.has(at) || at === mark ? [] : [at]));
  const keyed = [...fields].flatMap(([at, field]) =>
    field === "title" || field === "businessUnit" ? [{ at, key: field }] : [],
  );
  const aligned = new Map(alignCustomFields(table, open, keyed, existing, register).map((one) => [one.at, one]));
  const reasons: Record<string, string> = {};

  const entries = columns.map(({ name }, at) => {
    const field = fields.get(at);
    const custom = aligned.get(at);
    if (field || at === mark) reasons[name] = WHY.name;
    else if (custom) reasons[name] = WHY[custom.why];
    if (at === mark) return entryFor(name, { kind: "id" }, []);
    const cells = cellsAt(at);
    if (field) return entryFor(name, { kind: "field", field }, cells);
    if (custom) return entryFor(name, { kind: "custom", id: custom.field.id }, cells);
    return entryFor(name, { kind: "new", label: name, type: proposeKind(cells) }, cells);
  });
  const cellsOf = (column: string) => cellsAt(columns.findIndex(({ name }) => name === column));
  return { mapping: { columns: entries, key: proposeKey(entries, cellsOf), spacing: "ignore" }, reasons };
}

/**
 * A mapping remembered for this header, brought up to date: columns whose custom field is gone become new ones, and values
 * not seen before are proposed. Null when it no longer fits the columns.
 */
export function recallMapping(remembered: ImportMapping, table: SourceTable, register: Register): ImportMapping | null {
  const known = new Map(remembered.columns.map((entry) => [entry.column, entry]));
  if (table.columns.some(({ name }) => !known.has(name))) return null;
  const columns = table.columns.flatMap(({ name }, at) => {
    const entry = known.get(name);
    if (!entry) return [];
    const cells = table.rows.map((row) => row.cells[at] ?? "");
    const isGone = entry.target.kind === "custom" && !register.customFields.has(entry.target.id);
    const to: Target = isGone ? { kind: "new", label: name, type: proposeKind(cells) } : entry.target;
    const fresh = entryFor(name, to, cells);
    return [
      {
        ...entry,
        target: to,
        values: { ...fresh.values, ...livePrograms(entry, register.programs) },
        dateOrder: entry.dateOrder ?? fresh.dateOrder,
      },
    ];
  });
  const mapped = new Set(columns.flatMap(({ column, target: to }) => (to.kind === "ignore" ? [] : [column])));
  return { ...remembered, columns, key: remembered.key.filter((column) => mapped.has(column)) };
}
