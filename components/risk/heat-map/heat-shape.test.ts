import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textWidth } from "@/components/chart/labels";
import type { Box, Cell, HeatInput, HeatMark, HeatShape } from "./heat-grid";
import { cellAt, heatShape, markAt } from "./heat-shape";

const FONT = 11;
const names = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `step ${at + 1}`, band: "15–35 %" }));
const none = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => false));
const grid = (rows: number, columns: number, more: Partial<HeatInput> = {}): HeatInput => ({
  ...{ likelihoods: names(rows), impacts: names(columns), words: [], beyond: none(rows, columns), marks: [] },
  ...more,
});
const mark = (id: string, cell: Cell, more: Partial<HeatMark> = {}): HeatMark => ({
  ...{ id, label: id, named: true, from: null, ...cell },
  ...more,
});
const frame = { width: 640, height: 380, font: FONT };

const apart = (one: Box, other: Box): boolean =>
  one.x + one.width <= other.x + 0.01 ||
  other.x + other.width <= one.x + 0.01 ||
  one.y + one.height <= other.y + 0.01 ||
  other.y + other.height <= one.y + 0.01;
const within = (box: Box, cell: Box): boolean =>
  box.x >= cell.x - 0.01 &&
  box.y >= cell.y - 0.01 &&
  box.x + box.width <= cell.x + cell.width + 0.01 &&
  box.y + box.height <= cell.y + cell.height + 0.01;
const round = ({ x, y }: { x: number; y: number }, radius: number): Box => ({
  ...{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius },
});
const lineBox = ({ text, x, y }: { text: string; x: number; y: number }): Box => ({
  ...{ x, y: y - FONT * 0.75, width: textWidth(text, FONT), height: FONT * 0.75 },
});

/** Everything drawn in cells, as boxes, with the cell it belongs to. */
function thingsOf(shape: HeatShape, marks: readonly HeatMark[]): { box: Box; cell: Box | undefined }[] {
  const cellOf = (cell: Cell | null | undefined) =>
    shape.cells.find((each) => each.likelihood === cell?.likelihood && each.impact === cell?.impact);
  const byId = new Map(marks.map((each) => [each.id, each]));
  const around = (box: Box) => cellOf(cellAt(shape, box.x + 1, box.y + box.height / 2));
  return [
    ...shape.pills.map((box) => ({ box, cell: cellOf(byId.get(box.id)) })),
    ...shape.dots.map(({ id, ...at }) => ({ box: round(at, shape.dotRadius), cell: cellOf(byId.get(id)) })),
    ...shape.moves.map(({ id, ring }) => ({ box: round(ring, shape.ringRadius), cell: cellOf(byId.get(id)?.from) })),
    ...[...shape.words, ...shape.more].map((text) => ({ box: lineBox(text), cell: around(lineBox(text)) })),
  ];
}

const size = fc.integer({ min: 3, max: 6 });
const drawn = fc.record({ rows: size, columns: size }).chain(({ rows, columns }) => {
  const cell = fc.record({
    likelihood: fc.integer({ min: 0, max: rows - 1 }),
    impact: fc.integer({ min: 0, max: columns - 1 }),
  });
  const marks = fc.array(
    fc.record({
      cell,
      named: fc.boolean(),
      from: fc.option(cell, { nil: null }),
      number: fc.integer({ min: 1, max: 99_999 }),
    }),
    { maxLength: 90 },
  );
  return fc.record({
    ...{ rows: fc.constant(rows), columns: fc.constant(columns), marks },
    words: fc.array(fc.record({ cell, text: fc.constantFrom("low", "beyond appetite", "almost certain") }), {
      maxLength: 4,
    }),
    width: fc.integer({ min: 330, max: 900 }),
    height: fc.integer({ min: 300, max: 520 }),
  });
});

describe("marks on the map", () => {
  test("none overlaps another or leaves its cell, and each is drawn or counted", () => {
    fc.assert(
      fc.property(drawn, ({ rows, columns, marks: given, words, width, height }) => {
        const marks = given.map(({ cell, named, from, number }, at) =>
          mark(`m${at}`, cell, { named, from, label: String(number) }),
        );
        const single = words.filter(
          ({ cell }, at) =>
            words.findIndex((each) => each.cell.likelihood === cell.likelihood && each.cell.impact === cell.impact) ===
            at,
        );
        const input = grid(rows, columns, {
          marks,
          words: single.map(({ cell, text }) => ({ ...cell, text, strong: false })),
        });
        const shape = heatShape(input, { width, height, font: FONT });
        const things = thingsOf(shape, marks);
        for (const [at, { box, cell }] of things.entries()) {
          expect(cell && within(box, cell), `thing ${at} in its cell`).toBe(true);
          for (const other of things.slice(at + 1))
            if (other.cell === cell) expect(apart(box, other.box), "two things apart").toBe(true);
        }
        const counted = shape.more.reduce((sum, { text }) => sum + Number(text.slice(1)), 0);
        expect(shape.pills.length + shape.dots.length + counted).toBe(marks.length);
      }),
      { numRuns: 150 },
    );
  });

  test("the gravest get their names first; the others are dots", () => {
    const marks = Array.from({ length: 22 }, (_, at) => mark(String(10 + at), { likelihood: 3, impact: 4 }));
    const shape = heatShape(grid(5, 5, { marks }), frame);
    const named = shape.pills.map(({ id }) => id);
    expect(named.length).toBeGreaterThan(1);
    expect(named).toEqual(marks.slice(0, named.length).map(({ id }) => id));
    expect(shape.pills.length + shape.dots.length).toBe(22);
  });

  test("a moved one has a ring where it stood and an arrow that ends at its edge", () => {
    const moved = mark("31", { likelihood: 3, impact: 4 }, { from: { likelihood: 2, impact: 4 } });
    const shape = heatShape(grid(5, 5, { marks: [moved] }), frame);
    const [pill] = shape.pills;
    const [move] = shape.moves;
    if (!pill || !move) throw new RangeError("nothing drawn");
    expect(cellAt(shape, move.ring.x, move.ring.y)).toEqual({ likelihood: 2, impact: 4 });
    const [, fromY, toX, toY] = move.arrow;
    expect(fromY).toBeLessThan(move.ring.y);
    expect(toY).toBeCloseTo(pill.y + pill.height, 6);
    expect(toX).toBeGreaterThanOrEqual(pill.x);
    expect(toX).toBeLessThanOrEqual(pill.x + pill.width);
  });

  test("a crowded cell shows its count and the worst that fit", () => {
    const marks = Array.from({ length: 5 }, (_, at) => mark(String(100 + at), { likelihood: 0, impact: 0 }));
    const counts = [
      [412, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    const shape = heatShape(grid(3, 3, { marks, counts }), frame);
    expect(shape.more.map(({ text }) => text)).toEqual(["412"]);
    expect(shape.pills.length).toBe(5);
    expect(shape.dots).toEqual([]);
  });

  test("a pointer finds the mark it is on, and the cell", () => {
    const marks = [mark("7", { likelihood: 1, impact: 2 }), mark("8", { likelihood: 1, impact: 2 }, { named: false })];
    const shape = heatShape(grid(4, 6, { marks }), frame);
    const [pill, dot] = [shape.pills[0], shape.dots[0]];
    if (!pill || !dot) throw new RangeError("nothing drawn");
    expect(markAt(shape, pill.x + 3, pill.y + 3)).toBe("7");
    expect(markAt(shape, dot.x + 2, dot.y)).toBe("8");
    expect(markAt(shape, 2, 2)).toBeNull();
    expect(cellAt(shape, 2, 2)).toBeNull();
  });
});

describe("the grid", () => {
  test("the line runs once around what is beyond", () => {
    const beyond = none(3, 3);
    for (const [likelihood, impact] of [
      [2, 1],
      [2, 2],
      [1, 2],
    ] as const) {
      const row = beyond[likelihood];
      if (row) row[impact] = true;
    }
    const shape = heatShape(grid(3, 3, { beyond }), frame);
    expect(shape.line.match(/M/g)).toHaveLength(4);
    expect(heatShape(grid(3, 3), frame).line).toBe("");
  });
  test.each([
    [3, 3],
    [4, 6],
    [6, 4],
    [6, 6],
  ])("%i by %i fills its frame, rare at the bottom", (rows, columns) => {
    const shape = heatShape(grid(rows, columns), frame);
    expect(shape.cells).toHaveLength(rows * columns);
    const [first, last] = [shape.cells[0], shape.cells.at(-1)];
    expect(first?.y).toBeGreaterThan(last?.y ?? 0);
    expect(first?.x).toBeLessThan(last?.x ?? 0);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(frame.width);
    for (const { y } of shape.columns) expect(y).toBeLessThanOrEqual(frame.height);
    for (const { text, x } of shape.rows) expect(x - textWidth(text, FONT)).toBeGreaterThanOrEqual(-0.01);
  });
});
