import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FileFault } from "@/domain/import/fault";
import type { ReadChoices } from "@/domain/import/input";
import { proposeMapping } from "@/domain/import/propose";
import { INITIATIVE_IMPORT } from "@/domain/initiative/import/noun";
import { ARCHIVE_LIMITS } from "./archive";
import { type FixtureSheet, raw, STYLE, styled, workbook, zipped } from "./fixture";
import { readSource, surveySource } from "./read";

const tableOf = (sheet: Partial<FixtureSheet> & Pick<FixtureSheet, "rows">, choices: ReadChoices = {}) =>
  readSource(workbook([{ name: "Portfolio", ...sheet }]), choices);

async function faultOf(file: Buffer, choices: ReadChoices = {}): Promise<FileFault> {
  try {
    await surveySource(file, choices);
  } catch (error) {
    if (error instanceof FileFault) return error;
    throw error;
  }
  throw new Error("The file was read");
}

const ROWS = [
  ["Code", "Title", "Stage"],
  ["X-1", "Ward rounds", "Build"],
];
const names = (table: { columns: { name: string }[] }) => table.columns.map(({ name }) => name);

describe("cells", () => {
  test("each kind is read as a spreadsheet shows it, without float noise", async () => {
    const { rows } = await tableOf({
      rows: [
        ["Title", "Value"],
        ["a day", styled(46_346, STYLE.day)],
        ["a day and a time", styled(46_346.604166666664, STYLE.moment)],
        ["midnight", styled(46_346, STYLE.moment)],
        ["a day shown without its time", styled(46_346.6, STYLE.day)],
        ["first of March 1900", styled(61, STYLE.day)],
        ["the day that never was", styled(60, STYLE.day)],
        ["new year 1900", styled(1, STYLE.day)],
        ["a negative day", styled(-3, STYLE.day)],
        ["float noise", 0.1 + 0.2],
        ["a whole number", 4711],
        ["large", 1e21],
        ["small", 0.000000125],
        ["percent", styled(0.07, STYLE.percent)],
        ["a code", styled(42, STYLE.code)],
        ["money", styled(1234.5, STYLE.money)],
        ["yes", true],
        ["no", false],
        ["a formula", raw("<f>1+1</f><v>2</v>")],
        ["a formula with text", raw('<f>"a"&amp;"b"</f><v>ab</v>', ' t="str"')],
        ["inline", raw("<is><t>in &lt;place&gt;</t></is>", ' t="inlineStr"')],
        [
          "rich",
          raw(
            '<is><r><rPr><b/></rPr><t>two </t></r><r><t>parts</t></r><rPh sb="0" eb="1"><t>toū</t></rPh></is>',
            ' t="inlineStr"',
          ),
        ],
        ["escaped", "one_x000D_\ntwo _x005F_x0041_ \u{1F642}"],
        ["an ISO date", raw("<v>2026-11-20T00:00:00</v>", ' t="d"')],
        ["a formula in words", "=1+1"],
      ],
    });
    expect(Object.fromEntries(rows.map(({ cells }) => cells as [string, string]))).toEqual({
      "a day": "2026-11-20",
      "a day and a time": "2026-11-20 14:30",
      midnight: "2026-11-20",
      "a day shown without its time": "2026-11-20",
      "first of March 1900": "1900-03-01",
      "the day that never was": "1900-02-29",
      "new year 1900": "1900-01-01",
      "a negative day": "-3",
      "float noise": "0.3",
      "a whole number": "4711",
      large: "1000000000000000000000",
      small: "0.000000125",
      percent: "7%",
      "a code": "00042",
      money: "1234.5",
      yes: "TRUE",
      no: "FALSE",
      "a formula": "2",
      "a formula with text": "ab",
      inline: "in <place>",
      rich: "two parts",
      escaped: "one\ntwo _x0041_ \u{1F642}",
      "an ISO date": "2026-11-20",
      "a formula in words": "=1+1",
    });
  });

  test("the calendar of 1904", async () => {
    const file = workbook(
      [
        {
          name: "S",
          rows: [
            ["Title", "Day"],
            ["a", styled(44_884, STYLE.day)],
            ["b", styled(0, STYLE.day)],
          ],
        },
      ],
      { is1904: true },
    );
    expect((await readSource(file, {})).rows.map(({ cells }) => cells[1])).toEqual(["2026-11-20", "1904-01-01"]);
  });

  test("an error and a formula nobody calculated are named, and say nothing of their column", async () => {
    const { rows } = await tableOf({
      rows: [
        ["Code", "Title", "Target date"],
        ["X-1", "a", raw("<f>VLOOKUP(1,A:A,1)</f><v>#N/A</v>", ' t="e"')],
        ["X-2", raw("<f>A3</f>"), styled(46_346, STYLE.day)],
        ["X-3", "#N/A in words", null],
        ["X-4", "as openpyxl writes", raw("<f>TODAY()</f><v></v>")],
        ["X-5", "an empty result", raw('<f>""</f><v></v>', ' t="str"')],
      ],
    });
    expect(rows[0]).toMatchObject({ line: 2, cells: ["X-1", "a", ""], troubles: [{ at: 2, text: "#N/A" }] });
    expect(rows[1]).toMatchObject({
      cells: ["X-2", "", "2026-11-20"],
      troubles: [{ at: 1, reason: expect.stringMatching(/formula whose result/) }],
    });
    expect(rows[2]).toEqual({ line: 4, cells: ["X-3", "#N/A in words", ""] });
    expect(rows[3]).toMatchObject({ troubles: [{ at: 2, reason: expect.stringMatching(/formula whose result/) }] });
    expect(rows[4]).toEqual({ line: 6, cells: ["X-5", "an empty result", ""] });
  });

  test("rows and cells may come without numbers, names with a prefix, and texts as CDATA", async () => {
    const sheet = `<x:worksheet xmlns:x="m"><!-- > --><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>Title</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Unit</x:t></x:is></x:c></x:row>
      <x:row><x:c t="inlineStr"><x:is><x:t><![CDATA[a < b]]></x:t></x:is></x:c><x:c
        t="inlineStr"><x:is><x:t>Cl&#105;nic &amp; co</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`;
    const file = workbook([{ name: "Any > 'name\"", rows: ROWS }], { parts: { "xl/worksheets/sheet1.xml": sheet } });
    const table = await readSource(file, {});
    expect(table).toMatchObject({ sheet: { name: "Any > 'name\"" }, headerLine: 1 });
    expect(table.rows).toEqual([{ line: 2, cells: ["a < b", "Clinic & co"] }]);
  });
});

describe("headings", () => {
  test("a title over the table, empty rows and columns before it", async () => {
    const rows = [
      [null, null, "AI portfolio 2026", null, null],
      [null, null, null, null, null],
      [null, null, "Code", "Title", "Stage"],
      [null, null, "X-1", "Ward rounds", "Build"],
      [null, null, null, null, null],
      [null, null, "X-2", "Theatre", "Pilot"],
    ];
    const table = await tableOf({ rows, first: 4, merges: ["C4:E4"] });
    expect(table).toMatchObject({ headerLine: 6, blankRows: 1, preamble: [{ line: 4, text: "AI portfolio 2026" }] });
    expect(table.columns).toMatchObject([
      { name: "Code", letters: "C" },
      { name: "Title", letters: "D" },
      { name: "Stage", letters: "E" },
    ]);
    expect(table.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [7, "X-1", "Ward rounds", "Build"],
      [9, "X-2", "Theatre", "Pilot"],
    ]);
  });

  test("groups of columns above their names, beside names merged over both rows", async () => {
    const table = await tableOf({
      rows: [
        ["AI portfolio", null, null, null, null, null],
        ["Code", "Title", "Dates", null, "Owner", null],
        [null, null, "Start date", "Target date", "Name", "Notes"],
        ["X-1", "Ward rounds", styled(46_000, STYLE.day), styled(46_346, STYLE.day), "Robin Vale", "n"],
      ],
      merges: ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"],
    });
    expect(names(table)).toEqual([
      "Code",
      "Title",
      "Dates / Start date",
      "Dates / Target date",
      "Owner / Name",
      "Owner / Notes",
    ]);
    expect(table).toMatchObject({ headerLine: 3, preamble: [{ line: 1 }] });
    const { mapping } = proposeMapping(INITIATIVE_IMPORT, table, [], {
      members: [],
      programs: [],
      customFields: new Map(),
    });
    const fields = mapping.columns.map(({ target }) => (target.kind === "field" ? target.field : target.kind));
    expect(fields.slice(0, 4)).toEqual(["code", "title", "startOn", "targetOn"]);
  });

  test("groups over every column, so many that they look like names themselves", async () => {
    const table = await tableOf({
      rows: [
        ["Identity", null, "People", null, "Dates", null],
        ["Code", "Title", "Owner", "Sponsor", "Start date", "Target date"],
        ["X-1", "Ward rounds", "Robin Vale", "Kim Oak", styled(46_000, STYLE.day), styled(46_346, STYLE.day)],
        ["X-2", "Theatre", "Robin Vale", "Kim Oak", null, null],
      ],
      merges: ["A1:B1", "C1:D1", "E1:F1"],
    });
    expect(names(table).slice(0, 3)).toEqual(["Identity / Code", "Identity / Title", "People / Owner"]);
    expect(table.rows).toHaveLength(2);
  });

  test("a remark merged over most of the table is no group", async () => {
    const table = await tableOf({
      rows: [
        ["Inventory of 2026", "As ordered by the board on 3 March, see the handbook", null, null, null],
        ["Code", "Title", "Stage", "Owner", "Target date"],
        ["X-1", "Ward rounds", "Build", "Robin Vale", null],
      ],
      merges: ["B1:E1"],
    });
    expect(names(table)).toEqual(["Code", "Title", "Stage", "Owner", "Target date"]);
    expect(table).toMatchObject({ headerLine: 2, preamble: [{ line: 1 }] });
  });

  test("a name merged over two columns of data is no group", async () => {
    const table = await tableOf({
      rows: [
        ["Code", "Title", "Owner", null],
        ["X-1", "Ward rounds", "Robin", "Vale"],
        ["X-2", "Theatre", "Kim", "Oak"],
      ],
      merges: ["C1:D1"],
    });
    expect(names(table)).toEqual(["Code", "Title", "Owner", "Column D"]);
    expect(table.rows).toHaveLength(2);
  });

  test("a cell merged over rows of data holds for each of them", async () => {
    const table = await tableOf({
      rows: [
        ["Unit", "Title"],
        ["Nursing", "a"],
        [null, "b"],
        ["Surgery", "c"],
        [null, "d"],
      ],
      merges: ["A2:A3"],
    });
    expect(table.rows.map(({ cells }) => cells[0])).toEqual(["Nursing", "Nursing", "Surgery", ""]);
    expect(table.sheet).toMatchObject({ mergedCells: 1 });
  });
});

describe("sheets", () => {
  const BOOK = [
    { name: "Read me", rows: [["This list is kept by the office."]] },
    {
      name: "Lists",
      rows: [
        ["Stage", "Order"],
        ["Idea", 1],
      ],
      state: "hidden",
    },
    { name: "Portfolio", rows: [...ROWS, ["X-2", "Theatre", "Pilot"]] },
    { name: "Old ones", rows: ROWS },
  ];

  test("the first that is a table is taken, and each is told with its rows", async () => {
    const { table, sheets } = await surveySource(workbook(BOOK), {});
    expect(table.sheet?.name).toBe("Portfolio");
    expect(sheets).toMatchObject([
      { name: "Read me", rows: 0, fault: expect.stringMatching(/^The sheet “Read me”: Only one column is filled/) },
      { name: "Lists", rows: 1, isHidden: true, fault: null },
      { name: "Portfolio", rows: 2, isHidden: false },
      { name: "Old ones", rows: 1 },
    ]);
    expect((await surveySource(workbook(BOOK), { sheet: "Old ones" })).table.rows).toHaveLength(1);
  });

  test("a chosen sheet that is no table is refused by name; so is one that is not there", async () => {
    expect(await faultOf(workbook(BOOK), { sheet: "Read me" })).toMatchObject({ sheet: "Read me" });
    expect((await faultOf(workbook(BOOK), { sheet: "Plan" })).message).toMatch(/no sheet of this name.*“Portfolio”/);
  });

  test("the row of the names can be chosen", async () => {
    const rows = [
      ["a", "b"],
      ["Code", "Title"],
      ["X-1", "One"],
    ];
    expect(names(await tableOf({ rows }, { headerLine: 2 }))).toEqual(["Code", "Title"]);
    await expect(tableOf({ rows }, { headerLine: 9 })).rejects.toThrow(
      /^Row 9 of the sheet “Portfolio”: No row begins/,
    );
  });
});

describe("a hostile or mistaken file is refused in words", () => {
  const good = workbook([{ name: "Portfolio", rows: ROWS }]);
  const withSheet = (xml: string) =>
    workbook([{ name: "Portfolio", rows: ROWS }], { parts: { "xl/worksheets/sheet1.xml": xml } });
  const rows = (xml: string) => withSheet(`<worksheet><sheetData>${xml}</sheetData></worksheet>`);
  const compound = (text: string) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(500),
      Buffer.from(text, "utf16le"),
    ]);
  const renamed = (from: string, to: string) =>
    Buffer.from(
      zipped({ ...parts(), [from]: "x" })
        .toString("latin1")
        .replaceAll(from, to),
      "latin1",
    );
  const parts = () => ({ "a.txt": "x" });
  const flagged = () => {
    const file = Buffer.from(good);
    for (let at = file.indexOf("PK\u0001\u0002"); at >= 0; at = file.indexOf("PK\u0001\u0002", at + 1))
      file.writeUInt16LE(1, at + 8);
    return file;
  };

  test.each<[string, () => Buffer, RegExp]>([
    ["a sealed workbook", () => compound("EncryptedPackage"), /sealed by a password.*remove the password/],
    ["an old workbook", () => compound("Workbook"), /old Excel workbook \(\.xls\).*save it as/],
    ["a zip sealed by a password", flagged, /sealed by a password/],
    [
      "a workbook with macros",
      () => workbook([{ name: "A", rows: ROWS }], { parts: { "xl/vbaProject.bin": "x" } }),
      /macros, which can run programs/,
    ],
    [
      "a Word document",
      () => workbook([], { without: ["xl/workbook.xml"], parts: { "word/document.xml": "<a/>" } }),
      /a Word document, not an Excel/,
    ],
    [
      "an OpenDocument sheet",
      () => zipped({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>" }),
      /an OpenDocument file/,
    ],
    ["a zip of anything", () => zipped({ "photo.png": "x" }), /a zip file without a workbook/],
    ["an empty zip", () => zipped({}), /a zip file without a workbook/],
    ["the first half of a workbook", () => good.subarray(0, good.length / 2), /cut off or damaged/],
    ["a workbook without its last bytes", () => good.subarray(0, good.length - 30), /cut off or damaged/],
    ["a part outside of the file", () => renamed("aaaaaaaa/passwd", "../../etc/passw"), /named as if it lay outside/],
    [
      "a sheet outside of the file",
      () =>
        workbook([{ name: "A", rows: ROWS }], {
          parts: {
            "_rels/.rels":
              '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="../../xl/workbook.xml"/></Relationships>',
          },
        }),
      /lies outside of it/,
    ],
    [
      "a sheet of another file",
      () =>
        workbook([{ name: "A", rows: ROWS }], {
          parts: {
            "xl/_rels/workbook.xml.rels":
              '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="file:///etc/passwd"/></Relationships>',
          },
        }),
      /no sheet with cells/,
    ],
    [
      "a missing sheet",
      () => workbook([{ name: "A", rows: ROWS }], { without: ["xl/worksheets/sheet1.xml"] }),
      /A sheet of the workbook is missing/,
    ],
    [
      "an external entity",
      () => withSheet('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'),
      /document type or entities of its own/,
    ],
    [
      "an entity without a type",
      () => rows('<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>'),
      /entity of its own \(“&x;”\)/,
    ],
    ["XML that ends early", () => withSheet("<worksheet><sheetData>"), /ends in the middle/],
    ["XML that is crossed", () => withSheet("<worksheet><sheetData></worksheet></sheetData>"), /not well-formed/],
    ["XML nested without end", () => withSheet("<a>".repeat(100_000)), /nested too deeply/],
    ["a tag without end", () => withSheet(`<worksheet a="${">".repeat(2_000_000)}`), /tag without an end/],
    [
      "a text that is not there",
      () => rows('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
      /Portfolio!A1.*text that the workbook does not hold/,
    ],
    ["a row past the end", () => rows('<row r="1048577"/>'), /numbered “1048577”/],
    ["rows out of order", () => rows('<row r="2"/><row r="1"/>'), /Row 2 of the sheet “Portfolio”.*numbered “1”/],
    ["a cell in another row", () => rows('<row r="1"><c r="A2"><v>1</v></c></row>'), /wrong place \(“A2”\)/],
    ["one column", () => workbook([{ name: "A", rows: [["Title"], ["One"]] }]), /Only one column is filled: “Title”/],
    ["an empty sheet", () => workbook([{ name: "A", rows: [] }]), /The sheet “A”: The sheet is empty/],
    ["names alone", () => workbook([{ name: "A", rows: [["Code", "Title"]] }]), /no rows below/],
    [
      "figures without names",
      () =>
        workbook([
          {
            name: "A",
            rows: [
              [1, 2],
              [3, 4],
            ],
          },
        ]),
      /No row with column names/,
    ],
    [
      "a formula as a name",
      () =>
        workbook([
          {
            name: "A",
            rows: [
              ["Title", "=cmd|' /C calc'!A0"],
              ["a", "b"],
            ],
          },
        ]),
      /^A!B1: The column name .* is a formula/,
    ],
    ["a web page called .xlsx", () => Buffer.from("<!DOCTYPE html><table><tr><td>a,b</td></tr></table>"), /web page/],
  ])("%s", async (_, file, message) => {
    expect((await faultOf(file())).message).toMatch(message);
  });

  test("a bomb of zeros costs neither memory nor time", async () => {
    const bomb = workbook([{ name: "A", rows: ROWS }], {
      parts: { "xl/worksheets/sheet1.xml": `<worksheet>${" ".repeat(60 * 1024 * 1024)}</worksheet>` },
    });
    expect(bomb.length).toBeLessThan(100_000);
    const [started, before] = [performance.now(), process.memoryUsage().rss];
    expect((await faultOf(bomb)).message).toMatch(/unpacks to far more than its size/);
    expect(performance.now() - started).toBeLessThan(10_000); // milliseconds on a busy machine; unpacked and kept it would be the memory that shows
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  test("a bomb that lies about its size is stopped where it lied", async () => {
    const bomb = workbook([{ name: "A", rows: ROWS }], {
      parts: { "xl/worksheets/sheet1.xml": `<worksheet>${" ".repeat(30 * 1024 * 1024)}</worksheet>` },
    });
    for (let at = bomb.indexOf("PK\u0001\u0002"); at >= 0; at = bomb.indexOf("PK\u0001\u0002", at + 1)) {
      if (bomb.readUInt32LE(at + 24) > 1_000_000) bomb.writeUInt32LE(5_000, at + 24);
    }
    expect((await faultOf(bomb)).message).toMatch(/cut off or damaged/);
  });

  test("one byte changed is noticed", async () => {
    const file = workbook([{ name: "A", rows: ROWS }]);
    const at = file.indexOf("xl/worksheets/sheet1.xml") + 60;
    file[at] = (file[at] ?? 0) ^ 0x10;
    expect((await faultOf(file)).message).toMatch(/damaged|not well-formed|not the text|is empty|wrong place/);
  });

  test("too many parts, too many sheets, too many columns, too many rows", async () => {
    const many = Object.fromEntries(Array.from({ length: ARCHIVE_LIMITS.entries + 1 }, (_, i) => [`a${i}`, ""]));
    expect((await faultOf(zipped(many))).message).toMatch(/more than 5,000 parts/);
    const sheets = Array.from({ length: 201 }, (_, i) => ({ name: `S${i}`, rows: [] }));
    expect((await faultOf(workbook(sheets))).message).toMatch(/more than 200 sheets/);
    const wide = Array.from({ length: 600 }, (_, i) => `c${i}`);
    expect((await faultOf(workbook([{ name: "A", rows: [wide, wide] }]))).message).toMatch(
      /^A!SG1: There are more than 500 columns/,
    );
    const long = Array.from({ length: 50_002 }, (_, i) => (i === 0 ? ["Code", "Title"] : [i, "t"]));
    expect((await faultOf(workbook([{ name: "A", rows: long }]))).message).toMatch(
      /^The sheet “A”: There are more than 50,000 rows/,
    );
  });

  test("a text named by every cell is counted each time", async () => {
    const cells = Array.from(
      { length: 400 },
      (_, i) =>
        `<c r="${i < 26 ? "" : String.fromCharCode(64 + Math.floor(i / 26))}${String.fromCharCode(65 + (i % 26))}ROW" t="s"><v>0</v></c>`,
    ).join("");
    const lines = Array.from(
      { length: 2_000 },
      (_, i) => `<row r="${i + 1}">${cells.replaceAll("ROW", `${i + 1}`)}</row>`,
    ).join("");
    const file = workbook([{ name: "A", rows: [] }], {
      parts: {
        "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${lines}</sheetData></worksheet>`,
        "xl/sharedStrings.xml": `<sst><si><t>${"x".repeat(90_000)}</t></si></sst>`,
      },
    });
    expect((await faultOf(file)).message).toMatch(/more than 50 million characters/);
  });

  test("2,000 files with bytes changed at random are read or refused, and nothing else", {
    timeout: 120_000,
  }, async () => {
    const file = workbook([
      { name: "A", rows: [...ROWS, ["X-2", styled(46_346, STYLE.day), true]], merges: ["A1:A2"] },
    ]);
    let state = 20_261_121; // a generator of Park and Miller, so that a failure can be had again
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let refused = 0;
    for (let i = 0; i < 2_000; i++) {
      const changed = Buffer.from(file);
      for (let n = random(6); n >= 0; n--) changed[random(changed.length)] = random(256);
      try {
        await surveySource(random(4) === 0 ? changed.subarray(0, random(changed.length)) : changed, {});
      } catch (error) {
        if (!(error instanceof FileFault)) throw new Error(`file ${i}`, { cause: error });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1_000);
  });

  test("a sheet of random marks is read or refused, and nothing else", async () => {
    const marks = [
      "<row>",
      '<row r="2">',
      "</row>",
      "<c>",
      '<c r="B2" t="s">',
      "</c>",
      "<v>",
      "</v>",
      "1",
      "<is>",
      "<t>",
      "</t>",
      "</is>",
      "<f/>",
      "<rPh>",
      "</rPh>",
      "&amp;",
      "&",
      "<",
      ">",
      '"',
      "'",
      "<!--",
      "-->",
      "]]>",
      "<![CDATA[",
      "<?",
      "?>",
      '<mergeCell ref="A1:B2"/>',
    ];
    let state = 4_711;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let seen = 0;
    for (let i = 0; i < 500; i++) {
      const inside = Array.from({ length: random(30) }, () => marks[random(marks.length)]).join("");
      const file = rows(inside);
      try {
        await surveySource(file, {});
      } catch (error) {
        if (!(error instanceof FileFault)) throw new Error(inside, { cause: error });
      }
      seen++;
    }
    expect(seen).toBe(500);
  });

  test("merged cells that lie about rows and columns", async () => {
    const merges = Array.from({ length: 5_000 }, () => "A2:XFD1048576");
    const table = await tableOf({ rows: ROWS, merges });
    expect(table.rows).toHaveLength(1);
  });
});

const root = process.env.PORTOLAN_REAL_DATA;
if (!root) console.info("PORTOLAN_REAL_DATA not set: workbooks that agencies published are not read");

describe.runIf(root)("workbooks that agencies published", () => {
  test.each([
    ["fed-ai-inventory/2025_consolidated_COTS_AI_use_cases.xlsx", 1, 900, 5, "Agency"],
    [
      "fed-ai-inventory/agency-raw-2025/national-science-foundation/NSF-EO13960-AI-Use-Case-Inventory.xlsx",
      2,
      17,
      7,
      null,
    ],
    [
      "fed-ai-inventory/agency-raw-2025/department-of-commerce/Artificial-Intelligence-Use-Case-Inventory-FY25.xlsx",
      2,
      223,
      6,
      "Use Case ID",
    ],
  ])("%s", async (name, headerLine, rows, columns, first) => {
    const { table } = await surveySource(readFileSync(`${root}/${name}`), {});
    expect(table).toMatchObject({ headerLine, broken: [] });
    expect([table.rows.length, table.columns.length]).toEqual([rows, columns]);
    if (first !== null) expect(table.columns[0]?.name).toBe(first);
    expect(names(table).filter((column) => column.includes("Executive Order"))).toEqual([]);
  });

  test("a workbook of eleven sheets, the first of them a cover", async () => {
    const file = readFileSync(
      `${root}/ai-risk-taxonomies/mit-ai-risk-repository/The_AI_Risk_Repository_V3_26_03_2025.xlsx`,
    );
    const { sheets } = await surveySource(file, {});
    expect(sheets).toHaveLength(11);
    expect(sheets[0]).toMatchObject({
      name: "Contents",
      rows: 0,
      fault: expect.stringContaining("No row with column names"),
    });
    expect(sheets[3]).toMatchObject({ name: "AI Risk Database v3", rows: 2242, fault: null });
  });
});
