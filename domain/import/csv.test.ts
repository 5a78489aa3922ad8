import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./csv";
import { detectDelimiter } from "./delimiter";
import { neutralise, stripApostrophe } from "./neutralise";
import { csvRow, writeCsv } from "./write-csv";

const normalised = (text: string) => text.replace(/\r\n?/g, "\n");
const piece = fc.constantFrom(
  "a",
  '"',
  ",",
  ";",
  "\n",
  "\r\n",
  "\r",
  "'",
  "=",
  "+",
  "-",
  "@",
  "\t",
  " ",
  "é",
  "😀",
  "1",
  "",
);
const cell = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")),
);
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
const cellsOf = (text: string, delimiter = ",") => parseCsv(text, { delimiter }).map(({ cells }) => cells);

test("what is written is read back cell by cell", () => {
  fc.assert(
    fc.property(table, (rows) => {
      const read = cellsOf(rows.map((row) => csvRow(row)).join("")).map((row) => row.map(stripApostrophe));
      expect(read).toEqual(rows.map((row) => row.map(normalised)));
    }),
    { numRuns: 500 },
  );
});

test("csv-parse reads what is written in the same way", () => {
  fc.assert(
    fc.property(table, (rows) => {
      const text = writeCsv(rows[0] ?? [], rows.slice(1));
      const oracle = parse(text, { bom: true, record_delimiter: "\r\n" }) as string[][];
      expect(cellsOf(text.slice(1))).toEqual(oracle.map((row) => row.map(normalised)));
    }),
  );
});

test("a neutralised cell never starts a formula and gives its text back", () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(neutralise(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(stripApostrophe(neutralise(text))).toBe(text);
    }),
    { numRuns: 1_000 },
  );
  expect(neutralise("=1+1")).toBe("'=1+1");
  expect(neutralise("'=1+1")).toBe("''=1+1");
  expect(neutralise("it's")).toBe("it's");
});

test("records know the line they begin on", () => {
  const records = parseCsv('a,b\r\n"one\r\ntwo",c\r\n\r\nd,"e"\r\nf,g', { delimiter: "," });
  expect(records.map(({ line, cells }) => [line, cells])).toEqual([
    [1, ["a", "b"]],
    [2, ["one\ntwo", "c"]],
    [4, [""]],
    [5, ["d", "e"]],
    [6, ["f", "g"]],
  ]);
});

test("an unclosed quote names the line it was opened on", () => {
  expect(() => parseCsv('a,b\nc,"d\ne,f\n', { delimiter: "," })).toThrow(/^Line 2, column 2: A quote/);
});

test("text after a closing quote is a fault of its row alone", () => {
  const records = parseCsv('a,b\n"c"x,d\ne,f\n', { delimiter: "," });
  expect(records.map(({ fault }) => fault !== undefined)).toEqual([false, true, false]);
});

test("a quote inside a cell that does not begin with one is text", () => {
  expect(cellsOf('5" pipe,a "b" c\n')).toEqual([['5" pipe', 'a "b" c']]);
});

test.each([
  [",", "a,b;c\n1,2;3\n"],
  [";", "name;amount\nx;1,5\ny;2,5\n"],
  ["\t", "a\tb\n1\t2,5\n"],
  ["|", "a|b\n1|2\n"],
  [",", 'title,text\nx,"a; b; c; d"\ny,"e; f"\n'],
])("the separator %j is detected", (delimiter, text) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test("a list of words has no separator", () => {
  expect(detectDelimiter("title\none\ntwo\n")).toBeNull();
});
