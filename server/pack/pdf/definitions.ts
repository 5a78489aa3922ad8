import { pointZone } from "@/domain/metric/point-date";
import { formatDate, formatDay, formatInstant, formatNumber } from "@/domain/shared/figure";
import { counted } from "@/domain/shared/sentence";
import { canonicalJson } from "../canonical";
import type { PackData } from "../data";
import { countUnprintable, UNPRINTABLE } from "./font";
import { columns, opening, type Paper, type Sheet } from "./frame";
import { type Block, stack } from "./stack";
import { STYLE } from "./style";
import { COLUMN_GAP, type Column, heightOf, layTable, type Table } from "./table";

const KICKER = "Definitions and sources";
type Term = PackData["definitions"]["terms"][number];
type Source = PackData["definitions"]["sources"][number];
type Fact = { readonly name: string; readonly words: string };

/** What every word means, how each key figure is made up, what the pack rests on and how to check it. */
export function definitionSheets(data: PackData, paper: Paper, hash: string): Sheet[] {
  const lead = opening(paper, data.definitions.headline, data.definitions.standfirst);
  const [left, right] = [columns(paper, 0, 6), columns(paper, 6, 6)];
  const width = left.width;
  const blocks: Block[] = [
    block("What the words mean", layTable(termColumns(width), data.definitions.terms, 2.8)),
    block("How the key figures are made up", layTable(factColumns(width), figureFacts(data), 2.8)),
    block("Sources", layTable(sourceColumns(data, width), data.definitions.sources, 2.8), "records read"),
    block("How to check this pack", layTable(factColumns(width), checks(data, hash), 2.8)),
  ];
  const [inLeft, inRight] = shared(blocks);
  const leftPages = stack(inLeft, { ...left, y: lead.top }, paper);
  const rightPages = stack(inRight, { ...right, y: lead.top }, paper);
  return Array.from({ length: Math.max(leftPages.length, rightPages.length) }, (_, index) => ({
    bookmark: index === 0 ? KICKER : null,
    kicker: index === 0 ? KICKER : `${KICKER}, continued`,
    marks: [...(index === 0 ? lead.marks : []), ...(leftPages[index] ?? []), ...(rightPages[index] ?? [])],
  }));
}

const block = (name: string, table: Table, unit: string | null = null): Block => ({
  name,
  unit,
  conclusion: null,
  table,
});

/** Each block goes where the column is shorter, so that neither runs over the page while the other is empty. */
function shared(blocks: readonly Block[]): [Block[], Block[]] {
  const [left, right]: [Block[], Block[]] = [[], []];
  let [leftHeight, rightHeight] = [0, 0];
  for (const one of blocks) {
    const height = heightOf(one.table) + 37;
    if (leftHeight <= rightHeight) {
      left.push(one);
      leftHeight += height;
    } else {
      right.push(one);
      rightHeight += height;
    }
  }
  return [left, right];
}

function termColumns(width: number): Column<Term>[] {
  const full = width + COLUMN_GAP;
  return [
    { head: "", width: full * 0.28, cell: ({ term }) => [{ text: term, style: STYLE.medium }] },
    { head: "", width: full * 0.72, cell: ({ meaning }) => [{ text: meaning, style: STYLE.body }] },
  ];
}

function factColumns(width: number): Column<Fact>[] {
  const full = width + COLUMN_GAP;
  return [
    { head: "", width: full * 0.28, cell: ({ name }) => [{ text: name, style: STYLE.medium }] },
    { head: "", width: full * 0.72, cell: ({ words }) => [{ text: words, style: STYLE.body }] },
  ];
}

function sourceColumns({ organisation }: PackData, width: number): Column<Source>[] {
  const full = width + COLUMN_GAP;
  const last = ({ lastAt }: Source) =>
    lastAt === null ? "never" : formatDay(new Date(lastAt), pointZone(new Date(lastAt), organisation.timeZone));
  return [
    { head: "Source", width: full * 0.28, cell: ({ name }) => [{ text: name, style: STYLE.medium }] },
    { head: "What", width: full * 0.36, cell: ({ what }) => [{ text: what, style: STYLE.body }] },
    {
      head: "Records",
      width: full * 0.16,
      align: "right",
      cell: ({ records }) => [{ text: formatNumber(records), style: STYLE.number }],
    },
    { head: "Last", width: full * 0.2, align: "right", cell: (row) => [{ text: last(row), style: STYLE.quiet }] },
  ];
}

const figureFacts = ({ summary }: PackData): Fact[] =>
  summary.figures.map(({ label, value, terms }) => ({
    name: label,
    words: `${value}: ${terms.map((term) => `${term.label} ${term.value}`).join("; ")}`,
  }));

const inEights = (hash: string): string => hash.replace(/.{8}/g, "$& ").trim();

const sealedWords = (sealed: PackData["definitions"]["sealed"]): string =>
  sealed
    ? `Sealed up to ${formatDate(sealed.day)}, head ${inEights(sealed.chain)}. Later seals of an unaltered record still hold this head.`
    : "Nothing was sealed by then: a day is sealed once it is over.";

function checks(data: PackData, hash: string): Fact[] {
  const unprintable = countUnprintable(canonicalJson(data));
  return [
    {
      name: "As of",
      words: `${formatInstant(new Date(data.asOf), data.organisation.timeZone)} (${data.organisation.timeZone}), that is ${data.asOf}`,
    },
    { name: "Template", words: `${data.template}. The same data and template give the same file, byte for byte.` },
    { name: "SHA-256 of the data", words: inEights(hash) },
    { name: "Record", words: sealedWords(data.definitions.sealed) },
    ...(data.preparedBy === null ? [] : [{ name: "Requested by", words: data.preparedBy }]),
    ...(unprintable === 0
      ? []
      : [
          {
            name: "Characters",
            words: `${counted(unprintable, "character")} outside Latin, Greek and Cyrillic ${unprintable === 1 ? "is" : "are"} printed as ${UNPRINTABLE}`,
          },
        ]),
  ];
}
