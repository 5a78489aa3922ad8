import { formatDay, formatInstant, formatLongDay } from "@/domain/shared/figure";
import { shortHash } from "../canonical";
import type { PackData } from "../data";
import { balance, measure, wrap } from "./flow";
import { type Mark, rule, text, textEnding, textLines } from "./mark";
import { COLOR, STYLE, type Style } from "./style";

/** Points. Side margins are 12.7 mm; the page has twelve columns. */
const MARGIN = 36;
const GUTTER = 15.75;
const PAPER = { a4: { width: 841.89, height: 595.28 }, letter: { width: 792, height: 612 } } as const;

/** A headline is broken here, in points, while two lines hold it: a line of the whole page is hard to read. */
const HEADLINE_WIDTH = 610;

export type Paper = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
};

export function paperOf(name: PackData["paper"]): Paper {
  const { width, height } = PAPER[name];
  return { width, height, left: MARGIN, right: width - MARGIN, bottom: height - 46 };
}

/** Left edge and width of `span` columns from column `first`, counted from 0. */
export function columns(paper: Paper, first: number, span: number): { x: number; width: number } {
  const column = (paper.right - paper.left - 11 * GUTTER) / 12;
  return { x: paper.left + first * (column + GUTTER), width: span * column + (span - 1) * GUTTER };
}

/** One printed page before it is numbered. */
export type Sheet = { readonly bookmark: string | null; readonly kicker: string; readonly marks: readonly Mark[] };

/** A finished page: what is drawn on it, and its entry in the outline. */
export type LaidPage = { readonly bookmark: string | null; readonly marks: readonly Mark[] };

export type Opening = { readonly marks: readonly Mark[]; readonly top: number };

/** Headline on two lines at most, standfirst on one, on two rather than cut; says where the content begins. */
export function opening(paper: Paper, headline: string, standfirst: string): Opening {
  const width = paper.right - paper.left;
  const comfortable = wrap(headline, STYLE.headline, HEADLINE_WIDTH).length <= 2 ? HEADLINE_WIDTH : width;
  const lines = balance(headline, STYLE.headline, comfortable, 2);
  const leadLines = wrap(standfirst, STYLE.standfirst, width, 2);
  const leadBaseline = 65.3 + (lines.length - 1) * STYLE.headline.leading + 19.2;
  return {
    marks: [
      ...textLines(paper.left, 65.3, lines, STYLE.headline),
      ...textLines(paper.left, leadBaseline, leadLines, STYLE.standfirst),
    ],
    top: leadBaseline + Math.max(0, leadLines.length - 1) * STYLE.standfirst.leading + 20.5,
  };
}

/** Where the content of a continued page begins: it has no headline of its own. */
export const CONTINUED_TOP = 52;

/** An ink rule, the section's name, a unit or total at the right, and one sentence of conclusion. */
export function section(
  at: { x: number; y: number; width: number },
  name: string,
  unit: string | null,
  conclusion: string | null,
): Opening {
  const { x, y, width } = at;
  const marks: Mark[] = [rule(x, y, width, COLOR.ink, 0.75), text(x, y + 13.2, name, STYLE.section)];
  if (unit) marks.push(textEnding(x + width, y + 13.2, unit, STYLE.note));
  if (conclusion === null) return { marks, top: y + 19 };
  const lines = wrap(conclusion, STYLE.conclusion, width, 2);
  marks.push(...textLines(x, y + 28.6, lines, STYLE.conclusion));
  return { marks, top: y + 34 + (lines.length - 1) * STYLE.conclusion.leading };
}

type Numbered = { readonly data: PackData; readonly hash: string; readonly page: number; readonly pages: number };

/** Head rule with kicker and date, footer of five parts. The short hash is that of the gathered data. */
export function frame(paper: Paper, kicker: string, { data, hash, page, pages }: Numbered): Mark[] {
  const { timeZone } = data.organisation;
  const asOf = new Date(data.asOf);
  const width = paper.right - paper.left;
  const kickerStyle: Style = STYLE.strong;
  return [
    rule(paper.left, 24, width, COLOR.ink, 0.75),
    text(paper.left, 37.6, kicker, kickerStyle),
    textEnding(paper.right, 37.6, `${data.title}, ${formatLongDay(asOf, timeZone)}`, STYLE.quiet),
    rule(paper.left, paper.height - 33.4, width, COLOR.rule),
    ...footer(paper, [
      { strong: data.organisation.name, rest: ` · ${data.forum}` },
      { strong: data.confidentiality.label, rest: `, ${data.confidentiality.audience}` },
      { strong: "", rest: `Data as of ${formatInstant(asOf, timeZone)}` },
      { strong: "", rest: `Pack ${data.number} · ${shortHash(hash)}` },
      { strong: `Page ${page} of ${pages}`, rest: "" },
    ]),
  ];
}

type Part = { readonly strong: string; readonly rest: string };

/** Spread over the width; long names are cut so that the parts never touch. */
function footer(paper: Paper, parts: readonly Part[]): Mark[] {
  const baseline = paper.height - 20.2;
  const width = paper.right - paper.left;
  const room = (width - (parts.length - 1) * 12) / parts.length;
  const fitted = parts.map((part) => fitPart(part, room * 1.35));
  const widths = fitted.map(({ strong, rest }) => measure(strong, STYLE.footStrong) + measure(rest, STYLE.foot));
  const gap = (width - widths.reduce((sum, part) => sum + part, 0)) / (parts.length - 1);
  let x = paper.left;
  return fitted.flatMap(({ strong, rest }, index) => {
    const start = x;
    x += (widths[index] ?? 0) + gap;
    return [
      ...(strong ? [text(start, baseline, strong, STYLE.footStrong)] : []),
      ...(rest ? [text(start + measure(strong, STYLE.footStrong), baseline, rest, STYLE.foot)] : []),
    ];
  });
}

function fitPart({ strong, rest }: Part, room: number): Part {
  const [name = ""] = wrap(strong, STYLE.footStrong, room * 0.62, 1);
  const [after = ""] = rest ? wrap(rest, STYLE.foot, room - measure(name, STYLE.footStrong), 1) : [];
  return { strong: strong && name, rest: rest.startsWith(" ") ? ` ${after}` : after };
}

/** "since 22 Oct 2026", or that there was no earlier date. */
export const sinceWords = ({ since, organisation }: PackData): string =>
  since ? `since ${formatDay(new Date(since), organisation.timeZone)}` : "no earlier date";
