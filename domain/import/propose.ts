import type { CustomFieldKind } from "../initiative/choice";
import { type Alignment, alignCustomFields } from "./align";
import { dateEvidence, isPlainNumber, parseDate } from "./date";
import type { Column } from "./header";
import { choiceKey, likeness, phraseOf } from "./label";
import { type ColumnMapping, type ImportMapping, liveValues, type Target } from "./mapping";
import { EXPORT_MARK } from "./neutralise";
import { type CustomField, type Existing, exportText, type ImportField, type ImportNoun } from "./noun";
import { distinctValues } from "./option";
import type { SourceTable } from "./read-table";

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
function proposeFields(columns: readonly Column[], fields: readonly ImportField[]): Map<number, string> {
  const candidates = columns.flatMap((column, at) =>
    fields.flatMap(({ key, words }) => {
      const score = Math.max(...namesIn(column, columns).map((name) => likenessTo(words, name)));
      return score < ALIKE ? [] : [{ at, field: key, score }];
    }),
  );
  candidates.sort((a, b) => b.score - a.score || a.at - b.at);
  const byColumn = new Map<number, string>();
  const taken = new Set<string>();
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

type Proposes = (text: string) => string | null;

/** The mapping of one column, with the date order its cells prove and the choices its values name. */
export function entryFor(column: string, to: Target, cells: readonly string[], propose?: Proposes): ColumnMapping {
  const values: ColumnMapping["values"] = {};
  if (propose) {
    for (const { key, text } of distinctValues(cells)) {
      const option = propose(text);
      if (option !== null) values[key] = option;
    }
  }
  return { column, target: to, dateOrder: dateEvidence(cells).order, values, unreadable: "keep" };
}

/** A column counts in hundredths when its name says so, or when one of its figures is above one. */
const countsInHundredths = (column: string, cells: readonly string[]): boolean =>
  /%|percent/i.test(column) || cells.some((cell) => Number(cell) > 1);

/** How values of a choice are proposed; other fields have nothing to propose. */
function proposesFor<Values, World>(noun: ImportNoun<Values, World>, key: string, world: World): Proposes | undefined {
  const field = noun.fields(world).find((each) => each.key === key);
  return field?.kind === "choice" ? (text) => noun.propose(key, text) : undefined;
}

function fieldEntry<Values, World>(
  noun: ImportNoun<Values, World>,
  { column, field, cells }: { column: string; field: string; cells: readonly string[] },
  world: World,
): ColumnMapping {
  const entry = entryFor(column, { kind: "field", field }, cells, proposesFor(noun, field, world));
  const isShare = noun.fields(world).some(({ key, kind }) => key === field && kind === "share");
  return isShare ? { ...entry, percent: countsInHundredths(column, cells) } : entry;
}

/** The export's own id, else the code where it is one, else what the noun says. */
function proposeKey(
  entries: readonly ColumnMapping[],
  cellsOf: (column: string) => string[],
  { code: when, otherwise }: ImportNoun<unknown, never>["key"],
): string[] {
  const own = entries.find(({ target }) => target.kind === "id");
  if (own) return [own.column];
  const of = (field: string) => entries.find(({ target }) => target.kind === "field" && target.field === field)?.column;
  const code = of("code");
  if (code !== undefined) {
    const codes = cellsOf(code).map(choiceKey);
    const isWhole = !codes.includes("") && new Set(codes).size === codes.length;
    if (isWhole || (when === "some rows" && codes.some((text) => text !== ""))) return [code];
  }
  return otherwise.map(of).filter((column) => column !== undefined);
}

/** A first mapping for a file never seen before, for a person to confirm. No column is left out where fields can be made. */
export function proposeMapping<Values, World>(
  noun: ImportNoun<Values, World>,
  table: SourceTable,
  existing: readonly Existing<Values>[],
  world: World,
): Proposal {
  const { columns, rows } = table;
  const cellsAt = (at: number) => rows.map(({ cells }) => cells[at] ?? "");
  const mark = columns.findIndex(({ header }) => phraseOf(header) === phraseOf(EXPORT_MARK));
  const fields = proposeFields(columns, noun.fields(world));
  fields.delete(mark);
  const open = columns.flatMap((_, at) => (fields.has(at) || at === mark ? [] : [at]));
  const keyed = [...fields].flatMap(([at, key]) => (noun.key.otherwise.includes(key) ? [{ at, key }] : []));
  const custom: ReadonlyMap<string, CustomField> | null = noun.customFields(world);
  const here = { existing, cellOf: (row: Existing<Values>, key: string) => exportText(noun, row, key, world) };
  const aligned = new Map(
    custom ? alignCustomFields(table, open, keyed, [...custom.values()], here).map((one) => [one.at, one]) : [],
  );
  const reasons: Record<string, string> = {};

  const entries = columns.map(({ name }, at) => {
    const field = fields.get(at);
    const found = aligned.get(at);
    if (field || at === mark) reasons[name] = WHY.name;
    else if (found) reasons[name] = WHY[found.why];
    if (at === mark) return entryFor(name, { kind: "id" }, []);
    const cells = cellsAt(at);
    if (field) return fieldEntry(noun, { column: name, field, cells }, world);
    if (found) return entryFor(name, { kind: "custom", id: found.field.id }, cells);
    if (!custom) return entryFor(name, { kind: "ignore" }, []);
    return entryFor(name, { kind: "new", label: name, type: proposeKind(cells) }, cells);
  });
  const cellsOf = (column: string) => cellsAt(columns.findIndex(({ name }) => name === column));
  return { mapping: { columns: entries, key: proposeKey(entries, cellsOf, noun.key), spacing: "ignore" }, reasons };
}

/**
 * A mapping remembered for this header, brought up to date: columns whose custom field is gone become new ones, those whose
 * field is gone are left out, and values not seen before are proposed. Null when it no longer fits the columns.
 */
export function recallMapping<Values, World>(
  noun: ImportNoun<Values, World>,
  remembered: ImportMapping,
  table: SourceTable,
  world: World,
): ImportMapping | null {
  const known = new Map(remembered.columns.map((entry) => [entry.column, entry]));
  if (table.columns.some(({ name }) => !known.has(name))) return null;
  const fields = new Map(noun.fields(world).map((field) => [field.key, field]));
  const custom = noun.customFields(world);
  const columns = table.columns.flatMap(({ name }, at) => {
    const entry = known.get(name);
    if (!entry) return [];
    const cells = table.rows.map((row) => row.cells[at] ?? "");
    const to = stillThere(entry.target, { name, cells, isField: (key) => fields.has(key), custom });
    const field = to.kind === "field" ? fields.get(to.field) : undefined;
    const fresh = field
      ? fieldEntry(noun, { column: name, field: field.key, cells }, world)
      : entryFor(name, to, cells);
    return [
      {
        ...entry,
        target: to,
        values: { ...fresh.values, ...liveValues(entry, field) },
        dateOrder: entry.dateOrder ?? fresh.dateOrder,
        ...(field?.kind === "share" ? { percent: entry.percent || fresh.percent } : {}),
      },
    ];
  });
  const mapped = new Set(columns.flatMap(({ column, target: to }) => (to.kind === "ignore" ? [] : [column])));
  return { ...remembered, columns, key: remembered.key.filter((column) => mapped.has(column)) };
}

function stillThere(
  to: Target,
  of: {
    name: string;
    cells: readonly string[];
    isField: (key: string) => boolean;
    custom: ReadonlyMap<string, CustomField> | null;
  },
): Target {
  if (to.kind === "field" && !of.isField(to.field)) return { kind: "ignore" };
  if (to.kind !== "custom" || of.custom?.has(to.id)) return to;
  return of.custom ? { kind: "new", label: of.name, type: proposeKind(of.cells) } : { kind: "ignore" };
}
