import type { Cell } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import { archive } from "./archive";
import { plainText } from "./plain";

/** What a sheet holds at most; a longer text is refused by spreadsheets. @source ECMA-376, Excel specifications and limits */
const LONGEST_TEXT = 32_767;
const MOST_ROWS = 1_048_575;
const PIXELS_A_CHARACTER = 7;
/** Characters handed on at a time: a text of more than 128 kB lies apart in memory and is freed late. */
const PIECE = 32_768;

const STYLES = { plain: 0, head: 1, day: 2, moment: 3 } as const;
const DAY_MS = 86_400_000;
/** Day 0 of a sheet's calendar. */
const EPOCH = Date.UTC(1899, 11, 30);

/** The content type of the file. */
export const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const MARKS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** A text that looks like the mark of a sign XML cannot hold (_x000D_) would be read as that sign. */
const MARKED = /_(?=x[0-9A-Fa-f]{4}_)/g;
const xmlText = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .replaceAll(UNSPEAKABLE, "")
    .replaceAll(MARKED, "_x005F_")
    .replaceAll(/[&<>"]/g, (sign) => MARKS[sign] ?? sign);

/** A, B, …, Z, AA. */
const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

/** A text cell is never read as a formula, whatever it begins with. An empty one is left out. */
const textCell = (at: string, text: string, style: number): string =>
  text === ""
    ? ""
    : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

const numberCell = (at: string, value: number, style: number): string =>
  `<c r="${at}" s="${style}"><v>${value}</v></c>`;

/** Wall-clock time of an instant in a zone, as a sheet counts it. */
function serialOf(instant: Date, timeZone: string): number {
  const [day = "", clock = ""] = plainText({ kind: "instant" }, instant.toISOString(), timeZone).split(" ");
  return (Date.parse(`${day}T${clock}:00Z`) - EPOCH) / DAY_MS;
}

function cellXml(at: string, column: RegisterColumn, cell: Cell | undefined, timeZone: string): string {
  if (typeof cell === "number" && Number.isFinite(cell)) return numberCell(at, cell, STYLES.plain);
  if (column.kind === "date" && typeof cell === "string" && /^\d{4}-\d\d-\d\d$/.test(cell)) {
    const serial = (Date.parse(`${cell}T00:00:00Z`) - EPOCH) / DAY_MS;
    if (serial > 60) return numberCell(at, serial, STYLES.day); // before March 1900 a sheet's calendar is wrong
  }
  if (column.kind === "instant" && typeof cell === "string")
    return numberCell(at, serialOf(new Date(cell), timeZone), STYLES.moment);
  return textCell(at, plainText(column, cell, timeZone), STYLES.plain);
}

const styles = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>
<fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const parts = (name: string): Record<string, string> => ({
  "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml": styles,
});

type Sheet = { name: string; columns: readonly RegisterColumn[]; timeZone: string };

/**
 * An XLSX file written row by row: what is handed over is compressed and given on, so memory does not grow with the rows.
 * `take` gives what has come together since it was last called.
 */
export async function sheetWriter({ name, columns, timeZone }: Sheet) {
  const zip = archive();
  let rows = 0;
  for (const [path, text] of Object.entries(parts(name))) {
    const file = zip.begin(path);
    await file.write(text);
    await file.end();
  }
  const sheet = zip.begin("xl/worksheets/sheet1.xml");
  const width = (column: RegisterColumn) => Math.max(10, Math.round((column.width ?? 180) / PIXELS_A_CHARACTER));
  const widths = columns.map(
    (column, index) => `<col min="${index + 1}" max="${index + 1}" width="${width(column)}" customWidth="1"/>`,
  );
  const names = columns.map((_, index) => letters(index)); // references are optional, but not every reader knows
  const head = columns.map(({ label }, index) => textCell(`${names[index]}1`, label, STYLES.head)).join("");
  await sheet.write(`${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<cols>${widths.join("")}</cols><sheetData><row r="1">${head}</row>`);
  return {
    rows: async (given: readonly Readonly<Record<string, Cell>>[]): Promise<void> => {
      let text = "";
      // No copy: the caller empties what it gave, and a copy would outlast this call.
      for (const cells of given) {
        if (rows === MOST_ROWS) break;
        rows += 1;
        const line = rows + 1; // the head is the first
        const row = columns.map((column, index) =>
          cellXml(`${names[index]}${line}`, column, cells[column.key], timeZone),
        );
        text += `<row r="${line}">${row.join("")}</row>`;
        if (text.length < PIECE) continue;
        await sheet.write(text);
        text = "";
      }
      if (text) await sheet.write(text);
    },
    end: async (): Promise<void> => {
      const range = `A1:${letters(Math.max(0, columns.length - 1))}${rows + 1}`;
      await sheet.write(`</sheetData><autoFilter ref="${range}"/></worksheet>`);
      await sheet.end();
      zip.end();
    },
    take: zip.take,
  };
}
