import { formatDate } from "../shared/figure";
import { emptyWord, ME, NOT_STATED, type RegisterColumn } from "./column";
import { type Condition, type Filter, isCondition, partsOf, pruned } from "./filter";
import { operatorWords } from "./operator";
import { isDayText } from "./value";

/** The name of a person or record behind a value of a column, where it is known. */
export type NameOf = (column: RegisterColumn, value: string) => string | undefined;

const FEWEST_COUNTED = 5;

/** "Pilot", "Pilot or Build", "Pilot, Build or three more". */
function orList(words: readonly string[]): string {
  const shown =
    words.length > FEWEST_COUNTED
      ? [...words.slice(0, FEWEST_COUNTED - 1), `${words.length - FEWEST_COUNTED + 1} more`]
      : words;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} or ${last}`;
}

/** One value in words: its label, the name behind an id, a date as it is written. */
export function valueWords(column: RegisterColumn, value: string, nameOf?: NameOf): string {
  if (value === NOT_STATED) return emptyWord(column);
  if (column.kind === "person" && value === ME) return "me";
  const label = column.choices?.find((choice) => choice.value === value)?.label ?? nameOf?.(column, value);
  if (label !== undefined) return label;
  if ((column.kind === "date" || column.kind === "instant") && isDayText(value)) return formatDate(value);
  return value;
}

function valuePart(column: RegisterColumn, { op, values }: Condition, nameOf?: NameOf): string {
  const words = values.map((value) => valueWords(column, value, nameOf));
  const [first = "", second = ""] = values;
  switch (op) {
    case "contains":
    case "contains-not":
      return ` ${orList(values.map((value) => `“${value}”`))}`;
    case "between":
      return ` ${words.join(" and ")}`;
    case "last":
    case "next":
      return ` ${first} ${second}${first === "1" ? "" : "s"}`;
    case "this":
      return ` ${first}`;
    case "overdue":
    case "empty":
    case "filled":
      return "";
    default:
      return ` ${orList(words)}`;
  }
}

/** "Stage is Pilot or Build". A column nobody knows is said by its key. */
export function conditionSentence(condition: Condition, columns: readonly RegisterColumn[], nameOf?: NameOf): string {
  const known = columns.find(({ key }) => key === condition.column);
  const column: RegisterColumn = known ?? { key: condition.column, label: condition.column, kind: "text" };
  if (condition.op === "this" && condition.values[0] === "day") return `${column.label} is today`;
  const words = condition.op === "is" && column.verb ? column.verb : operatorWords(condition.op, column.kind);
  return `${column.label} ${words}${valuePart(column, condition, nameOf)}`;
}

/** "Stage is Pilot or Build, and Owner is me"; empty when the filter narrows nothing. */
export function filterSentence(filter: Filter, columns: readonly RegisterColumn[], nameOf?: NameOf): string {
  const say = (each: Filter, nested: boolean): string => {
    if (isCondition(each)) return conditionSentence(each, columns, nameOf);
    const joined = partsOf(each)
      .map((part) => say(part, true))
      .join("all" in each ? ", and " : ", or ");
    return nested ? `(${joined})` : joined;
  };
  const left = pruned(filter);
  return left === null ? "" : say(left, false);
}
