import { ME, NOT_STATED, type RegisterColumn } from "./column";
import { MOST_UNITS, type Operator, UNITS } from "./operator";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Digits a double holds without loss. */
const DECIMAL = /^-?\d{1,15}([.]\d{1,9})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuidText = (text: string): boolean => UUID.test(text);
export const isDayText = (text: string): boolean => {
  const instant = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return text >= "1000" && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text); // 30 February is read as March
};
export const isDecimalText = (text: string): boolean => DECIMAL.test(text);

/** Conditions whose first value counts units. */
function countFault([count = "", unit = ""]: readonly string[]): string | null {
  const whole = /^\d{1,4}$/.test(count) && Number(count) >= 1 && Number(count) <= MOST_UNITS;
  if (!whole) return `give a whole number from 1 to ${MOST_UNITS}.`;
  return UNITS.some((each) => each === unit) ? null : "give days, weeks, months, quarters or years.";
}

/** What is wrong with one stated value; null when it fits. */
function oneFault({ kind, choices }: RegisterColumn, value: string, plain: boolean): string | null {
  if (plain && value === NOT_STATED) return null;
  switch (kind) {
    case "number":
      return isDecimalText(value) ? null : `“${value.slice(0, 40)}” is no number such as 12.5.`;
    case "date":
    case "instant":
      return isDayText(value) ? null : `“${value.slice(0, 40)}” is no date such as 2026-11-20.`;
    case "choice":
      return choices?.some((choice) => choice.value === value) ? null : `there is no choice “${value.slice(0, 40)}”.`;
    case "boolean":
      return value === "yes" || value === "no" ? null : "it is yes or no.";
    case "reference":
      return isUuidText(value) ? null : "a record is named by its id.";
    case "person":
      return value === "" ? "name somebody." : value === ME || value.length > 0 ? null : "name somebody.";
    case "text":
    case "tag":
      return value === "" ? "write a text." : null;
  }
}

/** What is wrong with the values of a condition whose operator and number of values fit; null when nothing is. */
export function valueFault(column: RegisterColumn, op: Operator, values: readonly string[]): string | null {
  if (op === "last" || op === "next") return countFault(values);
  if (op === "this") return UNITS.some((unit) => unit === values[0]) ? null : "give day, week, month, quarter or year.";
  const plain = op === "is" || op === "is-not";
  for (const value of values) {
    const fault = oneFault(column, value, plain);
    if (fault) return fault;
  }
  if (op !== "between") return null;
  const [from = "", to = ""] = values;
  const reversed = column.kind === "number" ? Number(from) > Number(to) : from > to;
  return reversed ? "the first value comes after the second." : null;
}
