import { FILE_LIMITS, FileFault } from "../fault";
import { builtInShape, type NumberShape, PLAIN, shapeOf } from "./number-format";
import { ownTexts, sheetText } from "./sheet-reader";
import { attribute, DAMAGED_CURE, relationOf, type XmlHandler } from "./xml";

/** A part of a workbook that is read whole: what it is told, and what came of it. */
export type Part<T> = XmlHandler & { result: () => T };

export type Relation = { id: string; type: string; target: string };
export type NamedSheet = { name: string; relation: string; isHidden: boolean };

const MOST_SHEETS = 200;
const LONGEST_NAME = 255; // characters; spreadsheets allow 31
const MOST_STYLES = 65_536;
const BATCH = 1_000;
const nothing = () => undefined;

/** Content type by part name, in lower case. */
export function contentTypes(): Part<Map<string, string>> {
  const types = new Map<string, string>();
  const open = (name: string, tag: string) => {
    if (name === "Override")
      types.set((attribute(tag, "PartName") ?? "").toLowerCase(), attribute(tag, "ContentType") ?? "");
  };
  return { open, text: nothing, close: nothing, result: () => types };
}

/** What a part names. What lies outside of the file is left out: nothing is fetched. */
export function relations(): Part<Relation[]> {
  const found: Relation[] = [];
  const open = (name: string, tag: string) => {
    if (name !== "Relationship" || attribute(tag, "TargetMode") === "External") return;
    found.push({
      id: attribute(tag, "Id") ?? "",
      type: (attribute(tag, "Type") ?? "").split("/").at(-1) ?? "",
      target: attribute(tag, "Target") ?? "",
    });
  };
  return { open, text: nothing, close: nothing, result: () => found };
}

/** The sheets of a workbook in the order of their tabs, and the year its calendar begins. */
export function bookPart(): Part<{ sheets: NamedSheet[]; is1904: boolean }> {
  const sheets: NamedSheet[] = [];
  let is1904 = false;
  const open = (name: string, tag: string) => {
    if (name === "workbookPr") is1904 = /^(?:1|true)$/.test(attribute(tag, "date1904") ?? "");
    if (name !== "sheet") return;
    if (sheets.length === MOST_SHEETS) {
      throw new FileFault(`The workbook has more than ${MOST_SHEETS} sheets.`, "Keep those you need.");
    }
    const given = sheetText(attribute(tag, "name") ?? "").slice(0, LONGEST_NAME) || `Sheet ${sheets.length + 1}`;
    const isTaken = sheets.some((other) => other.name === given);
    sheets.push({
      name: isTaken ? `${given} (${sheets.length + 1})` : given,
      relation: relationOf(tag) ?? "",
      isHidden: /hidden/i.test(attribute(tag, "state") ?? ""),
    });
  };
  return { open, text: nothing, close: nothing, result: () => ({ sheets, is1904 }) };
}

/** How numbers of each style are shown, by the number of the style. */
export function stylePart(): Part<NumberShape[]> {
  const own = new Map<number, NumberShape>();
  const shapes: NumberShape[] = [];
  let isStyles = false;
  const open = (name: string, tag: string) => {
    if (name === "numFmt" && own.size < MOST_STYLES)
      own.set(Number(attribute(tag, "numFmtId")), shapeOf((attribute(tag, "formatCode") ?? "").slice(0, 300)));
    else if (name === "cellXfs") isStyles = true;
    else if (name === "xf" && isStyles && shapes.length < MOST_STYLES) {
      const id = Number(attribute(tag, "numFmtId") ?? 0);
      shapes.push(own.get(id) ?? (Number.isInteger(id) ? builtInShape(id) : PLAIN));
    }
  };
  const close = (name: string) => {
    if (name === "cellXfs") isStyles = false;
  };
  return { open, close, text: nothing, result: () => shapes };
}

/** Texts that cells name by number. Parts in several fonts are one text; how it is pronounced is left out. */
export function stringPart(): Part<string[]> {
  const strings: string[] = [];
  let batch: string[] = [];
  let [value, characters, phonetic] = ["", 0, 0];
  let isTaking = false;
  const keep = () => {
    for (const text of batch.length > 0 ? ownTexts(batch) : []) strings.push(text);
    batch = [];
  };
  return {
    open: (name) => {
      if (name === "si") value = "";
      else if (name === "rPh") phonetic++;
      else if (name === "t") isTaking = phonetic === 0;
    },
    text: (text) => {
      if (isTaking && value.length <= FILE_LIMITS.cell) value += text;
    },
    close: (name) => {
      if (name === "rPh") phonetic--;
      else if (name === "t") isTaking = false;
      if (name !== "si") return;
      batch.push(sheetText(value));
      characters += value.length + 1;
      if (batch.length === BATCH) keep();
      if (characters > FILE_LIMITS.text) {
        const most = (FILE_LIMITS.text / 1_000_000).toLocaleString("en-US");
        throw new FileFault(`The workbook holds more than ${most} million characters of text.`, "Split it.");
      }
    },
    result: () => {
      keep();
      return strings;
    },
  };
}

/**
 * The name of a part that another names, as the file lists it.
 *
 * @throws FileFault when it points outside of the file
 */
export function partName(from: string, target: string): string {
  const path = target.replaceAll("\\", "/");
  const steps = path.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) throw new FileFault("A part of the workbook lies outside of it.", DAMAGED_CURE);
  }
  return steps.join("/").toLowerCase();
}
