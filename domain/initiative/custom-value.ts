import type { CustomFieldKind } from "./choice";

/** Digits a double holds without loss. */
const DECIMAL = /^-?\d{1,15}([.]\d{1,9})?$/;

/** What is wrong with the value of a custom field, in a sentence; null when it fits. Blank empties the field. */
export function customValueFault(
  field: { kind: CustomFieldKind; choices: readonly string[] },
  value: string,
): string | null {
  const plain = value.trim();
  if (plain === "") return null;
  if (field.kind === "number" && !DECIMAL.test(plain)) return "Use a plain number, such as 12.5.";
  if (field.kind === "date" && !isDay(plain)) return "Use a date such as 2026-11-20.";
  if (field.kind === "choice" && !field.choices.includes(plain)) return "Choose one of the values of this field.";
  return null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The value as it is stored: numbers without spare zeros, texts as typed. Null empties the field. */
export function storedCustomValue(field: { kind: CustomFieldKind }, value: string): string | null {
  const plain = value.trim();
  if (plain === "") return null;
  if (field.kind === "text") return value;
  return field.kind === "number" ? String(Number(plain)) : plain;
}
