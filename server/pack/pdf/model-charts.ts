import { formatNumber } from "@/domain/shared/figure";
import type { PackData } from "../data";
import { CONTINUED_TOP, columns, type Paper, type Sheet } from "./frame";
import type { Mark } from "./mark";
import { MULTIPLE_HEIGHT, smallMultiple } from "./small-multiple";

const A_ROW = 3;
const ROWS_A_PAGE = 3;
/** Between a table and the charts below it, in points. */
const CLEAR = 26;

/** Where the lowest mark of a page ends. */
const bottomOf = (marks: readonly Mark[]): number =>
  marks.reduce((bottom, mark) => {
    if (mark.kind === "text") return Math.max(bottom, mark.baseline);
    return Math.max(bottom, mark.kind === "rect" ? mark.y + mark.height : mark.y);
  }, 0);

/**
 * One chart for each measure, on one time axis, three a row: first in what the tables leave free on their last page,
 * then on pages of their own.
 */
export function withCharts(tables: readonly Sheet[], data: PackData, paper: Paper, kicker: string): Sheet[] {
  const { charts, chartTotal, period } = data.models;
  const gap = (paper.bottom - CONTINUED_TOP - ROWS_A_PAGE * MULTIPLE_HEIGHT) / (ROWS_A_PAGE - 1);
  const rowHeight = MULTIPLE_HEIGHT + gap;
  const times = { from: Date.parse(period.from), to: Date.parse(period.to) };
  const rowsOf = (models: typeof charts, top: number): Mark[] =>
    models.flatMap((model, index) => {
      const { x, width } = columns(paper, (index % A_ROW) * 4, 4);
      const y = top + Math.floor(index / A_ROW) * rowHeight;
      return smallMultiple(model, times, { x, y, width, height: MULTIPLE_HEIGHT }, data.organisation.timeZone);
    });

  const before = tables.slice(0, -1);
  const last = tables.at(-1);
  const top = last ? bottomOf(last.marks) + CLEAR : paper.bottom;
  const here = Math.max(0, Math.floor((paper.bottom - top + gap) / rowHeight)) * A_ROW;
  const rest = charts.slice(here);
  const perPage = A_ROW * ROWS_A_PAGE;
  const cap = chartTotal > charts.length ? `, the first ${charts.length} of ${formatNumber(chartTotal)}` : "";
  const pages = Array.from(
    { length: Math.ceil(rest.length / perPage) },
    (_, page): Sheet => ({
      bookmark: null,
      kicker: `${kicker}, measure by measure${page === 0 ? cap : ""}`,
      marks: rowsOf(rest.slice(page * perPage, (page + 1) * perPage), CONTINUED_TOP),
    }),
  );
  const filled = last ? [{ ...last, marks: [...last.marks, ...rowsOf(charts.slice(0, here), top)] }] : [];
  return [...before, ...filled, ...pages];
}
