import { renderToBuffer } from "@react-pdf/renderer";
import { canonicalJson, sha256 } from "../canonical";
import { type PackData, packData } from "../data";
import { inSection } from "../section";
import { changeSheets } from "./changes";
import { definitionSheets } from "./definitions";
import { PackDocument } from "./document";
import { loadFonts } from "./font";
import { frame, type LaidPage, paperOf, type Sheet } from "./frame";
import { modelSheets } from "./models";
import { portfolioSheets } from "./portfolio";
import { riskSheets } from "./risks";
import { summarySheet } from "./summary";

export type Printed = { readonly pdf: Uint8Array; readonly pages: number; readonly dataSha256: string };

/**
 * Lays out every page of a pack. Pure but for the fonts, which are read once.
 *
 * @throws PackSectionError naming the section that could not be laid out.
 */
export async function layPack(data: PackData): Promise<LaidPage[]> {
  await loadFonts();
  const paper = paperOf(data.paper);
  const hash = sha256(canonicalJson(data));
  const sheets: Sheet[] = [
    await inSection("Summary", () => summarySheet(data, paper)),
    ...(await inSection("What changed", () => changeSheets(data, paper))),
    ...(await inSection("Portfolio", () => portfolioSheets(data, paper))),
    ...(await inSection("Model health", () => modelSheets(data, paper))),
    ...(await inSection("Risks", () => riskSheets(data, paper))),
    ...(await inSection("Definitions and sources", () => definitionSheets(data, paper, hash))),
  ];
  return sheets.map(({ bookmark, kicker, marks }, index) => ({
    bookmark,
    marks: [...frame(paper, kicker, { data, hash, page: index + 1, pages: sheets.length }), ...marks],
  }));
}

/** The same data gives the same bytes, in any process: nothing here reads a clock, a locale or a random number. */
export async function printPack(input: unknown): Promise<Printed> {
  const data = packData.parse(input);
  const pages = await layPack(data);
  const pdf = await renderToBuffer(<PackDocument data={data} pages={pages} />);
  return { pdf: new Uint8Array(pdf), pages: pages.length, dataSha256: sha256(canonicalJson(data)) };
}
