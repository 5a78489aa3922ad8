import { FileFault } from "../fault";

/** What a reader is told. Names are without their prefix; a text may come in several pieces, entities resolved. */
export type XmlHandler = {
  open: (name: string, tag: string) => void;
  close: (name: string) => void;
  text: (text: string) => void;
};

const LONGEST_TAG = 1_000_000; // characters; a tag of a workbook has some hundred
const LONGEST_ENTITY = 12; // "&#x10FFFF;"
const DEEPEST = 100;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export const DAMAGED_CURE = "Open it in a spreadsheet program, save it as .xlsx again and choose that file.";
const damaged = (reason: string) => new FileFault(reason, DAMAGED_CURE);

function entity(name: string): string {
  const known = ENTITIES[name];
  if (known !== undefined) return known;
  if (!/^#(?:x[0-9a-f]{1,6}|[0-9]{1,7})$/i.test(name)) {
    throw new FileFault(`The workbook uses an XML entity of its own (“&${name.slice(0, 20)};”).`, DAMAGED_CURE);
  }
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "\ufffd";
}

const resolved = (text: string): string =>
  text.includes("&") ? text.replace(/&([^;&<]{1,32});|&/g, (_, name?: string) => entity(name ?? "")) : text;

/** Whether a ">" stands outside of values, as nearly always; a tag with single quotes is looked at sign by sign. */
function isClosed(tag: string): boolean {
  let isInside = false;
  for (let at = tag.indexOf('"'); at >= 0; at = tag.indexOf('"', at + 1)) isInside = !isInside;
  return !isInside && !tag.includes("'");
}

/** Index of the ">" that ends the tag begun at `open`, passing over values; -1 when it has not come yet. */
function endOfTag(text: string, open: number): number {
  const first = text.indexOf(">", open);
  if (first < 0 || isClosed(text.slice(open, first))) return first;
  let quote = "";
  for (let at = open + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote !== "") {
      if (sign === quote) quote = "";
    } else if (sign === ">") return at;
    else if (sign === '"' || sign === "'") quote = sign;
  }
  return -1;
}

/** The value of an attribute of a tag; undefined when it has none. */
export function attribute(tag: string, name: string): string | undefined {
  const from = tag.indexOf(` ${name}="`);
  if (from >= 0) {
    const start = from + name.length + 3;
    return resolved(tag.slice(start, tag.indexOf('"', start)));
  }
  const isUsual = !tag.includes("'") && !tag.includes(" =") && !tag.includes("= ");
  return isUsual ? undefined : found(tag, new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`));
}

/** The id by which a part names another, whatever prefix it gives that name space. */
export const relationOf = (tag: string): string | undefined => found(tag, /\s[\w.-]+:id\s*=\s*(?:"([^"]*)"|'([^']*)')/);

function found(tag: string, form: RegExp): string | undefined {
  const match = form.exec(tag);
  return match ? resolved(match[1] ?? match[2] ?? "") : undefined;
}

/**
 * Reads XML that comes in pieces, holding no more than the piece and an open tag. There are no documents of its own type
 * and no entities but the five of XML, so nothing can be included or multiplied.
 *
 * @throws FileFault for a document type, an unknown entity, or text that is not well formed.
 * @source W3C, Extensible Markup Language 1.0, without §2.8 doctypedecl
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #names: string[] = [];
  #rest = "";
  #hasRoot = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    for (;;) {
      const open = text.indexOf("<", at);
      if (open < 0) {
        const and = text.lastIndexOf("&");
        const isCut = and >= at && text.length - and < LONGEST_ENTITY && !text.includes(";", and);
        const stop = isCut ? and : text.length;
        this.#say(text.slice(at, stop));
        at = stop;
        break;
      }
      if (open > at) this.#say(text.slice(at, open));
      at = open;
      const next = this.#markup(text, open);
      if (next < 0) break;
      at = next;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > LONGEST_TAG) throw damaged("The workbook holds an XML tag without an end.");
  }

  /** @throws FileFault when something is still open */
  end(): void {
    if (this.#names.length > 0 || this.#rest.trim() !== "" || !this.#hasRoot)
      throw damaged("A part of the workbook ends in the middle.");
  }

  #say(text: string): void {
    if (text !== "" && this.#names.length > 0) this.#handler.text(resolved(text));
  }

  /** Index after the markup that begins at `open`, or -1 when its end has not come yet. */
  #markup(text: string, open: number): number {
    const sign = text.charAt(open + 1);
    if (sign === "!") return this.#declared(text, open);
    if (sign === "?") return after(text, "?>", open);
    const stop = endOfTag(text, open);
    if (stop < 0) return -1;
    if (sign === "/") this.#close(local(text.slice(open + 2, stop).trim()));
    else this.#open(text.slice(open + 1, stop));
    return stop + 1;
  }

  #declared(text: string, open: number): number {
    if (text.startsWith("<!--", open)) return after(text, "-->", open + 4);
    if (text.startsWith("<![CDATA[", open)) {
      const stop = text.indexOf("]]>", open);
      if (stop >= 0 && this.#names.length > 0) this.#handler.text(text.slice(open + 9, stop));
      return stop < 0 ? -1 : stop + 3;
    }
    if (text.length - open < 9) return -1; // too little to tell
    throw new FileFault("The workbook declares an XML document type or entities of its own.", DAMAGED_CURE);
  }

  #open(raw: string): void {
    const isEmpty = raw.endsWith("/");
    const tag = /[\t\r\n]/.test(raw) ? raw.replace(/[\t\r\n]/g, " ") : raw;
    const blank = tag.indexOf(" ");
    const name = local(blank > 0 ? tag.slice(0, blank) : isEmpty ? tag.slice(0, -1) : tag);
    if (this.#hasRoot && this.#names.length === 0) throw damaged("A part of the workbook has two roots.");
    this.#hasRoot = true;
    this.#handler.open(name, tag);
    if (isEmpty) this.#handler.close(name);
    else this.#names.push(name);
    if (this.#names.length > DEEPEST) throw damaged("A part of the workbook is nested too deeply.");
  }

  #close(name: string): void {
    if (this.#names.pop() !== name) throw damaged("A part of the workbook is not well-formed XML.");
    this.#handler.close(name);
  }
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}
