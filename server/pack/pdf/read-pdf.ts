import { inflateSync } from "node:zlib";

/** A line of text as it stands in a file: what it says, its size in points and its font. */
export type FoundText = { readonly text: string; readonly size: number; readonly font: string };
export type FoundPage = { readonly texts: readonly FoundText[]; readonly width: number; readonly height: number };
export type FoundFile = {
  readonly pages: readonly FoundPage[];
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean }[];
  readonly source: string;
};

/**
 * Reads the text of a PDF back out of its bytes, by the character maps in the file: what a reader would copy.
 * For checks; it knows the subset of the format that is written here.
 *
 * @throws RangeError when the bytes are no such file.
 */
export function readPdf(bytes: Uint8Array): FoundFile {
  const source = Buffer.from(bytes).toString("latin1");
  if (!source.startsWith("%PDF-")) throw new RangeError("not a PDF file");
  const objects = new Map<number, string>();
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(Number(match[1]), match[2] ?? "");
  }
  const object = (number: string | undefined): string => objects.get(Number(number)) ?? "";
  const all = [...objects.values()];
  const pages = all.filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  return {
    source,
    pages: pages.map((page) => readPage(page, object)),
    fonts: all
      .filter((body) => /\/Type \/Font\n/.test(body) && /\/Subtype \/Type0/.test(body))
      .map((body) => {
        const descendant = object(/\/DescendantFonts \[(\d+) 0 R/.exec(body)?.[1]);
        const descriptor = object(/\/FontDescriptor (\d+) 0 R/.exec(descendant)?.[1]);
        return { name: /\/BaseFont \/(\S+)/.exec(body)?.[1] ?? "", isEmbedded: /\/FontFile[23]? /.test(descriptor) };
      }),
  };
}

function readPage(page: string, object: (number: string | undefined) => string): FoundPage {
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
  const resources = object(/\/Resources (\d+) 0 R/.exec(page)?.[1]);
  const fonts = new Map<string, { name: string; characters: Map<string, string> }>();
  const fontList = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? "";
  for (const [, alias = "", number] of fontList.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const font = object(number);
    const map = streamOf(object(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1]));
    fonts.set(alias, { name: /\/BaseFont \/(\S+)/.exec(font)?.[1] ?? "", characters: charactersOf(map) });
  }
  const content = streamOf(object(/\/Contents (\d+) 0 R/.exec(page)?.[1]));
  const texts = [...content.matchAll(/BT\n([\s\S]*?)ET/g)].map(([, body = ""]) => {
    const [, alias = "", size = "0"] = /\/(F\d+) ([\d.]+) Tf/.exec(body) ?? [];
    const font = fonts.get(alias);
    const codes = [...body.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
    const text = codes.map((code) => font?.characters.get(code) ?? "\ufffd").join("");
    return { text, size: Number(size), font: font?.name ?? "" };
  });
  const points = (side: string | undefined) => Math.round(Number(side) * 100) / 100; // written with six decimals
  return { texts, width: points(width), height: points(height) };
}

function streamOf(body: string): string {
  const match = /stream\n([\s\S]*)\nendstream/.exec(body);
  const raw = Buffer.from(match?.[1] ?? "", "latin1");
  return /\/Filter \/FlateDecode/.test(body) ? inflateSync(raw).toString("latin1") : raw.toString("latin1");
}

/** The ToUnicode map: from a glyph's code in hex to the text it stands for. */
function charactersOf(map: string): Map<string, string> {
  const characters = new Map<string, string>();
  for (const [, first = "0", list = ""] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ""], index) => {
      const code = (Number.parseInt(first, 16) + index).toString(16).padStart(4, "0");
      const units = (hex.match(/[0-9a-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
      characters.set(code, String.fromCharCode(...units));
    });
  }
  return characters;
}
