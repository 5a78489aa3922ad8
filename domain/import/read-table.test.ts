import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FileFault } from "./fault";
import { readTable } from "./read-table";
import { writeCsv } from "./write-csv";

const bytes = (text: string) => new TextEncoder().encode(text);
const faultOf = (file: Uint8Array) => {
  try {
    readTable(file);
  } catch (error) {
    if (error instanceof FileFault) return error;
    throw error;
  }
  throw new Error("The file was read");
};

test("lines above the column names are kept as a preamble", () => {
  const table = readTable(bytes("AI inventory of 2026,,\n\nCode,Title,Stage\nA1,One,Pilot\nA2,Two,\n"));
  expect(table.headerLine).toBe(3);
  expect(table.preamble).toEqual([{ line: 1, text: "AI inventory of 2026" }]);
  expect(table.columns.map(({ name }) => name)).toEqual(["Code", "Title", "Stage"]);
  expect(table.rows).toEqual([
    { line: 4, cells: ["A1", "One", "Pilot"] },
    { line: 5, cells: ["A2", "Two", ""] },
  ]);
});

test("the line of the column names can be chosen", () => {
  expect(readTable(bytes("A,B\nCode,Title\nx,y\n"), { headerLine: 2 }).columns.map(({ name }) => name)).toEqual([
    "Code",
    "Title",
  ]);
});

test("repeated names are told apart, and a column without a name keeps its cells", () => {
  const table = readTable(bytes("Title,Note,note,,\nx,a,b,c,\n"));
  expect(table.columns.map(({ name }) => name)).toEqual(["Title", "Note", "note (2)", "Column 4"]);
});

test("a row of the wrong width is reported with its line and never stored shifted", () => {
  const table = readTable(bytes("Title,Unit\nOne,A\nTwo, B, too many\nThree\n,\nFour,D,\n"));
  expect(table.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, "One", "A"],
    [4, "Three", ""],
    [6, "Four", "D"],
  ]);
  expect(table).toMatchObject({ shortRows: 1, blankRows: 1 });
  expect(table.broken).toMatchObject([{ line: 3, reason: "The row has 3 cells under 2 column names." }]);
});

test("formulas and markup in cells stay text", () => {
  const cells = ['=HYPERLINK("http://x")', "<script>alert(1)</script>"];
  expect(readTable(bytes(`Title,Note\n"${cells[0]?.replaceAll('"', '""')}",${cells[1]}\n`)).rows[0]?.cells).toEqual(
    cells,
  );
});

test("an apostrophe is taken away only from this product's own exports", () => {
  const own = readTable(
    bytes(
      writeCsv(
        ["Portolan ID", "Title"],
        [
          ["1", "=1+1"],
          ["2", "'=x"],
        ],
      ),
    ),
  );
  expect(own.rows.map(({ cells }) => cells[1])).toEqual(["=1+1", "'=x"]);
  expect(readTable(bytes("Title,Unit\n'=1+1,a\n")).rows[0]?.cells[0]).toBe("'=1+1");
});

test("Excel's sep line names the separator and keeps the line numbers", () => {
  const table = readTable(bytes("sep=;\r\nTitle;Unit\r\na,b;c\r\n"));
  expect(table).toMatchObject({ delimiter: ";", headerLine: 2, rows: [{ line: 3, cells: ["a,b", "c"] }] });
});

describe("a hostile file gets an error that names its place", () => {
  test.each([
    ["HTML", "<!DOCTYPE html><html><table><tr><td>a,b</td></tr></table>", 1, /web page/],
    ["XML", '<?xml version="1.0"?><a b="c,d"/>', 1, /web page or XML/],
    ["one column", "Title\nOne\nTwo\n", 1, /Only one column was found: “Title”/],
    ["only blank lines", "\n\n  \n", 1, /only blank lines/],
    ["only column names", "Code,Title\n", 1, /no rows below/],
    ["figures without names", "1,2,3\n4,5,6\n", 1, /No row with column names/],
    ["an unclosed quote", 'Title,Unit\nOne,"A\nTwo,B\n', 2, /never closed/],
    ["an unclosed quote in the first line", 'Title,"Unit\nOne,A\n', 1, /never closed/],
    ["a formula as a column name", "Title,=cmd|' /C calc'!A0\nOne,A\n", 1, /column 2: The column name .* is a formula/],
  ])("%s", (_, text, line, message) => {
    const fault = faultOf(bytes(text));
    expect(fault.message).toMatch(message);
    expect(fault.line).toBe(line);
  });

  test("100,000 columns", () => {
    const row = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(",");
    const started = performance.now();
    expect(faultOf(bytes(`${row}\n${row}\n`)).message).toMatch(/^Line 1, column 501: There are more than 500 columns/);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("200 MB", () => {
    const fault = faultOf(new Uint8Array(200 * 1024 * 1024).fill(0x61));
    expect(fault.message).toMatch(/larger than 50 MB/);
  });

  test("one cell of a million characters is a fault of its row", () => {
    const table = readTable(bytes(`Title,Unit\nOne,${"x".repeat(1_000_000)}\nTwo,B\n`));
    expect(table.rows).toHaveLength(1);
    expect(table.broken).toMatchObject([{ line: 2, reason: "Column 2 holds 1,000,000 characters." }]);
  });
});

const root = process.env.PORTOLAN_REAL_DATA;
if (!root) console.info("PORTOLAN_REAL_DATA not set: the agencies' own files of 2025 are not read");

describe.runIf(root)("the agencies' own files of 2025", () => {
  test.each([
    ["commodity-futures-trading-commission/CFTC2026-AIusecaseinventory.csv", 3, 5, 0],
    ["department-of-labor/AI_Use_Cases_Public_reporting-20260128.csv", 28, 4, 15],
    ["office-of-personnel-management/ai_use_case_inventory_opm_2025.csv", 5, 7, 0],
    ["tennessee-valley-authority/tva-inventory.csv", 59, 5, 0],
  ])("%s", (name, rows, columns, blankRows) => {
    const table = readTable(readFileSync(`${root}/fed-ai-inventory/agency-raw-2025/${name}`));
    expect(table).toMatchObject({ headerLine: 1, broken: [], blankRows });
    expect([table.rows.length, table.columns.length]).toEqual([rows, columns]);
  });

  test("a register with lines above its names, broken rows and totals", () => {
    const table = readTable(readFileSync(`${root}/us-it-projects-2013/projects_dirty.csv`));
    expect(table.columns).toHaveLength(23);
    expect(table.columns[0]?.name).toBe("Unique Investment Identifier");
    expect(table.broken).toHaveLength(161); // 156 rows shifted five columns to the right, 5 with an unquoted comma
    expect(table.preamble[0]?.text).toBe("This is the US Government Projects dataset.");
  });
});
