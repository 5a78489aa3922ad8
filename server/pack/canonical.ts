import { createHash } from "node:crypto";

type Json = string | boolean | null | number | readonly Json[] | { readonly [key: string]: Json };

/** Tags a number JSON cannot hold; no key of ours starts with a dollar sign. */
const NUMBER_TAG = "$number";

/**
 * JSON with one spelling for one value: keys sorted by code unit, no white space, -0 as 0,
 * NaN and infinities as {"$number":"NaN"}.
 *
 * @throws RangeError for what has no single spelling: undefined, dates, functions, keys that look like the tag.
 * @source RFC 8785 for the order of keys and the form of numbers, which is that of ECMAScript
 */
export function canonicalJson(input: unknown): string {
  if (input === null || typeof input === "boolean" || typeof input === "string") return JSON.stringify(input);
  if (typeof input === "number") {
    return Number.isFinite(input) ? JSON.stringify(input + 0) : `{"${NUMBER_TAG}":"${String(input)}"}`;
  }
  if (Array.isArray(input)) return `[${input.map(canonicalJson).join(",")}]`;
  if (typeof input === "object" && isPlain(input)) {
    const members = Object.entries(input)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(checkedKey(key))}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  throw new RangeError(`${typeof input} has no canonical form`);
}

const isPlain = (input: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(input);
  return prototype === Object.prototype || prototype === null;
};

function checkedKey(key: string): string {
  if (key === NUMBER_TAG) throw new RangeError(`a key may not be ${NUMBER_TAG}`);
  return key;
}

/** Reads canonical JSON back, with its tagged numbers. @throws SyntaxError when the text is no JSON. */
export function parseCanonical(json: string): unknown {
  return JSON.parse(json, (_key, member: Json) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    const tagged = (member as { [key: string]: Json })[NUMBER_TAG];
    return typeof tagged === "string" ? Number(tagged) : member;
  });
}

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The eight first digits of a hash as they stand in a footer: "7c1e 4a9d". */
export const shortHash = (hash: string): string => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;
