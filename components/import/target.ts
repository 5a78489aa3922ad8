import type { Prepared } from "@/components/import/shape";
import type { ColumnMapping, ImportMapping, Target } from "@/domain/import/mapping";
import type { ImportField } from "@/domain/import/noun";
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
  if (kind === "field") return { kind: "field", field: name };
  if (kind === "custom") return { kind: "custom", id: name };
  const type = CUSTOM_FIELD_KINDS.find((one) => one === name);
  if (kind === "new" && type) return { kind: "new", label: column, type };
  return kind === "id" ? { kind: "id" } : { kind: "ignore" };
}

/** Where columns can go, as far as a column is judged by it. */
export type Goals = Pick<Prepared, "fields" | "customFields">;

export const fieldOf = (to: Target, { fields }: Goals): ImportField | undefined =>
  to.kind === "field" ? fields.find(({ key }) => key === to.field) : undefined;

/** What kind of value a column's cells must be, as far as that can go wrong. */
export function valueKind(to: Target, goals: Goals): CustomFieldKind {
  if (to.kind === "field") {
    const kind = fieldOf(to, goals)?.kind ?? "text";
    return kind === "share" ? "number" : kind;
  }
  if (to.kind === "new") return to.type;
  return to.kind === "custom" ? (goals.customFields?.find(({ id }) => id === to.id)?.kind ?? "text") : "text";
}

/** Columns whose values are matched to choices one by one. */
export const choiceColumns = (mapping: ImportMapping, prepared: Prepared): ColumnMapping[] =>
  mapping.columns.filter(({ target }) => target.kind !== "new" && valueKind(target, prepared) === "choice");

export function withEntry(mapping: ImportMapping, column: string, patch: Partial<ColumnMapping>): ImportMapping {
  const columns = mapping.columns.map((entry) => (entry.column === column ? { ...entry, ...patch } : entry));
  const gone = patch.target?.kind === "ignore";
  return { ...mapping, columns, key: gone ? mapping.key.filter((name) => name !== column) : mapping.key };
}
