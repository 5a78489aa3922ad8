import { FILE_LIMITS, FileFault } from "../fault";
import { columnLetters } from "../place";
import { type NumberShape, PLAIN } from "./number-format";
import { numberText } from "./number-text";
import { cellAt, MOST_ROWS, type Range, rangeOf } from "./reference";
import { attribute, DAMAGED_CURE, type XmlHandler } from "./xml";

/** What a workbook holds for all of its sheets. */
export type Book = { strings: readonly string[]; shapes: readonly NumberShape[]; is1904: boolean };

/** A cell without a value that can be used: an error, or a formula nobody calculated. */
export type CellTrouble = { column: number; text: string; kind: "error" | "uncalculated" };
/** Filled cells of a row, by their columns. */
export type SheetRow = { line: number; columns: number[]; texts: string[]; troubles: CellTrouble[] };
export type RawSheet = { name: string; rows: SheetRow[]; merges: Range[]; hiddenRows: number };

const SPARE_ROWS = 1_000; // above the column names
const SHORT = 12; // characters up to which a part of a text is a copy of it
const MERGES = 20_000;
const BREAK = "\u0000"; // stands in no XML
const TEXT_KINDS: readonly string[] = ["s", "str", "inlineStr"];

/** Texts in memory of their own: a part of a longer text would keep all of that alive. */
export const ownTexts = (texts: readonly string[]): string[] => texts.join(BREAK).split(BREAK);

const signOf = (code: number) => (code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCharCode(code));

/** Characters that XML cannot hold are written as _x000D_; line ends become "\n" as in a CSV. */
export function sheetText(text: string): string {
  const plain = text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => signOf(Number.parseInt(code, 16)))
    : text;
  const clean = plain.includes(BREAK) ? plain.replaceAll(BREAK, "") : plain;
  return clean.includes("\r") ? clean.replace(/\r\n?/g, "\n") : clean;
}

/**
 * Rows of one sheet as they come. What the sheet says of its own size is not believed: rows and cells that are there count.
 *
 * @throws FileFault when there is more of anything than an import takes, or what is there makes no sense.
 */
export class SheetReader implements XmlHandler {
  readonly sheet: RawSheet;
  readonly #book: Book;
  readonly #used = new Set<number>();
  #characters = 0;
  #isData = false;
  #row: SheetRow | null = null;
  #line = 0;
  #column = -1;
  #type = "n";
  #shape: NumberShape = PLAIN;
  #value = "";
  #isFormula = false;
  #isTaking = false;
  #fresh: number[] = [];
  #phonetic = 0;

  constructor(name: string, book: Book) {
    this.sheet = { name, rows: [], merges: [], hiddenRows: 0 };
    this.#book = book;
  }

  open(name: string, tag: string): void {
    if (name === "sheetData") this.#isData = true;
    else if (name === "mergeCell") this.#merge(tag);
    else if (!this.#isData) return;
    else if (name === "c") this.#beginCell(tag);
    else if (name === "row") this.#beginRow(tag);
    else if (name === "v") this.#isTaking = true;
    else if (name === "t") this.#isTaking = this.#phonetic === 0;
    else if (name === "rPh") this.#phonetic++;
    else if (name === "f") this.#isFormula = true;
  }

  text(text: string): void {
    if (this.#isTaking && this.#value.length <= FILE_LIMITS.cell) this.#value += text;
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#isTaking = false;
    else if (name === "c") this.#endCell();
    else if (name === "row") this.#endRow();
    else if (name === "rPh") this.#phonetic--;
    else if (name === "sheetData") this.#isData = false;
  }

  #fault(reason: string, cure: string, column?: number): FileFault {
    const letters = column === undefined ? undefined : columnLetters(column);
    return new FileFault(reason, cure, { sheet: this.sheet.name, line: this.#line || undefined, letters });
  }

  #beginRow(tag: string): void {
    const given = attribute(tag, "r");
    const line = given === undefined ? this.#line + 1 : Number(given);
    if (!Number.isInteger(line) || line <= this.#line || line > MOST_ROWS)
      throw this.#fault(`The row after this is numbered “${given ?? line}”.`, DAMAGED_CURE);
    this.#line = line;
    this.#column = -1;
    this.#row = { line, columns: [], texts: [], troubles: [] };
    if (/^(?:1|true)$/.test(attribute(tag, "hidden") ?? "")) this.sheet.hiddenRows++;
  }

  #beginCell(tag: string): void {
    const reference = attribute(tag, "r");
    const at = reference === undefined ? { line: this.#line, column: this.#column + 1 } : cellAt(reference);
    if (!this.#row || !at || at.line !== this.#line || at.column <= this.#column)
      throw this.#fault(`A cell stands in the wrong place (“${(reference ?? "").slice(0, 20)}”).`, DAMAGED_CURE);
    this.#column = at.column;
    this.#type = attribute(tag, "t") ?? "n";
    this.#shape = this.#book.shapes[Number(attribute(tag, "s") ?? 0)] ?? PLAIN;
    this.#value = "";
    this.#isFormula = false;
  }

  #endCell(): void {
    const row = this.#row;
    if (!row) return;
    const isCalculated = !this.#isFormula || this.#type === "str" || this.#value.trim() !== "";
    const text = isCalculated ? this.#cellText() : null;
    if (text === "") return;
    this.#use(row, text ?? "");
    if (text === null) row.troubles.push({ column: this.#column, text: "", kind: "uncalculated" });
    else if (this.#type === "e") row.troubles.push({ column: this.#column, text: text.slice(0, 40), kind: "error" });
  }

  #use(row: SheetRow, text: string): void {
    this.#used.add(this.#column);
    if (this.#used.size > FILE_LIMITS.columns) {
      const most = FILE_LIMITS.columns.toLocaleString("en-US");
      throw this.#fault(`There are more than ${most} columns.`, "Keep the columns you need.", this.#column);
    }
    this.#characters += text.length;
    if (this.#characters > FILE_LIMITS.text) {
      const most = (FILE_LIMITS.text / 1_000_000).toLocaleString("en-US");
      throw this.#fault(
        `The cells hold more than ${most} million characters.`,
        "Split the sheet and import the parts.",
      );
    }
    if (this.#type !== "s" && text.length > SHORT) this.#fresh.push(row.texts.length);
    row.columns.push(this.#column);
    row.texts.push(text);
  }

  #cellText(): string {
    const value = this.#value;
    if (this.#type === "s") {
      const text = this.#book.strings[value.trim() === "" ? -1 : Number(value)];
      if (text === undefined && value.trim() !== "")
        throw this.#fault("A cell names a text that the workbook does not hold.", DAMAGED_CURE, this.#column);
      return text ?? "";
    }
    if (TEXT_KINDS.includes(this.#type)) return sheetText(value);
    const plain = value.trim();
    if (plain === "" || this.#type === "e") return plain;
    if (this.#type === "b") return plain === "1" || plain === "true" ? "TRUE" : "FALSE";
    if (this.#type === "d") return plain.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, "").replace("T", " ");
    const number = Number(plain);
    return Number.isFinite(number) ? numberText(number, this.#shape, this.#book.is1904) : plain;
  }

  #endRow(): void {
    const row = this.#row;
    this.#row = null;
    if (!row || row.columns.length === 0) return;
    if (this.#fresh.length > 0) {
      const owned = ownTexts(this.#fresh.map((at) => row.texts[at] ?? ""));
      for (const [i, at] of this.#fresh.entries()) row.texts[at] = owned[i] ?? "";
      this.#fresh = [];
    }
    this.sheet.rows.push(row);
    if (this.sheet.rows.length > FILE_LIMITS.rows + SPARE_ROWS) {
      const most = FILE_LIMITS.rows.toLocaleString("en-US");
      throw new FileFault(`There are more than ${most} rows.`, "Split the sheet and import the parts.", {
        sheet: this.sheet.name,
      });
    }
  }

  #merge(tag: string): void {
    const range = rangeOf(attribute(tag, "ref") ?? "");
    if (range && this.sheet.merges.length < MERGES) this.sheet.merges.push(range);
  }
}
