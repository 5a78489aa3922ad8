import type { ColumnKind, RegisterColumn } from "./column";

/**
 * What a condition may say. Values are texts, as in an address:
 * is, is-not            one or more values; "none" is an empty one, "me" whoever looks; is-not keeps empty rows
 * contains, contains-not  a part of the text, upper and lower case alike
 * empty, filled         no value
 * before, after, at-least, at-most   one value; for days at-least is "on or after", at-most "on or before"
 * between               two values, both included
 * last, next            [count, unit]: counted from today, both ends included
 * this                  [unit]: the day, week, month, quarter or year that today is in
 * overdue               no value: before today
 */
export const OPERATORS = [
  "is",
  "is-not",
  "contains",
  "contains-not",
  "before",
  "after",
  "at-least",
  "at-most",
  "between",
  "last",
  "next",
  "this",
  "overdue",
  "empty",
  "filled",
] as const;
export type Operator = (typeof OPERATORS)[number];

export const UNITS = ["day", "week", "month", "quarter", "year"] as const;
export type Unit = (typeof UNITS)[number];
/** Most units a relative date counts. */
export const MOST_UNITS = 3_660;

const DAYS: readonly Operator[] = [
  "is",
  "before",
  "after",
  "at-least",
  "at-most",
  "between",
  "last",
  "next",
  "this",
  "overdue",
];

const BY_KIND: Record<ColumnKind, readonly Operator[]> = {
  text: ["contains", "contains-not", "is", "is-not"],
  number: ["is", "is-not", "at-least", "at-most", "between"],
  date: DAYS,
  instant: DAYS.filter((op) => op !== "overdue" && op !== "next"),
  choice: ["is", "is-not"],
  person: ["is", "is-not", "contains", "contains-not"],
  tag: ["is", "is-not"],
  boolean: ["is"],
  reference: ["is", "is-not"],
};

/** The operators offered for a column, the usual one first. */
export function operatorsOf({ kind, required }: Pick<RegisterColumn, "kind" | "required">): readonly Operator[] {
  return required || kind === "boolean" ? BY_KIND[kind] : [...BY_KIND[kind], "empty", "filled"];
}

/** How many values an operator takes. */
export function valuesOf(op: Operator): { least: number; most: number } {
  switch (op) {
    case "is":
    case "is-not":
    case "contains":
    case "contains-not":
      return { least: 1, most: MOST_VALUES };
    case "before":
    case "after":
    case "at-least":
    case "at-most":
    case "this":
      return { least: 1, most: 1 };
    case "between":
    case "last":
    case "next":
      return { least: 2, most: 2 };
    case "overdue":
    case "empty":
    case "filled":
      return { least: 0, most: 0 };
  }
}

/** Values one condition may name together. */
export const MOST_VALUES = 60;

const WORDS: Record<Operator, string> = {
  is: "is",
  "is-not": "is not",
  contains: "contains",
  "contains-not": "does not contain",
  before: "is before",
  after: "is after",
  "at-least": "is at least",
  "at-most": "is at most",
  between: "is between",
  last: "is in the last",
  next: "is in the next",
  this: "is this",
  overdue: "is overdue",
  empty: "is empty",
  filled: "is not empty",
};

/** The operator in words, as a menu and a sentence say it. */
export function operatorWords(op: Operator, kind: ColumnKind): string {
  if (kind === "date" || kind === "instant") {
    if (op === "at-least") return "is on or after";
    if (op === "at-most") return "is on or before";
    if (op === "is") return "is on";
  }
  return WORDS[op];
}
