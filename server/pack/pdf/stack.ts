import { CONTINUED_TOP, type Paper, section } from "./frame";
import type { Mark } from "./mark";
import { heightOf, splitTable, type Table, tableMarks } from "./table";

/** A named table with its unit and its conclusion. */
export type Block = {
  readonly name: string;
  readonly unit: string | null;
  readonly conclusion: string | null;
  readonly table: Table;
};

/** Space under a block, before the rule of the next, in points. */
const BLOCK_GAP = 18;

/** Blocks below each other in one column, over as many pages as they need. A heading never stands alone. */
export function stack(blocks: readonly Block[], at: { x: number; y: number; width: number }, paper: Paper): Mark[][] {
  const pages: Mark[][] = [[]];
  let top = at.y;
  for (const { name, unit, conclusion, table } of blocks) {
    const headHeight = conclusion === null ? 19 : 34;
    if (top + headHeight + table.headHeight + (table.rows[0]?.height ?? 0) > paper.bottom) {
      pages.push([]);
      top = CONTINUED_TOP;
    }
    const head = section({ ...at, y: top }, name, unit, conclusion);
    pages.at(-1)?.push(...head.marks);
    top = head.top;
    splitTable(table, paper.bottom - top, paper.bottom - CONTINUED_TOP).forEach((page, index) => {
      if (index > 0) {
        pages.push([]);
        top = CONTINUED_TOP;
      }
      pages.at(-1)?.push(...tableMarks(page, at.x, top));
      top += heightOf(page);
    });
    top += BLOCK_GAP;
  }
  return pages;
}
