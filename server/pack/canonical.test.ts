import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, parseCanonical, sha256, shortHash } from "./canonical";

describe("canonical JSON", () => {
  test("keys are sorted at every depth and nothing is spaced", () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
  });

  test("numbers JSON cannot hold are tagged and come back", () => {
    const json = canonicalJson({ v: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0] });
    expect(json).toBe('{"v":[{"$number":"NaN"},{"$number":"Infinity"},{"$number":"-Infinity"},0]}');
    expect(parseCanonical(json)).toEqual({ v: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0] });
  });

  test.each([[undefined], [{ a: undefined }], [new Date(0)], [[() => 1]], [{ $number: "1" }]])(
    "what has no one spelling is refused: %o",
    (input) => {
      expect(() => canonicalJson(input)).toThrow(RangeError);
    },
  );

  test("the same value in any order of keys is the same text, and reading it back gives the value", () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        const json = canonicalJson(record);
        expect(canonicalJson(reversed)).toBe(json);
        expect(canonicalJson(parseCanonical(json))).toBe(json);
      }),
    );
  });
});

test("a hash is printed by its first eight digits", () => {
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(shortHash(sha256(""))).toBe("e3b0 c442");
});
