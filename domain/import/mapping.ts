import { z } from "zod";
import { CUSTOM_FIELD_KINDS } from "../initiative/choice";
import type { Column } from "./header";
import { phraseOf } from "./label";
import type { ImportField } from "./noun";

/** Where the cells of a column go. A new custom field is made when the import is committed. */
export const target = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("field"), field: z.string().min(1).max(120) }),
  z.object({ kind: z.literal("custom"), id: z.string().min(1).max(80) }),
  z.object({ kind: z.literal("new"), label: z.string().trim().min(1).max(1_000), type: z.enum(CUSTOM_FIELD_KINDS) }),
  z.object({ kind: z.literal("id") }),
  z.object({ kind: z.literal("ignore") }),
]);
export type Target = z.infer<typeof target>;

/** Stands in a value mapping for "make what this value names". */
export const MADE = "+";

export const DATE_ORDERS = ["day-first", "month-first"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export const columnMapping = z.object({
  column: z.string().min(1).max(1_100), // the column's distinct name
  target,
  /** How 01/10/2011 is read; null leaves such dates as text. */
  dateOrder: z.enum(DATE_ORDERS).nullable().default(null),
  /** Whether 0.4 of a share means 0.4 %: a column counts in hundredths as a whole. */
  percent: z.boolean().optional(),
  /** Value of the file (trimmed, lower case) to a value of the choice; null is "not stated". */
  values: z.record(z.string(), z.string().nullable()).default({}),
  /** What becomes of a cell that cannot be read: its text is kept beside an empty value, or its row is rejected. */
  unreadable: z.enum(["keep", "reject"]).default("keep"),
});
export type ColumnMapping = z.infer<typeof columnMapping>;

export const importMapping = z.object({
  columns: z.array(columnMapping).max(600),
  /** Names of the columns that say which record a row is. Empty: every row is new. */
  key: z.array(z.string()).max(10),
  /** Whether a cell that differs only in white space counts as changed. */
  spacing: z.enum(["ignore", "write"]).default("ignore"),
});
export type ImportMapping = z.infer<typeof importMapping>;

/** What a value of the file was mapped to: a choice, null for "not stated", undefined when nobody decided. */
export function mappedValue(entry: Pick<ColumnMapping, "values">, key: string): string | null | undefined {
  return Object.hasOwn(entry.values, key) ? entry.values[key] : undefined; // "constructor" is a word like any other
}

/** Values without those that stand for an option which is none any more. */
export function liveValues(entry: ColumnMapping, field: ImportField | undefined): ColumnMapping["values"] {
  if (!field?.options) return entry.values;
  const known = new Set([...(field.makes === undefined ? [] : [MADE]), ...field.options.map(({ value }) => value)]);
  return Object.fromEntries(Object.entries(entry.values).filter(([, value]) => value === null || known.has(value)));
}

/** One text for the header of a file; files with the same one share a remembered mapping. */
export const headerSignature = (columns: readonly Column[]): string =>
  columns.map(({ name }) => phraseOf(name)).join("\u001f");

/** The field or custom field a column fills. */
export function targetKey(to: Target): string | null {
  if (to.kind === "field") return to.field;
  return to.kind === "custom" ? to.id : null;
}

/** What a mapping of a noun is judged by. `one` names it, `required` is the field without which a row is nothing. */
export type Fillable = { one: string; fields: readonly Pick<ImportField, "key" | "label">[]; required: string };

/** What is wrong with a mapping itself, in sentences. None: it can be planned. */
export function mappingFaults(mapping: ImportMapping, columns: readonly Column[], noun: Fillable): string[] {
  const faults: string[] = [];
  const labels = new Map(noun.fields.map(({ key, label }) => [key, label]));
  const names = new Set(columns.map(({ name }) => name));
  const mapped = new Map(mapping.columns.map((entry) => [entry.column, entry.target]));
  const seen = new Map<string, string>();
  for (const { column, target: to } of mapping.columns) {
    if (!names.has(column)) faults.push(`The file has no column “${column}”.`);
    const key = to.kind === "id" ? "id" : targetKey(to);
    if (key === null) continue;
    if (to.kind === "field" && !labels.has(to.field)) faults.push(`“${column}” goes to a field that does not exist.`);
    const other = seen.get(key);
    if (other !== undefined) faults.push(`“${other}” and “${column}” fill the same field. Give one of them another.`);
    seen.set(key, column);
  }
  if (!seen.has(noun.required)) {
    faults.push(`No column fills ${labels.get(noun.required)}. Choose the column that names the ${noun.one}.`);
  }
  for (const name of mapping.key) {
    const to = mapped.get(name);
    if (!to || to.kind === "ignore")
      faults.push(`The key column “${name}” is not imported. Map it, or choose another key.`);
  }
  return faults;
}

/** The mapping with an id for each custom field it is to create, and those fields. */
export function withNewFields(mapping: ImportMapping, mint: (column: string) => string) {
  const fields: { id: string; label: string; kind: (typeof CUSTOM_FIELD_KINDS)[number]; column: string }[] = [];
  const columns = mapping.columns.map((entry) => {
    if (entry.target.kind !== "new") return entry;
    const id = mint(entry.column);
    fields.push({ id, label: entry.target.label, kind: entry.target.type, column: entry.column });
    return { ...entry, target: { kind: "custom" as const, id } };
  });
  return { mapping: { ...mapping, columns }, fields };
}
