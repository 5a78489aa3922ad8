import { capSentence } from "@/domain/pack/sentence";
import { INITIATIVE_WORDS, STANDINGS } from "@/domain/pack/standing";
import { formatDate, formatNumber } from "@/domain/shared/figure";
import { plural } from "@/domain/shared/sentence";
import type { PackData } from "../data";
import { measure } from "./flow";
import { CONTINUED_TOP, opening, type Paper, type Sheet } from "./frame";
import { GLYPH_COLOR, glyph } from "./glyph";
import { type Mark, rule, text } from "./mark";
import { COLOR, inColor, STYLE } from "./style";
import { COLUMN_GAP, type Column, heightOf, layTable, splitTable, tableMarks } from "./table";

type Row = PackData["portfolio"]["rows"][number];
const KICKER = "Portfolio";
const TOTAL_HEIGHT = 32;

const quiet = (words: string | null, absent: string) => [
  words === null ? { text: absent, style: inColor(STYLE.body, COLOR.ink3) } : { text: words, style: STYLE.body },
];

/** Widths are shares of the page; together they are 1. */
function columnsFor(width: number): Column<Row>[] {
  const share = (part: number) => part * (width + COLUMN_GAP);
  return [
    { head: "Code", width: share(0.06), cell: ({ code }) => [{ text: code, style: STYLE.quiet }] },
    { head: "Initiative", width: share(0.19), cell: ({ title }) => [{ text: title, style: STYLE.medium }] },
    { head: "Unit", width: share(0.105), cell: ({ unit }) => quiet(unit, "not stated") },
    { head: "Stage", width: share(0.085), cell: ({ stage }) => quiet(stage, "not stated") },
    {
      head: "Tier",
      width: share(0.035),
      align: "right",
      cell: ({ tier }) => [{ text: tier === null ? "–" : String(tier), style: STYLE.number }],
    },
    { head: "Owner", width: share(0.1), cell: ({ owner }) => quiet(owner, "none") },
    { head: "Target", width: share(0.084), cell: ({ targetOn }) => quiet(targetOn && formatDate(targetOn), "none") },
    {
      head: "Status",
      width: share(0.095),
      cell: ({ standing }) => [
        {
          text: INITIATIVE_WORDS[standing],
          style: inColor(STYLE.medium, GLYPH_COLOR[standing]),
          glyph: standing,
        },
      ],
    },
    {
      head: "Why",
      width: share(0.246),
      cell: ({ reasons }) => reasons.map(({ words }) => ({ text: words, style: STYLE.quiet })),
    },
  ];
}

/** Every initiative, worst first; the head repeats on every page and no row splits. */
export function portfolioSheets(data: PackData, paper: Paper): Sheet[] {
  const { portfolio } = data;
  const width = paper.right - paper.left;
  const first = opening(paper, portfolio.headline, portfolio.standfirst);
  const ruled = first.top + 3;
  const table = layTable(columnsFor(width), portfolio.rows, 3.6);
  const bottom = paper.bottom - TOTAL_HEIGHT;
  const pages = splitTable(table, bottom - ruled, bottom - CONTINUED_TOP - 3);
  return pages.map((page, index) => {
    const isFirst = index === 0;
    const top = isFirst ? ruled : CONTINUED_TOP + 3;
    const isLast = index === pages.length - 1;
    return {
      bookmark: isFirst ? KICKER : null,
      kicker: isFirst ? KICKER : `${KICKER}, continued`,
      marks: [
        ...(isFirst ? first.marks : []),
        rule(paper.left, top - 3, width, COLOR.ink, 0.75),
        ...(portfolio.rows.length === 0
          ? [text(paper.left, top + 14, "No initiative is recorded as of this date.", STYLE.conclusion)]
          : tableMarks(page, paper.left, top)),
        ...(isLast && portfolio.rows.length > 0 ? totalMarks(data, paper, top + heightOf(page)) : []),
      ],
    };
  });
}

/** Under an ink rule: all of them counted by status, and how many are not shown. */
function totalMarks({ portfolio }: PackData, paper: Paper, y: number): Mark[] {
  const baseline = y + 13;
  const all = `${formatNumber(portfolio.total)} ${plural(portfolio.total, "initiative")}`;
  const marks: Mark[] = [
    rule(paper.left, y, paper.right - paper.left, COLOR.ink, 0.75),
    text(paper.left, baseline, all, STYLE.strong),
  ];
  let x = paper.left + measure(all, STYLE.strong) + 20;
  for (const standing of STANDINGS) {
    const words = `${formatNumber(portfolio.counts[standing])} ${INITIATIVE_WORDS[standing]}`;
    const style = inColor(STYLE.medium, GLYPH_COLOR[standing]);
    marks.push(...glyph(standing, x + 3, baseline - 3), text(x + 9.6, baseline, words, style));
    x += 9.6 + measure(words, style) + 16;
  }
  const cap = capSentence(portfolio.rows.length, portfolio.total);
  if (cap) marks.push(text(paper.left, baseline + 13, cap, STYLE.note));
  return marks;
}
