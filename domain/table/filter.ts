import { isFilterable, type RegisterColumn } from "./column";
import { OPERATORS, type Operator, operatorsOf, operatorWords, valuesOf } from "./operator";
import { valueFault } from "./value";

export type Condition = { column: string; op: Operator; values: readonly string[] };
export type AllOf = { all: readonly Filter[] };
export type AnyOf = { any: readonly Filter[] };
/** What rows are narrowed to. A group without parts says nothing yet and narrows nothing. */
export type Filter = Condition | AllOf | AnyOf;

/** Groups within groups, the outermost counted. */
export const DEEPEST = 4;
export const MOST_CONDITIONS = 40;
/** Longest value of a condition, in characters. */
export const LONGEST_VALUE = 300;

export const EVERYTHING: AllOf = { all: [] };

export const isCondition = (filter: Filter): filter is Condition => "column" in filter;
export const partsOf = (filter: AllOf | AnyOf): readonly Filter[] => ("all" in filter ? filter.all : filter.any);

/** Without groups that say nothing, and without groups of one; null when nothing is left. */
export function pruned(filter: Filter): Filter | null {
  if (isCondition(filter)) return filter;
  const parts = partsOf(filter).flatMap((part) => pruned(part) ?? []);
  if (parts.length <= 1) return parts[0] ?? null;
  return "all" in filter ? { all: parts } : { any: parts };
}

/** The conditions and groups that must all hold. */
export function conjuncts(filter: Filter): readonly Filter[] {
  const left = pruned(filter);
  if (left === null) return [];
  return "all" in left ? left.all.flatMap(conjuncts) : [left];
}

/** Every condition, wherever it stands. */
export const conditionsOf = (filter: Filter): readonly Condition[] =>
  isCondition(filter) ? [filter] : partsOf(filter).flatMap(conditionsOf);

/** The filter with the conditions for which `keep` is false taken out. */
export function keeping(filter: Filter, keep: (condition: Condition) => boolean): Filter {
  const kept = (each: Filter): Filter[] =>
    isCondition(each)
      ? keep(each)
        ? [each]
        : []
      : ["all" in each ? { all: each.all.flatMap(kept) } : { any: each.any.flatMap(kept) }];
  return kept(filter)[0] ?? EVERYTHING;
}

/** The values a plain "is" on a column names among the conditions that must all hold; none when it is not so narrowed. */
export const plainValues = (filter: Filter, column: string): readonly string[] =>
  conjuncts(filter).flatMap((part) =>
    isCondition(part) && part.column === column && part.op === "is" ? part.values : [],
  );

/** The filter with its plain "is" on a column replaced; no values take it away. What a quick filter does. */
export function withPlainValues(filter: Filter, column: string, values: readonly string[]): AllOf {
  const others = conjuncts(filter).filter((part) => !(isCondition(part) && part.column === column && part.op === "is"));
  return { all: values.length > 0 ? [...others, { column, op: "is", values: [...values] }] : others };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What keeps something from outside from being a filter at all, in a sentence; null when it is one. Walks without recursion:
 * a tree of any depth is refused, not followed.
 */
export function shapeFault(given: unknown): string | null {
  let conditions = 0;
  let groups = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: given, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (!isRecord(value)) return "A filter is made of conditions and groups.";
    const keys = Object.keys(value).sort().join(" ");
    const parts = keys === "all" ? value.all : keys === "any" ? value.any : undefined;
    if (Array.isArray(parts)) {
      groups += 1;
      if (depth > DEEPEST) return `Groups may stand at most ${DEEPEST} deep.`;
      if (parts.length > MOST_CONDITIONS || groups > MOST_CONDITIONS) return TOO_MANY;
      waiting.push(...parts.map((part: unknown) => ({ value: part, depth: depth + 1 })));
      continue;
    }
    const { column, op, values } = value;
    if (keys !== "column op values" || typeof column !== "string" || !Array.isArray(values))
      return "A condition names a column, an operator and values.";
    if (!OPERATORS.some((each) => each === op)) return `There is no operator “${String(op).slice(0, 40)}”.`;
    if (!values.every((each) => typeof each === "string")) return "Values of a condition are texts.";
    if (values.some((each) => each.length > LONGEST_VALUE)) return `A value has at most ${LONGEST_VALUE} characters.`;
    if (values.some((each) => each.includes("\u0000"))) return "A value holds a character that cannot be stored.";
    conditions += 1;
    if (conditions > MOST_CONDITIONS) return TOO_MANY;
  }
  return null;
}
const TOO_MANY = `A filter has at most ${MOST_CONDITIONS} conditions.`;

export type FilterFault = { condition: Condition; message: string };

/** What is wrong with one condition for these columns, naming the column and the operator; null when nothing is. */
export function conditionFault(condition: Condition, columns: readonly RegisterColumn[]): string | null {
  const column = columns.find(({ key }) => key === condition.column);
  if (!column) return `There is no column “${condition.column.slice(0, 60)}”.`;
  if (!isFilterable(column)) return `${column.label} cannot be filtered.`;
  const words = operatorWords(condition.op, column.kind);
  if (!operatorsOf(column).includes(condition.op)) return `${column.label} cannot be asked whether it ${words}.`;
  const { least, most } = valuesOf(condition.op);
  const count = condition.values.length;
  if (count < least) return `${column.label} ${words} …: give ${least === 1 ? "a value" : "two values"}.`;
  if (count > most) return `${column.label} ${words}: at most ${most === 1 ? "one value" : `${most} values`}.`;
  const fault = valueFault(column, condition.op, condition.values);
  return fault && `${column.label} ${words}: ${fault}`;
}

/** Everything wrong with a filter for these columns. */
export const filterFaults = (filter: Filter, columns: readonly RegisterColumn[]): FilterFault[] =>
  conditionsOf(filter).flatMap((condition) => {
    const message = conditionFault(condition, columns);
    return message ? [{ condition, message }] : [];
  });

/** The filter as far as it can be understood: an old link shows more rows, never an error. */
export const understood = (filter: Filter, columns: readonly RegisterColumn[]): Filter =>
  keeping(filter, (condition) => conditionFault(condition, columns) === null);
