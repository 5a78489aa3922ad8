import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeWire, encodeWire } from "./wire";

const there = (value: unknown): unknown => decodeWire(JSON.parse(JSON.stringify(encodeWire(value))));

const plain = fc.anything({
  withDate: true,
  withBigInt: true,
  withNullPrototype: false,
  withObjectString: false,
  withMap: false,
  withSet: false,
  withTypedArray: false,
  withSparseArray: false,
  key: fc.oneof(fc.string(), fc.constantFrom("$", "is", "__proto__", "constructor")),
});

test("whatever plain data is sent comes out equal", () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(there(value)).toEqual(value);
    }),
    { numRuns: 2000 },
  );
});

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], [-0], [undefined], [12n]])(
  "%s stays what it is, alone and inside",
  (value) => {
    expect(Object.is(there(value), value)).toBe(true);
    expect(there({ a: [value] })).toEqual({ a: [value] });
  },
);

test("dates stay dates, an invalid one too", () => {
  const at = new Date("2026-11-20T06:00:00.123Z");
  expect(there({ at })).toEqual({ at });
  expect(String(there(new Date(Number.NaN)))).toBe("Invalid Date");
});

test("data that JSON can say is not copied", () => {
  const rows = [{ a: 1, b: ["x", null, true] }];
  expect(encodeWire(rows)).toBe(rows);
  expect(decodeWire(rows)).toBe(rows);
});

test("an object that looks like a mark is not taken for one, and a prototype is not reached", () => {
  expect(there({ $: "date", is: "2026-01-01" })).toEqual({ $: "date", is: "2026-01-01" });
  const hostile: unknown = decodeWire(JSON.parse('{"__proto__":{"$":"date","is":"2026-01-01"},"x":{"$":"undefined"}}'));
  expect(Object.getPrototypeOf(hostile)).toBe(Object.prototype);
});

test("what cannot be sent is named", () => {
  expect(() => encodeWire(new Map())).toThrow("Map cannot be sent");
  expect(() => encodeWire({ a: () => 1 })).toThrow("function cannot be sent");
  expect(() => encodeWire(Symbol("s"))).toThrow("symbol cannot be sent");
});

test("hostile requests are refused, not followed", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect(() => decodeWire(deep)).toThrow("nested too deeply");
  for (const mark of [
    { $: "code" },
    { $: "bigint", is: "1".repeat(1000) },
    { $: "bigint", is: 7 },
    { $: 5 },
    { $: "object" },
    { $: "object", is: 1 },
  ])
    expect(() => decodeWire(mark)).toThrow("not known");
});

test("what is sent stays as it was, and what needs no mark is not copied", () => {
  const day = new Date("2026-11-21T00:00:00Z");
  const rows = [
    { id: "a", at: day, cells: { tags: ["x", "y"] } },
    { id: "b", at: null },
  ];
  const given = { rows, plain: { deep: [1, 2, { three: 3 }] } };
  const sent = encodeWire(given) as { plain: unknown; rows: unknown[] };
  expect(given).toEqual({
    rows: [
      { id: "a", at: day, cells: { tags: ["x", "y"] } },
      { id: "b", at: null },
    ],
    plain: { deep: [1, 2, { three: 3 }] },
  });
  expect(sent.plain).toBe(given.plain);
  expect(sent.rows[1]).toBe(rows[1]);
  expect(decodeWire(sent)).toEqual(given);
  expect(encodeWire([undefined, [Number.NaN], -0])).toEqual([
    { $: "undefined" },
    [{ $: "number", is: "NaN" }],
    { $: "number", is: "-0" },
  ]);
});
