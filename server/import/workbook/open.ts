import { FileFault } from "@/domain/import/fault";
import {
  bookPart,
  contentTypes,
  type NamedSheet,
  type Part,
  partName,
  type Relation,
  relations,
  stringPart,
  stylePart,
} from "@/domain/import/workbook/part";
import { type Book, type RawSheet, SheetReader } from "@/domain/import/workbook/sheet-reader";
import { DAMAGED_CURE, type XmlHandler, XmlReader } from "@/domain/import/workbook/xml";
import { type Budget, bytesOf, type Entry, entriesOf, newBudget } from "./archive";

const SAVE_AS = "Save it as an Excel workbook (.xlsx) or as “CSV UTF-8”, and choose that file.";
const macros = () =>
  new FileFault(
    "The workbook holds macros, which can run programs.",
    "Save it without them, as an Excel workbook (.xlsx), and choose that file.",
  );

type FoundSheet = NamedSheet & { entry: Entry };
type Opened = { sheets: FoundSheet[]; read: (sheet: FoundSheet) => Promise<RawSheet> };

/** What an archive is that holds no workbook, by the parts it has. */
function foreignKind(entries: ReadonlyMap<string, Entry>): string {
  if (entries.has("word/document.xml")) return "a Word document";
  if (entries.has("ppt/presentation.xml")) return "a PowerPoint file";
  if (entries.has("content.xml") && entries.has("mimetype")) return "an OpenDocument file";
  if ([...entries.keys()].some((name) => name.endsWith(".iwa"))) return "a file of Apple Numbers, Pages or Keynote";
  return "a zip file without a workbook";
}

function decoderFor(first: Buffer): TextDecoder {
  const isWide = (first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0x3c && first[1] === 0);
  const isSwapped = (first[0] === 0xfe && first[1] === 0xff) || (first[0] === 0 && first[1] === 0x3c);
  if (isSwapped) throw new FileFault("A part of the workbook has an encoding that is not read.", DAMAGED_CURE);
  return new TextDecoder(isWide ? "utf-16le" : "utf-8", { fatal: true });
}

async function parse(bytes: Buffer, entry: Entry, budget: Budget, handler: XmlHandler): Promise<void> {
  const xml = new XmlReader(handler);
  let decoder: TextDecoder | null = null;
  for await (const piece of bytesOf(bytes, entry, budget)) {
    decoder ??= decoderFor(piece);
    xml.push(decoded(decoder, piece));
  }
  xml.push(decoder ? decoded(decoder) : "");
  xml.end();
}

function decoded(decoder: TextDecoder, piece?: Buffer): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    throw new FileFault("A part of the workbook is not the text it should be.", DAMAGED_CURE);
  }
}

/**
 * A workbook's sheets, and a way to read one. Only parts that are asked for are unpacked.
 *
 * @throws FileFault for what is no workbook of this kind: macros, binary sheets, other archives, and what is hostile.
 * @source ECMA-376 part 2 (packages), part 1 (workbooks)
 */
export async function openWorkbook(bytes: Buffer): Promise<Opened> {
  const entries = entriesOf(bytes);
  const budget = newBudget();
  const take = async <T>(name: string, part: Part<T>): Promise<T> => {
    const entry = entries.get(name);
    if (entry) await parse(bytes, entry, budget, part);
    return part.result();
  };
  const related = async (name: string): Promise<Relation[]> => {
    const slash = name.lastIndexOf("/") + 1;
    return take(`${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`, relations());
  };
  const root = entries.has("_rels/.rels") ? await related("") : [];
  const main = root.find(({ type }) => type === "officeDocument");
  const bookName = main ? partName("", main.target) : "";
  const type = (await take("[content_types].xml", contentTypes())).get(`/${bookName}`) ?? "";
  if (bookName.endsWith(".bin")) throw new FileFault("This is a binary Excel workbook (.xlsb).", SAVE_AS);
  if (/macroenabled/i.test(type) || [...entries.keys()].some((name) => name.endsWith("vbaproject.bin"))) throw macros();
  const isBook = /spreadsheetml/.test(type) || (type === "" && bookName.endsWith("workbook.xml"));
  if (!isBook || !entries.has(bookName))
    throw new FileFault(`This is ${foreignKind(entries)}, not an Excel workbook.`, SAVE_AS);

  const { sheets, is1904 } = await take(bookName, bookPart());
  const names = await related(bookName);
  if (names.some(({ type: kind }) => /macrosheet$/i.test(kind))) throw macros();
  const byId = new Map(names.map((relation) => [relation.id, relation]));
  const found = sheets.flatMap((sheet) => {
    const relation = byId.get(sheet.relation);
    if (relation?.type !== "worksheet") return []; // a chart, or a link to another file
    const entry = entries.get(partName(bookName, relation.target));
    if (!entry) throw new FileFault("A sheet of the workbook is missing.", DAMAGED_CURE, { sheet: sheet.name });
    return [{ ...sheet, entry }];
  });
  if (found.length === 0) throw new FileFault("The workbook has no sheet with cells.", SAVE_AS);
  const nameOf = (kind: string) => {
    const relation = names.find((each) => each.type === kind);
    return relation ? partName(bookName, relation.target) : "";
  };
  const shapes = await take(nameOf("styles"), stylePart());
  const strings = await take(nameOf("sharedStrings"), stringPart());
  const book: Book = { strings, shapes, is1904 };
  return {
    sheets: found,
    read: async (sheet) => {
      const reader = new SheetReader(sheet.name, book);
      await parse(bytes, sheet.entry, budget, reader);
      return reader.sheet;
    },
  };
}
