import type { Prepared } from "@/components/import/shape";
import {
  type ColumnMapping,
  IMPORT_FIELDS,
  type ImportField,
  type ImportMapping,
  type Target,
} from "@/domain/import/mapping";
import { isChoiceField } from "@/domain/import/values";
import { CUSTOM_FIELD_KINDS, type CustomFieldKind } from "@/domain/initiative/choice";

/** A target as the value of a list entry, and back. */
export function targetText(to: Target): string {
  if (to.kind === "field") return `field:${to.field}`;
  if (to.kind === "custom") return `custom:${to.id}`;
  return to.kind === "new" ? `new:${to.type}` : to.kind;
}

export function targetOf(text: string, column: string): Target {
  const [kind, name = ""] = [
    text.slice(0, text.includes(":") ? text.indexOf(":") : undefined),
    text.slice(text.indexOf(":") + 1),
  ];
  const field = IMPORT_FIELDS.find((one) => one === name);
  if (kind === "field" && field) return { kind: "field", field };
  if (kind === "custom") return { kind: "custom", id: name };
  const type = CUSTOM_FIELD_KINDS.find((one) => one === name);
  if (kind === "new" && type) return { kind: "new", label: column, type };
  return kind === "id" ? { kind: "id" } : { kind: "ignore" };
}

const DATE_FIELDS: readonly ImportField[] = ["startOn", "targetOn"];

/** What kind of value a column's cells must be, as far as that can go wrong. */
export function valueKind(to: Target, customFields: Prepared["customFields"]): CustomFieldKind | "program" {
  if (to.kind === "field") {
    if (DATE_FIELDS.includes(to.field)) return "date";
    return to.field === "program" ? "program" : isChoiceField(to.field) ? "choice" : "text";
  }
  if (to.kind === "new") return to.type;
  return to.kind === "custom" ? (customFields.find(({ id }) => id === to.id)?.kind ?? "text") : "text";
}

/** Columns whose values are matched to choices one by one. */
export function choiceColumns(mapping: ImportMapping, prepared: Prepared): ColumnMapping[] {
  return mapping.columns.filter(({ target }) => {
    const kind = valueKind(target, prepared.customFields);
    return kind === "program" || (kind === "choice" && target.kind !== "new");
  });
}

export function withEntry(mapping: ImportMapping, column: string, patch: Partial<ColumnMapping>): ImportMapping {
  const columns = mapping.columns.map((entry) => (entry.column === column ? { ...entry, ...patch } : entry));
  const gone = patch.target?.kind === "ignore";
  return { ...mapping, columns, key: gone ? mapping.key.filter((name) => name !== column) : mapping.key };
}
