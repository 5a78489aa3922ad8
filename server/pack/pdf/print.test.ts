import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDate, formatNumber } from "@/domain/shared/figure";
import { canonicalJson, parseCanonical, sha256, shortHash } from "../canonical";
import { type PackData, packData } from "../data";
import { samplePack } from "../sample";
import { measure } from "./flow";
import { paperOf } from "./frame";
import type { Mark } from "./mark";
import { layPack, printPack } from "./print";
import { type FoundFile, readPdf } from "./read-pdf";
import { COLOR, FLOOR } from "./style";

const LONG =
  "Automated identification and prioritisation of potentially deteriorating patients on general medical and surgical wards by " +
  "continuous analysis of vital signs, laboratory results, nursing observations and free-text notes, including a review of its " +
  "behaviour for patients with limited English, rare conditions and long stays, in all six hospitals of the system (phase 2)";

const SIZES = {
  usual: { initiatives: 45, models: 9, edits: 40, moves: 5 },
  letter: { initiatives: 45, models: 9, edits: 40, moves: 5, paper: "letter" },
  empty: { initiatives: 0, models: 0, edits: 0, moves: 0 },
  long: { initiatives: 30, models: 4, edits: 30, moves: 12, title: LONG },
  unbroken: { initiatives: 6, models: 1, edits: 6, moves: 3, title: "Unbreakable".repeat(30) },
  large: { initiatives: 10_000, models: 140, edits: 4_000, moves: 90 },
} as const;

/** Letters alone: where a line or a font ends is not part of what is said. */
const plain = (words: string): string => words.replaceAll("->", "→").replace(/\s+/gu, "");
const wordsOf = (file: FoundFile, page: number): string =>
  plain((file.pages[page]?.texts ?? []).map(({ text }) => text).join(""));
const allWords = (file: FoundFile): string => plain(file.pages.map((_, page) => wordsOf(file, page)).join(""));

describe.each(Object.entries(SIZES))("a pack: %s", (_name, size) => {
  let data: PackData;
  let file: FoundFile;
  let bytes: Uint8Array;
  let pages: Awaited<ReturnType<typeof layPack>>;
  beforeAll(async () => {
    data = packData.parse(samplePack(size));
    pages = await layPack(data);
    bytes = (await printPack(data)).pdf;
    file = readPdf(bytes);
  });

  test("every page carries the footer of five parts and its number", () => {
    expect(file.pages).toHaveLength(pages.length);
    const hash = shortHash(sha256(canonicalJson(data)));
    file.pages.forEach((_, page) => {
      const words = wordsOf(file, page);
      expect(words).toContain(plain("Cedar Valley Health · AI Steering Committee"));
      expect(words).toContain(plain("Confidential , committee members only"));
      expect(words).toContain(plain("Data as of 20 Nov 2026, 06:00"));
      expect(words).toContain(plain(`Pack SC-2026-11 · ${hash}`));
      expect(words).toContain(plain(`Page ${page + 1} of ${pages.length}`));
    });
  });

  test("every sentence and every key figure of the data is printed", () => {
    const words = allWords(file);
    for (const section of [data.summary, data.changes, data.portfolio, data.models, data.definitions]) {
      expect(words).toContain(plain(section.headline));
    }
    if (data.risks) {
      const { headline, standfirst, rows, rest } = data.risks;
      for (const said of [headline, standfirst, rest]) expect(words).toContain(plain(said));
      for (const { code, ask } of rows) {
        expect(words).toContain(plain(code));
        expect(words).toContain(plain(ask));
      }
      expect(words).toContain(plain(`${formatNumber(data.risks.total)} open risk`));
    }
    for (const { label, value, terms } of data.summary.figures) {
      expect(words).toContain(plain(`${label} ${value}`));
      for (const term of terms) expect(words).toContain(plain(`${value}: ${term.label} ${term.value}`));
    }
    for (const { label, counts } of data.summary.stages) {
      expect(words).toContain(
        plain(`${label} ${formatNumber(counts.bad + counts.stale + counts.watch + counts.good)}`),
      );
    }
    for (const { label, before, now } of data.changes.counts) {
      expect(words).toContain(plain(`${label} ${formatNumber(before)} ${formatNumber(now)}`));
    }
    expect(words).toContain(plain("Sealed up to 19 Nov 2026, head 3fa93fa9 3fa93fa9"));
    for (const { term, meaning } of data.definitions.terms) expect(words).toContain(plain(`${term} ${meaning}`));
    for (const { name, what, records } of data.definitions.sources) {
      expect(words).toContain(plain(`${name} ${what} ${formatNumber(records)}`));
    }
  });

  test("every row is printed whole, or the page says how many are not", () => {
    const words = allWords(file);
    for (const row of data.portfolio.rows) {
      const owner = row.owner ?? "none";
      const due = row.targetOn === null ? "none" : formatDate(row.targetOn);
      expect(words).toContain(plain(`${row.code}${row.title}`));
      expect(words).toContain(plain(`${row.stage ?? "not stated"} ${row.tier ?? "–"} ${owner} ${due}`));
      for (const reason of row.reasons) expect(words).toContain(plain(reason.words));
    }
    const { rows, total } = data.portfolio;
    const rest = `The first ${formatNumber(rows.length)} of ${formatNumber(total)}; the rest are in the register.`;
    expect(words.includes(plain(rest))).toBe(rows.length < total);
    for (const model of data.models.rows) {
      const now = model.now === null ? "—" : formatNumber(model.now, model.decimals);
      const limit = model.state === "warning" ? model.warning : model.critical;
      expect(words).toContain(plain(`${model.measure} ${formatNumber(limit ?? 0, model.decimals)} ${now}`));
      expect(words).toContain(plain(model.name));
    }
    for (const alert of data.models.alerts)
      expect(words).toContain(plain(`${alert.level} ${alert.model} ${alert.measure}`));
  });

  test("nothing is smaller than the floor, outside the page or on top of something else", () => {
    const paper = paperOf(data.paper);
    for (const { texts, width, height } of file.pages) {
      expect([width, height]).toEqual([paper.width, paper.height]);
      expect(texts.filter(({ size: points }) => points < FLOOR)).toEqual([]);
    }
    pages.forEach(({ marks }, page) => {
      const boxes = marks.filter((mark) => mark.kind === "text").map(boxOf);
      const outside = boxes.filter(
        ({ left, right, top, bottom }) =>
          left < paper.left - 0.1 || right > paper.right + 0.4 || top < 20 || bottom > paper.height - 15,
      );
      expect(outside, `page ${page + 1}`).toEqual([]);
      const bars = marks.filter((mark) => mark.kind === "rect" && mark.paint.fill !== COLOR.badWash).map(barOf);
      expect(collisions([...boxes, ...bars]), `page ${page + 1}`).toEqual([]);
    });
  });

  test("every font is embedded", () => {
    expect(file.fonts.length).toBeGreaterThan(2);
    expect(file.fonts.filter(({ isEmbedded }) => !isEmbedded)).toEqual([]);
  });

  test("the file carries no date but the as-of", () => {
    const dates = [...file.source.matchAll(/D:(\d{14})Z/g)].map(([, date]) => date);
    expect(new Set(dates)).toEqual(new Set(["20261120110000"]));
  });

  test("printed again, and from its stored form, it is the same bytes", async () => {
    const stored = parseCanonical(canonicalJson(data));
    expect(sha256((await printPack(stored)).pdf)).toBe(sha256(bytes));
  });
});

type Box = { text: string; left: number; right: number; top: number; bottom: number };

function boxOf(mark: Extract<Mark, { kind: "text" }>): Box {
  const { x, baseline, text, style } = mark;
  return {
    text,
    left: x,
    right: x + measure(text, style),
    top: baseline - style.size * 0.72,
    bottom: baseline + style.size * 0.2,
  };
}

const barOf = (mark: Mark): Box =>
  mark.kind === "rect"
    ? { text: "", left: mark.x, right: mark.x + mark.width, top: mark.y, bottom: mark.y + mark.height }
    : { text: "", left: 0, right: 0, top: 0, bottom: 0 };

/** Pairs of texts, or of a text and a bar, that share more than a hair of ground. */
function collisions(boxes: Box[]): string[] {
  const hair = 0.6;
  const sorted = boxes.toSorted((above, below) => above.top - below.top);
  return sorted.flatMap((one, index) => {
    const hits: string[] = [];
    for (const other of sorted.slice(index + 1)) {
      if (other.top > one.bottom - hair) break;
      if (one.text === "" && other.text === "") continue;
      if (other.left < one.right - hair && one.left < other.right - hair) hits.push(`${one.text} × ${other.text}`);
    }
    return hits;
  });
}

test("texts that share ground are found", () => {
  const box = { text: "one", left: 0, right: 20, top: 0, bottom: 8 };
  expect(collisions([box, { ...box, text: "two", left: 18, right: 40, top: 4, bottom: 12 }])).toEqual(["one × two"]);
  expect(collisions([box, { ...box, text: "below", top: 9, bottom: 17 }])).toEqual([]);
});

test("a portfolio table repeats its head on every page", async () => {
  const file = readPdf((await printPack(samplePack(SIZES.usual))).pdf);
  const pages = file.pages.map((_, page) => wordsOf(file, page)).filter((words) => words.startsWith("Portfolio"));
  expect(pages.length).toBeGreaterThan(1);
  for (const words of pages) expect(words).toContain(plain("Code Initiative Unit Stage Tier Owner Target Status Why"));
});

test("what no font can draw is marked and counted, other scripts are drawn", async () => {
  const data = samplePack({
    initiatives: 1,
    models: 0,
    edits: 0,
    moves: 0,
    title: "Łódź → Αθήνα, Київ, 東京 \u{1f600}",
  });
  const words = allWords(readPdf((await printPack(data)).pdf));
  expect(words).toContain(plain("Łódź → Αθήνα, Київ, ?? ?"));
  expect(words).toContain(plain("characters outside Latin, Greek and Cyrillic are printed as ?"));
});

test("a section that cannot be printed refuses the pack and says which", async () => {
  const data = samplePack(SIZES.usual);
  const broken = {
    ...data,
    portfolio: { ...data.portfolio, rows: [{ ...data.portfolio.rows[0], targetOn: "soon" }] },
  };
  await expect(layPack(broken as PackData)).rejects.toThrow(
    'The section "Portfolio" could not be made: a date must be YYYY-MM-DD, got soon',
  );
  await expect(printPack({ ...data, template: "steering-0" })).rejects.toThrow();
});

describe("another process", () => {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  const bundle = join(process.cwd(), ".cache", `pack-print-${process.pid}.mjs`);
  beforeAll(async () => {
    const { build } = await import("esbuild");
    const contents = `import { readFileSync } from "node:fs";
      import { printPack } from "./server/pack/pdf/print";
      import { parseCanonical, sha256 } from "./server/pack/canonical";
      const { pdf } = await printPack(parseCanonical(readFileSync(process.argv[2], "utf8")));
      process.stdout.write(sha256(pdf));`;
    await build({
      stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      jsx: "automatic",
      logLevel: "silent",
    });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(bundle, { force: true });
  });

  test("in another time zone, with another locale, prints the same bytes", async () => {
    const json = canonicalJson(samplePack(SIZES.usual));
    const path = join(folder, "data.json");
    writeFileSync(path, json);
    const here = sha256((await printPack(parseCanonical(json))).pdf);
    const there = [
      ["Pacific/Auckland", "de_DE.UTF-8"],
      ["America/Los_Angeles", "C"],
    ].map(([TZ, LANG]) =>
      execFileSync(process.execPath, [bundle, path], {
        env: { ...process.env, TZ, LANG, LC_ALL: LANG },
        encoding: "utf8",
      }),
    );
    expect(there).toEqual([here, here]);
  });
});

const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;
if (!poppler) console.info("poppler-utils is not installed: the pack is read back by the project's own reader alone");
describe.runIf(poppler)("poppler", () => {
  test("reads the same words, fonts and pages", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pack-"));
    const path = join(folder, "pack.pdf");
    const { pdf, pages } = await printPack(samplePack(SIZES.usual));
    writeFileSync(path, pdf);
    const own = readPdf(pdf);
    for (let page = 1; page <= pages; page += 1) {
      const words = plain(
        execFileSync("pdftotext", ["-f", `${page}`, "-l", `${page}`, "-raw", path, "-"], { encoding: "utf8" }),
      );
      for (const { text } of own.pages[page - 1]?.texts ?? []) expect(words).toContain(plain(text));
    }
    const fonts = execFileSync("pdffonts", [path], { encoding: "utf8" }).trim().split("\n").slice(2);
    expect(fonts).toHaveLength(own.fonts.length);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
    expect(execFileSync("pdfinfo", [path], { encoding: "utf8" })).toMatch(new RegExp(`Pages:\\s+${pages}\\n`));
    rmSync(folder, { recursive: true });
  });
});

test("the day a platform states is printed as that day, an instant where the organisation is", async () => {
  const made = packData.parse(samplePack({ initiatives: 3, models: 3, edits: 2, moves: 1 }));
  const [alert] = made.models.alerts;
  if (!alert) throw new Error("the sample has an alert");
  const alerts = [
    { ...alert, openedAt: "2026-09-01T00:00:00.000Z" },
    { ...alert, openedAt: "2026-08-01T02:00:00.000Z" },
  ];
  const data = {
    ...made,
    models: { ...made.models, alerts },
    organisation: { name: "Cedar", timeZone: "America/Chicago" },
  };
  const words = allWords(readPdf((await printPack(data)).pdf));
  expect(words).toContain(plain("1 Sep 2026"));
  expect(words).not.toContain(plain("31 Aug 2026"));
  expect(words).toContain(plain("31 Jul 2026"));
});
