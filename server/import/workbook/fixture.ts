import { strToU8, type Zippable, zipSync } from "fflate";
import { columnLetters } from "@/domain/import/place";

/** A cell as a test writes it: a text (shared), a number, or XML of its own for what programs do besides. */
export type FixtureCell = string | number | boolean | null | { xml: (at: string) => string };
export type FixtureSheet = {
  name: string;
  rows: readonly (readonly FixtureCell[])[];
  merges?: readonly string[];
  state?: string;
  first?: number;
  extra?: string;
};
type Options = { is1904?: boolean; parts?: Record<string, string>; without?: readonly string[] };

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

/** Formats by number of style: 1 a day, 2 a day and a time, 3 a percentage, 4 a code of five digits, 5 two decimals. */
export const STYLE = { day: 1, moment: 2, percent: 3, code: 4, money: 5 } as const;
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\ mmm\\ yyyy;@"/><numFmt numFmtId="165" formatCode="00000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="4"/></cellXfs></styleSheet>`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

export const styled = (value: number, style: number): FixtureCell => ({
  xml: (at) => `<c r="${at}" s="${style}"><v>${value}</v></c>`,
});
export const raw = (inside: string, attributes = ""): FixtureCell => ({
  xml: (at) => `<c r="${at}"${attributes}>${inside}</c>`,
});

/** A workbook made of parts as Excel writes them: shared texts, absolute and relative names, merged cells. */
export function workbook(sheets: readonly FixtureSheet[], options: Options = {}): Buffer {
  const strings: string[] = [];
  const cell = (value: FixtureCell, at: string): string => {
    if (value === null) return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (typeof value === "object") return value.xml(at);
    strings.push(`<si><t xml:space="preserve">${escaped(value)}</t></si>`);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const parts: Record<string, string> = {};
  for (const [i, { rows, merges = [], first = 1, extra = "" }] of sheets.entries()) {
    const lines = rows.map((cells, n) => {
      const line = first + n;
      return `<row r="${line}" spans="1:9">${cells.map((value, at) => cell(value, `${columnLetters(at)}${line}`)).join("")}</row>`;
    });
    const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("");
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>${lines.join("")}</sheetData>${merged ? `<mergeCells>${merged}</mergeCells>` : ""}${extra}</worksheet>`;
  }
  const tabs = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ""} r:id="rId${i + 1}"/>`,
  );
  const links = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="/xl/worksheets/sheet${i + 1}.xml"/>`,
  );
  Object.assign(parts, {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${options.is1904 ? ' date1904="1"' : ""}/><sheets>${tabs.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">${links.join("")}<Relationship Id="s" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="t" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/styles.xml": STYLES,
    "xl/sharedStrings.xml": `${XML}<sst xmlns="${MAIN}">${strings.join("")}</sst>`,
    ...options.parts,
  });
  const kept = Object.entries(parts).filter(([name]) => !options.without?.includes(name));
  return zipped(Object.fromEntries(kept));
}

export const zipped = (parts: Record<string, string | Uint8Array>): Buffer => {
  const entries: Zippable = {};
  for (const [name, part] of Object.entries(parts)) entries[name] = typeof part === "string" ? strToU8(part) : part;
  return Buffer.from(zipSync(entries));
};
