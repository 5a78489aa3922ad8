import { textWidth } from "@/components/chart/labels";
import { type CellLayout, layOutCell, ringFor } from "./heat-cell";
import {
  type AxisLabel,
  type Box,
  type Cell,
  type HeatFrame,
  type HeatInput,
  type HeatMark,
  type HeatShape,
  isSame,
  linesOf,
  type Ring,
} from "./heat-grid";

const LEFT_SHARE = 0.3; // of the width, at most, for the names of likelihoods

type Measure = (text: string) => number;

/** Name and band in the lines there is room for; a band gives way first. */
function labelLines({ name, band }: AxisLabel, room: number, most: number, measure: Measure) {
  const names = linesOf(name, room, measure).slice(0, most);
  const bands = band && measure(band) <= room && names.length < most ? [band] : [];
  return [...names.map((text) => ({ text, quiet: false })), ...bands.map((text) => ({ text, quiet: true }))];
}

/** A likelihood-impact grid with its marks, as numbers and paths alone: the screen and the printed page draw the same. */
export function heatShape(input: HeatInput, frame: HeatFrame): HeatShape {
  const { likelihoods, impacts, marks, counts = null } = input;
  const { width, height, font, measure = (text: string) => textWidth(text, font) } = frame;
  const step = font + 3;
  const wanted = Math.max(...likelihoods.flatMap(({ name, band }) => [name, band ?? ""]).map(measure));
  const left = Math.min(wanted, width * LEFT_SHARE) + 10;
  const columnWidth = (width - left - 1) / impacts.length;
  const columnLines = impacts.map((label) => labelLines(label, columnWidth - 4, 3, measure));
  const foot = Math.max(...columnLines.map(({ length }) => length)) * step + 8;
  const plot: Box = { x: left, y: 1, width: width - left - 1, height: height - foot - 1 };
  const rowHeight = plot.height / likelihoods.length;
  const boxOf = ({ likelihood, impact }: Cell): Box => ({
    x: plot.x + impact * columnWidth,
    y: plot.y + (likelihoods.length - 1 - likelihood) * rowHeight,
    width: columnWidth,
    height: rowHeight,
  });
  const all = likelihoods.flatMap((_, likelihood) => impacts.map((_, impact): Cell => ({ likelihood, impact })));
  const laidOut = all.map((cell) => {
    const words = input.words.filter((each) => isSame(each, cell));
    const here = marks.filter((mark) => isSame(mark, cell));
    const count = counts ? (counts[cell.likelihood]?.[cell.impact] ?? 0) : null;
    return { cell, layout: layOutCell(boxOf(cell), { words, marks: here, count, font }) };
  });
  const pills = laidOut.flatMap(({ layout }) => layout.pills);
  return {
    plot,
    cells: all.map((cell) => ({ ...cell, ...boxOf(cell) })),
    line: edgeOf(input.beyond, { rows: likelihoods.length, columns: impacts.length }, boxOf),
    rows: likelihoods.flatMap((label, likelihood) => {
      const lines = labelLines(label, left - 10, Math.max(1, Math.floor(rowHeight / step)), measure);
      const { y, height: tall } = boxOf({ likelihood, impact: 0 });
      const first = y + tall / 2 - ((lines.length - 1) * step) / 2 + font * 0.36;
      return lines.map((line, at) => ({ ...line, x: left - 10, y: first + at * step }));
    }),
    columns: columnLines.flatMap((lines, impact) =>
      lines.map((line, at) => ({
        ...line,
        x: plot.x + (impact + 0.5) * columnWidth,
        y: plot.y + plot.height + step + 3 + at * step,
      })),
    ),
    words: laidOut.flatMap(({ layout }) => layout.words),
    pills,
    dots: laidOut.flatMap(({ layout }) => layout.dots),
    more: laidOut.flatMap(({ layout }) => layout.more),
    moves: movesOf(marks, laidOut, font),
    dotRadius: font * 0.22,
    ringRadius: font * 0.32,
  };
}

type LaidOut = { cell: Cell; layout: CellLayout };

/** A ring where a mark stood and an arrow to where it stands, for those drawn with their label. */
function movesOf(marks: readonly HeatMark[], laidOut: readonly LaidOut[], font: number): HeatShape["moves"] {
  const pills = laidOut.flatMap(({ layout }) => layout.pills);
  const dots = laidOut.flatMap(({ layout }) => layout.dots);
  const rings: Ring[] = [];
  return marks.flatMap(({ id, from }) => {
    const pill = pills.find((each) => each.id === id);
    const origin = from && laidOut.find(({ cell }) => isSame(cell, from));
    if (!pill || !origin) return [];
    const found = ringFor(pill, origin.layout, { pills, dots, rings, font });
    if (!found) return [];
    rings.push(found.ring);
    return [{ id, ...found }];
  });
}

/** Every edge between a cell that is beyond and one that is not. */
function edgeOf(
  beyond: HeatInput["beyond"],
  { rows, columns }: { rows: number; columns: number },
  boxOf: (cell: Cell) => Box,
): string {
  const is = (likelihood: number, impact: number) => beyond[likelihood]?.[impact] ?? false;
  const edges: string[] = [];
  const at = (value: number) => value.toFixed(2);
  for (let likelihood = 0; likelihood < rows; likelihood++)
    for (let impact = 0; impact < columns; impact++) {
      const { x, y, width, height } = boxOf({ likelihood, impact });
      if (impact + 1 < columns && is(likelihood, impact) !== is(likelihood, impact + 1))
        edges.push(`M${at(x + width)},${at(y)}L${at(x + width)},${at(y + height)}`);
      if (likelihood + 1 < rows && is(likelihood, impact) !== is(likelihood + 1, impact))
        edges.push(`M${at(x)},${at(y)}L${at(x + width)},${at(y)}`);
    }
  return edges.join("");
}

/** The cell a point lies in; null outside the grid. */
export function cellAt({ cells }: Pick<HeatShape, "cells">, x: number, y: number): Cell | null {
  const found = cells.find((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
  return found ? { likelihood: found.likelihood, impact: found.impact } : null;
}

const REACH = 8; // around a dot, that a pointer can meet it

/** The mark a point is on, or the nearest dot within reach. */
export function markAt({ pills, dots }: Pick<HeatShape, "pills" | "dots">, x: number, y: number): string | null {
  const pill = pills.find((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
  if (pill) return pill.id;
  const near = dots
    .map(({ id, x: dotX, y: dotY }) => ({ id, far: Math.hypot(dotX - x, dotY - y) }))
    .sort((one, other) => one.far - other.far)[0];
  return near && near.far <= REACH ? near.id : null;
}
