import type { RegisterColumn } from "@/domain/table/column";
import {
  type AllOf,
  type AnyOf,
  type Condition,
  EVERYTHING,
  type Filter,
  isCondition,
  partsOf,
} from "@/domain/table/filter";
import { type Operator, operatorsOf, valuesOf } from "@/domain/table/operator";

/** Where a part stands in a filter: the place in each group on the way down. */
export type Path = readonly number[];

const grouped = (filter: AllOf | AnyOf, parts: readonly Filter[]): AllOf | AnyOf =>
  "all" in filter ? { all: parts } : { any: parts };

/** A filter as the builder edits it: a group at the top, whatever it was. */
export const asGroup = (filter: Filter): AllOf | AnyOf =>
  isCondition(filter) ? { all: [filter] } : partsOf(filter).length === 0 ? EVERYTHING : filter;

/** The filter with the part at a path replaced; null takes it away. */
export function replaced(filter: AllOf | AnyOf, [here, ...rest]: Path, next: Filter | null): AllOf | AnyOf {
  if (here === undefined) return next && !isCondition(next) ? next : filter;
  const parts = partsOf(filter).flatMap((part, index): Filter[] => {
    if (index !== here) return [part];
    if (rest.length > 0) return isCondition(part) ? [part] : [replaced(part, rest, next)];
    return next ? [next] : [];
  });
  return grouped(filter, parts);
}

/** The filter with a part added at the end of the group at a path. */
export function added(filter: AllOf | AnyOf, [here, ...rest]: Path, part: Filter): AllOf | AnyOf {
  if (here === undefined) return grouped(filter, [...partsOf(filter), part]);
  return grouped(
    filter,
    partsOf(filter).map((each, index) => (index === here && !isCondition(each) ? added(each, rest, part) : each)),
  );
}

/** A group that asks for all of its parts, asking for any of them, and back. */
export const turned = (filter: AllOf | AnyOf): AllOf | AnyOf =>
  "all" in filter ? { any: filter.all } : { all: filter.any };

const usualValues = (op: Operator, column: RegisterColumn): string[] => {
  if (op === "last" || op === "next") return ["30", "day"];
  if (op === "this") return ["month"];
  if (column.kind === "boolean") return ["yes"];
  return [];
};

/** A condition as it begins on a column: its usual operator, nothing stated yet. */
export function begun(column: RegisterColumn): Condition {
  const [op = "is"] = operatorsOf(column);
  return { column: column.key, op, values: usualValues(op, column) };
}

const isCounted = (op: Operator) => op === "last" || op === "next";

/** The condition with another operator, its values kept where they mean the same. */
export function withOperator(condition: Condition, op: Operator, column: RegisterColumn): Condition {
  const { most } = valuesOf(op);
  const isKept = isCounted(op) === isCounted(condition.op) && op !== "this" && condition.op !== "this" && most > 0;
  const values = isKept ? condition.values.slice(0, most) : usualValues(op, column);
  return { ...condition, op, values };
}
