import { FILE_LIMITS, FileFault } from "./fault";

export type Encoding = "UTF-8" | "UTF-8 with byte order mark" | "Windows-1252";
export type Decoded = { text: string; encoding: Encoding };

const SAVE_AS = "Save it as “CSV UTF-8” and choose that file.";

/** First bytes of files people pick by mistake. */
const KNOWN: readonly { bytes: readonly number[]; what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "an Excel workbook or another zip file" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "an old Excel workbook" },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "a picture" },
  { bytes: [0xff, 0xd8, 0xff], what: "a picture" },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: "a picture" },
  { bytes: [0x1f, 0x8b], what: "a gzip file" },
];

const startsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, i) => bytes[i] === byte);

/** Line of a byte, counted from 1. */
function lineAt(bytes: Uint8Array, index: number): number {
  let line = 1;
  for (let i = 0; i < index; i++) if (bytes[i] === 0x0a) line++;
  return line;
}

function refuseForeign(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FileFault("The file is empty.", "Choose a CSV file with a header and rows.");
  if (bytes.length > FILE_LIMITS.bytes) {
    throw new FileFault("The file is larger than 50 MB.", "Split it and import the parts one after the other.");
  }
  const known = KNOWN.find(({ bytes: mark }) => startsWith(bytes, mark));
  if (known) throw new FileFault(`This is ${known.what}, not CSV.`, SAVE_AS, { line: 1 });
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    throw new FileFault("The file is UTF-16 (“Unicode text”).", SAVE_AS, { line: 1 });
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const line = lineAt(bytes, nul);
    const wide = nul < 4 && bytes.subarray(0, 64).filter((byte) => byte === 0).length > 8;
    if (wide) throw new FileFault("The file is UTF-16 without a mark.", SAVE_AS, { line });
    throw new FileFault(`There is a NUL byte (byte ${nul + 1} of the file): this is no text.`, SAVE_AS, { line });
  }
}

/** C0 controls that text does not hold: everything but tab, line feed, vertical tab, form feed, return. */
const isControl = (byte: number) => byte < 0x20 && (byte < 0x09 || byte > 0x0d);

function refuseBinary(bytes: Uint8Array): void {
  const head = bytes.subarray(0, 65_536);
  let controls = 0;
  let first = -1;
  for (let i = 0; i < head.length; i++) {
    if (!isControl(head[i] ?? 0)) continue;
    controls++;
    if (first < 0) first = i;
  }
  if (controls * 200 <= head.length) return;
  throw new FileFault("The file holds binary data, not text.", SAVE_AS, { line: lineAt(bytes, first) });
}

/** Index of the first byte that breaks UTF-8, and how many well-formed multi-byte characters stand before it. */
function firstBreak(bytes: Uint8Array): { index: number; before: number } {
  let before = 0;
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
    const tail = bytes.subarray(i + 1, i + length);
    if (length === 0 || lead >= 0xf5 || tail.length < length - 1 || tail.some((byte) => byte >> 6 !== 2)) break;
    before++;
    i += length;
  }
  return { index: i, before };
}

/** Characters of bytes 0x80 to 0x9F; the five blanks are bytes without a character. Elsewhere a byte is its own code point. */
const HIGH = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
const UNASSIGNED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** By hand, because TextDecoder("windows-1252") of Node 20 reads 0x80 to 0x9F as control characters. */
function decodeWindows1252(bytes: Uint8Array): string {
  const units = new Uint16Array(Math.min(bytes.length, 32_768));
  let text = "";
  for (let from = 0; from < bytes.length; from += units.length) {
    const part = bytes.subarray(from, from + units.length);
    for (let i = 0; i < part.length; i++) {
      const byte = part[i] ?? 0;
      units[i] = byte >= 0x80 && byte < 0xa0 ? HIGH.charCodeAt(byte - 0x80) : byte;
    }
    text += String.fromCharCode(...units.subarray(0, part.length));
  }
  return text;
}

/**
 * Text of a CSV file: UTF-8 with or without a byte order mark, else Windows-1252.
 *
 * @throws FileFault naming the line when the bytes are another kind of file, UTF-16, binary, or damaged UTF-8.
 * @source WHATWG Encoding Standard, windows-1252 index
 */
export function decode(bytes: Uint8Array): Decoded {
  refuseForeign(bytes);
  refuseBinary(bytes);
  const marked = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, encoding: marked ? "UTF-8 with byte order mark" : "UTF-8" };
  } catch {
    const { index, before } = firstBreak(bytes);
    const line = lineAt(bytes, index);
    const byte = `0x${(bytes[index] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    if (marked || before > 2) {
      throw new FileFault(`Byte ${byte} breaks the UTF-8 text: the file is damaged or mixes encodings.`, SAVE_AS, {
        line,
      });
    }
    const odd = bytes.findIndex((value) => UNASSIGNED.has(value));
    if (odd >= 0) {
      throw new FileFault("The text is neither UTF-8 nor Windows-1252.", SAVE_AS, { line: lineAt(bytes, odd) });
    }
    return { text: decodeWindows1252(bytes), encoding: "Windows-1252" };
  }
}
