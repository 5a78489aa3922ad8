import { INITIATIVE_WORDS, STANDINGS } from "@/domain/pack/standing";
import { formatNumber } from "@/domain/shared/figure";
import type { PackData, PackFigure, StandingCounts } from "../data";
import { measure, wrap } from "./flow";
import { columns, opening, type Paper, type Sheet, section } from "./frame";
import { GLYPH_COLOR, glyph } from "./glyph";
import { type Mark, rect, rule, text, textEnding, textLines, verticalRule } from "./mark";
import { COLOR, inColor, STYLE } from "./style";
import { COLUMN_GAP, type Column, heightOf, layTable, splitTable, tableMarks } from "./table";

const STRIP_HEIGHT = 87;
type Statement = PackData["summary"]["statements"][number];

/** What the committee must know on one page: key figures, what needs attention, where the initiatives stand. */
export function summarySheet(data: PackData, paper: Paper): Sheet {
  const { summary } = data;
  const lead = opening(paper, summary.headline, summary.standfirst);
  const top = lead.top + STRIP_HEIGHT + 18;
  return {
    bookmark: "Summary",
    kicker: "Summary",
    marks: [
      ...lead.marks,
      ...strip(summary.figures, paper, lead.top),
      ...statements(data, paper, top),
      ...stages(data, paper, top),
    ],
  };
}

/** Key figures side by side, hairlines between them. */
function strip(figures: readonly PackFigure[], paper: Paper, y: number): Mark[] {
  const width = paper.right - paper.left;
  const share = width / Math.max(1, figures.length);
  const marks: Mark[] = [
    rule(paper.left, y, width, COLOR.ink, 0.75),
    rule(paper.left, y + STRIP_HEIGHT, width, COLOR.rule),
  ];
  figures.forEach((figure, index) => {
    const x = paper.left + index * share + (index === 0 ? 0 : 11);
    if (index > 0) marks.push(verticalRule(x - 11, y, STRIP_HEIGHT, COLOR.rule));
    marks.push(...keyFigure(figure, x, y, share - (index === 0 ? 11 : 22)));
  });
  return marks;
}

function keyFigure(figure: PackFigure, x: number, y: number, width: number): Mark[] {
  const [label = ""] = wrap(figure.label, STYLE.quiet, width, 1);
  const valueWidth = measure(figure.value, STYLE.keyFigure);
  const notes = figure.notes.flatMap((note) => wrap(note, STYLE.note, width, 2)).slice(0, 2);
  const drawing = figure.bar ? bar(figure.bar, x, y + 46.5, width) : figureMarks(figure, x, y + 49, width);
  const marks: Mark[] = [
    text(x, y + 15, label, STYLE.quiet),
    text(x, y + 35, figure.value, STYLE.keyFigure),
    ...drawing,
    ...textLines(x, y + (drawing.length > 0 ? 67 : 52), notes, STYLE.note),
  ];
  if (figure.context) {
    const [context = ""] = wrap(figure.context, STYLE.quiet, width - valueWidth - 5, 1);
    marks.push(text(x + valueWidth + 5, y + 35, context, STYLE.quiet));
  }
  return marks;
}

function bar({ share, limit }: NonNullable<PackFigure["bar"]>, x: number, y: number, width: number): Mark[] {
  const isPast = limit !== null && share > limit;
  return [
    rect(x, y, width, 4.5, { fill: COLOR.rule2 }),
    ...(share > 0 ? [rect(x, y, width * share, 4.5, { fill: isPast ? COLOR.bad : COLOR.ink })] : []),
    ...(limit === null ? [] : [verticalRule(x + width * limit, y - 3, 10.5, COLOR.ink, 1.1)]),
  ];
}

/** One mark for each counted thing, as many as fit on the line; the value above has the count. */
function figureMarks({ marks }: PackFigure, x: number, y: number, width: number): Mark[] {
  const kinds = marks.flatMap(({ standing, count }) => Array.from({ length: Math.min(count, 60) }, () => standing));
  if (kinds.length * 9.5 > width) return [];
  return kinds.flatMap((kind, index) => glyph(kind, x + 3 + index * 9.5, y));
}

function statementColumns(width: number): Column<Statement>[] {
  const full = width + COLUMN_GAP;
  return [
    {
      head: "What",
      width: full * 0.42,
      cell: ({ what, standing }) => [{ text: what, style: STYLE.medium, glyph: standing, maxLines: 2 }],
    },
    { head: "Why", width: full * 0.4, cell: ({ why }) => [{ text: why, style: STYLE.body, maxLines: 3 }] },
    { head: "Where", width: full * 0.18, cell: ({ where }) => [{ text: where, style: STYLE.quiet, maxLines: 2 }] },
  ];
}

function statements(data: PackData, paper: Paper, y: number): Mark[] {
  const { summary } = data;
  const at = { ...columns(paper, 0, 8), y };
  const head = section(at, "What needs attention", `${formatNumber(summary.statementTotal)} in all, worst first`, null);
  if (summary.statements.length === 0) {
    return [...head.marks, text(at.x, head.top + 14, "Nothing needs attention as of this date.", STYLE.conclusion)];
  }
  const table = layTable(statementColumns(at.width), summary.statements, 6);
  const [fitting] = splitTable(table, paper.bottom - 14 - head.top, 0);
  const shown = fitting ?? table;
  const missing = summary.statementTotal - shown.rows.length;
  const bottom = head.top + heightOf(shown);
  return [
    ...head.marks,
    ...tableMarks(shown, at.x, head.top),
    ...(missing > 0
      ? [
          rule(at.x, bottom, at.width, COLOR.rule),
          text(at.x, bottom + 12, `${formatNumber(missing)} more stand in the sections that follow.`, STYLE.note),
        ]
      : []),
  ];
}

const sumOf = (counts: StandingCounts): number => STANDINGS.reduce((sum, standing) => sum + counts[standing], 0);

/** Each initiative is one mark under its stage; a portfolio too large for that is drawn as bars on one scale. */
function stages(data: PackData, paper: Paper, y: number): Mark[] {
  const { summary } = data;
  const at = { ...columns(paper, 8, 4), y };
  const total = sumOf(summary.totals);
  const head = section(at, "Where the initiatives stand", formatNumber(total), summary.stageConclusion);
  const most = Math.max(1, ...summary.stages.map(({ counts }) => sumOf(counts)));
  const rowHeight = Math.min(22, (paper.bottom - head.top - 70) / Math.max(1, summary.stages.length + 0.5));
  const drawn = summary.stages.flatMap((stage, index) =>
    stageRow(stage, at, head.top + index * rowHeight, rowHeight, most),
  );
  const bottom = head.top + summary.stages.length * rowHeight + 8;
  return [...head.marks, ...drawn, rule(at.x, bottom, at.width, COLOR.rule), ...legend(summary, at, bottom)];
}

function stageRow(
  { label, counts }: PackData["summary"]["stages"][number],
  { x, width }: { x: number; width: number },
  y: number,
  height: number,
  most: number,
): Mark[] {
  const count = sumOf(counts);
  const baseline = y + height / 2 + 3;
  const start = x + 112;
  const room = x + width - start;
  const marks: Mark[] = [
    text(x, baseline, label, STYLE.body),
    textEnding(x + 102, baseline, formatNumber(count), STYLE.count),
  ];
  if (most * 8.6 <= room) {
    const kinds = [...STANDINGS].flatMap((standing) => Array.from({ length: counts[standing] }, () => standing));
    return [...marks, ...kinds.flatMap((kind, index) => glyph(kind, start + 3 + index * 8.6, baseline - 3, 5))];
  }
  let left = start;
  for (const standing of STANDINGS) {
    const length = (counts[standing] / most) * room;
    if (length > 0) marks.push(rect(left, baseline - 6, length, 6.5, { fill: GLYPH_COLOR[standing] }));
    left += length;
  }
  return marks;
}

function legend(summary: PackData["summary"], { x, width }: { x: number; width: number }, y: number): Mark[] {
  return STANDINGS.flatMap((standing, index) => {
    const before = summary.totalsBefore ? `, was ${formatNumber(summary.totalsBefore[standing])}` : "";
    const words = `${formatNumber(summary.totals[standing])} ${INITIATIVE_WORDS[standing]}${before}`;
    const left = x + (index % 2) * (width / 2);
    const baseline = y + 15 + Math.floor(index / 2) * 13;
    return [
      ...glyph(standing, left + 3, baseline - 3),
      text(left + 10, baseline, words, inColor(STYLE.body, GLYPH_COLOR[standing])),
    ];
  });
}
