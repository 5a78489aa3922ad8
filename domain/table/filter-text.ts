import { type Condition, DEEPEST, type Filter, isCondition, partsOf } from "./filter";
import { OPERATORS } from "./operator";

/**
 * A filter as an address holds it, readable: `target.next:30,day` · `any(owner.is:me;owner.empty)`. Signs of the notation
 * inside a value are marked by `!` before them.
 */
const SIGNS = /[!,;()]/g;

function conditionText({ column, op, values }: Condition): string {
  const named = values.map((value) => value.replaceAll(SIGNS, (sign) => `!${sign}`)).join(",");
  return `${column}.${op}${values.length > 0 ? `:${named}` : ""}`;
}

export function filterText(filter: Filter): string {
  if (isCondition(filter)) return conditionText(filter);
  return `${"all" in filter ? "all" : "any"}(${partsOf(filter).map(filterText).join(";")})`;
}

/** Splits at a sign where it stands outside of brackets and is not marked; null when brackets do not match. */
function split(text: string, sign: string): string[] | null {
  const parts: string[] = [];
  let [from, depth] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const at = text[index];
    if (at === "!") index += 1;
    else if (at === "(") depth += 1;
    else if (at === ")") depth -= 1;
    else if (at === sign && depth === 0) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
    if (depth < 0) return null;
  }
  return depth === 0 ? [...parts, text.slice(from)] : null;
}

function conditionFrom(text: string): Condition | null {
  const colon = text.indexOf(":");
  const head = colon < 0 ? text : text.slice(0, colon);
  const dot = head.lastIndexOf(".");
  const op = OPERATORS.find((each) => each === head.slice(dot + 1));
  const column = head.slice(0, Math.max(dot, 0));
  const values = colon < 0 ? [] : split(text.slice(colon + 1), ",");
  if (!op || !/^[a-z][\w.-]*$/i.test(column) || values === null) return null;
  return { column, op, values: values.map((value) => value.replaceAll(/!(.)/gs, "$1")) };
}

/** Reads what `filterText` wrote; null when it cannot be understood. */
export function filterFromText(text: string, depth = 1): Filter | null {
  const group = /^(all|any)\((.*)\)$/s.exec(text);
  if (!group) return conditionFrom(text);
  const inner = group[2] ?? "";
  const texts = inner === "" ? [] : split(inner, ";");
  if (depth > DEEPEST || texts === null) return null;
  const parts = texts.map((each) => filterFromText(each, depth + 1));
  const read = parts.filter((part) => part !== null);
  if (read.length < parts.length) return null;
  return group[1] === "all" ? { all: read } : { any: read };
}
