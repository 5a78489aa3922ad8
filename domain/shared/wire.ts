import { AppError } from "./error";

/** What JSON cannot say, said with a mark. An object of ours that has a key of that name is wrapped likewise. */
const MARK = "$";
type Marked = { readonly $: "date" | "number" | "bigint" | "undefined" | "object"; readonly is?: unknown };

/** No answer of ours is nested deeper; a hostile request could be, and would exhaust the stack. */
const DEEPEST = 200;

const isSpecial = (value: number): boolean => !Number.isFinite(value) || Object.is(value, -0);
const nameOf = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** The object with some values replaced; one that needs none is given back as it is. Own keys stay own, `__proto__` too. */
function replaced(given: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  let made: Record<string, unknown> | null = null;
  for (const key of Object.keys(given)) {
    const value = given[key];
    const each = value === undefined ? value : change(value);
    if (each === value) continue;
    made ??= { ...given };
    if (key !== "__proto__") made[key] = each;
    else Object.defineProperty(made, key, { value: each, enumerable: true, configurable: true, writable: true });
  }
  return made ?? given;
}

/** Likewise of an array. */
function replacedIn(given: readonly unknown[], change: (value: unknown) => unknown): readonly unknown[] {
  let made: unknown[] | null = null;
  for (let place = 0; place < given.length; place += 1) {
    const each = change(given[place]);
    if (each === given[place]) continue;
    made ??= [...given];
    made[place] = each;
  }
  return made ?? given;
}

function encodeObject(given: object): unknown {
  if (given instanceof Date)
    return { [MARK]: "date", is: Number.isNaN(given.getTime()) ? null : given.toISOString() } satisfies Marked;
  if (Array.isArray(given)) return replacedIn(given, encodeWire);
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${given.constructor.name} cannot be sent: plain objects, arrays, dates and numbers can`);
  const made = replaced(given as Record<string, unknown>, encodeWire);
  return Object.hasOwn(given, MARK) ? ({ [MARK]: "object", is: made } satisfies Marked) : made;
}

/**
 * A value as JSON can carry it: dates, NaN, infinities, −0, bigints and undefined are marked, all else stays what it is.
 * A key whose value is undefined is left out by JSON itself.
 *
 * Instead of superjson, which takes 0.52 ms for a register page of 20 rows where this takes a fifth: of the 1.5 ms that an answer may
 * add to its statement.
 *
 * @throws TypeError for what is no plain data, such as a Map
 */
export function encodeWire(value: unknown): unknown {
  if (typeof value === "object") return value === null ? null : encodeObject(value);
  if (typeof value === "number") return isSpecial(value) ? { [MARK]: "number", is: nameOf(value) } : value;
  if (typeof value === "bigint") return { [MARK]: "bigint", is: String(value) };
  if (value === undefined) return { [MARK]: "undefined" };
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`a ${typeof value} cannot be sent`);
  return value;
}

function unmarked({ $: kind, is }: Marked, depth: number): unknown {
  if (kind === "date") return new Date(typeof is === "string" ? is : Number.NaN);
  if (kind === "number") return Number(is);
  if (kind === "undefined") return undefined;
  if (kind === "object" && typeof is === "object" && is !== null)
    return replaced(is as Record<string, unknown>, (each) => decode(each, depth + 1));
  if (kind === "bigint" && typeof is === "string" && /^-?\d{1,100}$/.test(is)) return BigInt(is);
  throw new AppError("BAD_REQUEST", "The request carries a value of a kind that is not known.");
}

function decode(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) throw new AppError("BAD_REQUEST", "The request is nested too deeply.");
  if (Array.isArray(value)) return replacedIn(value, (each) => decode(each, depth + 1));
  if (Object.hasOwn(value, MARK)) return unmarked(value as Marked, depth);
  return replaced(value as Record<string, unknown>, (each) => decode(each, depth + 1));
}

/** What `encodeWire` was given. @throws AppError BAD_REQUEST for marks nobody makes, or nesting without end */
export const decodeWire = (value: unknown): unknown => decode(value, 0);

/** The two as procedures' clients and servers take them. */
export const WIRE = {
  serialize: encodeWire,
  // Given to whoever says what type it has, as a parser of JSON is.
  deserialize: decodeWire as (value: unknown) => never,
};
