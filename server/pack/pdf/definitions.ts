import { INITIATIVE_WORDS, STANDINGS } from "@/domain/pack/standing";
import { formatDay, formatInstant, formatNumber } from "@/domain/shared/figure";
import { counted } from "@/domain/shared/sentence";
import { canonicalJson } from "../canonical";
import type { PackData } from "../data";
import { countUnprintable, UNPRINTABLE } from "./font";
import { columns, opening, type Paper, type Sheet } from "./frame";
import { stack } from "./stack";
import { STYLE } from "./style";
import { COLUMN_GAP, type Column, layTable } from "./table";

const KICKER = "Definitions and sources";
type Term = PackData["definitions"]["terms"][number];
type Source = PackData["definitions"]["sources"][number];
type Fact = { readonly name: string; readonly words: string };

/** What every word means, how each key figure is made up, what the pack rests on and how to check it. */
export function definitionSheets(data: PackData, paper: Paper, hash: string): Sheet[] {
  const lead = opening(paper, data.definitions.headline, data.definitions.standfirst);
  const left = columns(paper, 0, 6);
  const right = columns(paper, 6, 6);
  const leftPages = stack(
    [
      {
        name: "What the words mean",
        unit: null,
        conclusion: null,
        table: layTable(termColumns(left.width), data.definitions.terms, 3),
      },
    ],
    { ...left, y: lead.top },
    paper,
  );
  const rightPages = stack(
    [
      {
        name: "How the key figures are made up",
        unit: null,
        conclusion: null,
        table: layTable(factColumns(right.width), figureFacts(data), 3),
      },
      {
        name: "Sources",
        unit: "records read",
        conclusion: null,
        table: layTable(sourceColumns(data, right.width), data.definitions.sources, 3),
      },
      {
        name: "How to check this pack",
        unit: null,
        conclusion: null,
        table: layTable(factColumns(right.width), checks(data, hash), 3),
      },
    ],
    { ...right, y: lead.top },
    paper,
  );
  return Array.from({ length: Math.max(leftPages.length, rightPages.length) }, (_, index) => ({
    bookmark: index === 0 ? KICKER : null,
    kicker: index === 0 ? KICKER : `${KICKER}, continued`,
    marks: [...(index === 0 ? lead.marks : []), ...(leftPages[index] ?? []), ...(rightPages[index] ?? [])],
  }));
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
  const last = ({ lastAt }: Source) => (lastAt === null ? "never" : formatDay(new Date(lastAt), organisation.timeZone));
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

function checks(data: PackData, hash: string): Fact[] {
  const unprintable = countUnprintable(canonicalJson(data));
  const standings = STANDINGS.map(
    (standing) => `${formatNumber(data.portfolio.counts[standing])} ${INITIATIVE_WORDS[standing]}`,
  );
  return [
    {
      name: "As of",
      words: `${formatInstant(new Date(data.asOf), data.organisation.timeZone)} (${data.organisation.timeZone}), that is ${data.asOf}`,
    },
    { name: "Template", words: `${data.template}. The same data and template give the same file, byte for byte.` },
    { name: "SHA-256 of the data", words: hash.replace(/.{8}/g, "$& ").trim() },
    { name: "Counted", words: `${standings.join(", ")}; ${counted(data.models.total, "live model")}` },
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
