import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Font } from "@react-pdf/renderer";
import { unpackWoff } from "./woff";

/** Fonts come from npm packages by path, never from the network. One file holds one weight of one script. */
const SCRIPTS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"] as const;
const FACES = {
  "serif-400": { package: "source-serif-4", weight: 400 },
  "serif-500": { package: "source-serif-4", weight: 500 },
  "sans-400": { package: "inter", weight: 400 },
  "sans-500": { package: "inter", weight: 500 },
  "sans-600": { package: "inter", weight: 600 },
} as const;

export type FaceName = keyof typeof FACES;

/** The part of a fontkit font that is used here; the package ships no types. */
type FontFile = {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string, features?: string[]): { readonly advanceWidth: number };
};

/** `key` is the name under which a document opens the font once: two scripts of one face share their own name. */
type ScriptFont = { readonly key: string; readonly file: FontFile };

/** A stretch of text that one font file can draw. */
export type Run = { readonly font: ScriptFont; readonly text: string };

const faces = new Map<FaceName, readonly ScriptFont[]>();
const widths = new Map<string, number>();

/** Widths of words are kept between packs; past this many the memory is given back. */
const WIDTHS_KEPT = 20_000;

const require = createRequire(import.meta.url);

/** Reads the font files once per process. Nothing can be measured or drawn before. */
export async function loadFonts(): Promise<void> {
  if (faces.size > 0) return;
  for (const [name, { package: family, weight }] of Object.entries(FACES) as [FaceName, (typeof FACES)[FaceName]][]) {
    const fonts = await Promise.all(
      SCRIPTS.map(async (script) => {
        const fontFamily = `${name}-${script}`;
        const file = `@fontsource/${family}/files/${family}-${script}-${weight}-normal.woff`;
        const sfnt = unpackWoff(await readFile(require.resolve(file)));
        Font.register({
          family: fontFamily,
          src: `data:font/ttf;base64,${sfnt.toString("base64")}`,
          fontWeight: weight,
        });
        await Font.load({ fontFamily, fontWeight: weight });
        const font: unknown = Font.getFont({ fontFamily, fontWeight: weight }).data;
        if (!font) throw new Error(`the font ${file} could not be read`);
        return { key: fontFamily, file: font as FontFile };
      }),
    );
    faces.set(name, fonts);
  }
}

/** Characters these fonts lack but can say otherwise. Narrow no-break space U+202F becomes thin space U+2009. */
const SAID_OTHERWISE: Record<string, string> = {
  "\u202f": "\u2009",
  "\u2010": "-",
  "\u2011": "-",
  "\u2192": "->", // Inter draws the pair as an arrow
  "\u2190": "<-",
  "\u2248": "~",
  "\u2264": "<=",
  "\u2265": ">=",
  "\u25cf": "\u2022",
};
const PLAIN = /^[\u0020-\u007e]*$/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What stands for a character no font has; the definitions page says so. */
export const UNPRINTABLE = "?";

/** The text as the fonts can draw it: composed, on one line, without invisible characters. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  let out = "";
  for (const character of text.normalize("NFC")) {
    const said = SAID_OTHERWISE[character];
    if (said !== undefined) out += said;
    else if (/\s/.test(character) && character !== "\u00a0" && character !== "\u2009") out += " ";
    else if (!INVISIBLE.test(character)) out += character;
  }
  return out;
}

function fontsOf(face: FaceName): readonly ScriptFont[] {
  const fonts = faces.get(face);
  if (!fonts) throw new Error("fonts are not loaded yet");
  return fonts;
}

/** Counts the characters of a text that no font of the face has. */
export const countUnprintable = (text: string, face: FaceName = "sans-400"): number =>
  [...printable(text)].filter((character) => !fontFor(character, face)).length;

const fontFor = (character: string, face: FaceName): ScriptFont | undefined => {
  const codePoint = character.codePointAt(0) ?? 0;
  return fontsOf(face).find(({ file }) => file.hasGlyphForCodePoint(codePoint));
};

/** Splits printable text where the font file changes. Plain Latin is one run. */
export function runsOf(text: string, face: FaceName): Run[] {
  const [latin] = fontsOf(face);
  if (latin && /^[\u0020-\u007e\u00a0-\u00ff]*$/.test(text)) return [{ font: latin, text }];
  const runs: { font: ScriptFont; text: string }[] = [];
  for (const character of text) {
    const found = fontFor(character, face);
    const font = found ?? latin;
    if (!font) continue;
    const drawn = found ? character : UNPRINTABLE;
    const last = runs.at(-1);
    if (last && last.font === font) last.text += drawn;
    else runs.push({ font, text: drawn });
  }
  return runs;
}

/** Width of printable text in points at a size of 1 point. `tabular` sets figures of equal width. */
export function widthAtOne(text: string, face: FaceName, tabular: boolean): number {
  const key = `${face}|${tabular ? 1 : 0}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const features = tabular ? ["tnum"] : undefined;
  const width = runsOf(text, face).reduce(
    (sum, { font: { file }, text: part }) => sum + file.layout(part, features).advanceWidth / file.unitsPerEm,
    0,
  );
  if (widths.size >= WIDTHS_KEPT) widths.clear();
  widths.set(key, width);
  return width;
}
