import { expect, test } from "vitest";
import { instantAt, limitChartShape, lineOf } from "./limit-chart-shape";
import type { LimitChartProps } from "./limit-series";

const day = (index: number) => Date.UTC(2026, 10, index);
const props: LimitChartProps = {
  name: "Recall",
  points: [0.9, 0.8, null, 0.7, 0.66].map((value, index) => ({ at: day(index + 1), value })),
  limits: [{ value: 0.78, side: "below", severity: "critical", label: "floor 0.78" }],
  format: { digits: 2 },
  where: { timeZone: "UTC" },
};
const shapeOf = (more: Partial<LimitChartProps> = {}, size = { width: 600, height: 250 }) => {
  const shape = limitChartShape({ ...props, ...more }, size);
  if (!shape) throw new Error("no plot is left");
  return shape;
};

test("the plot spans the points from end to end and the values from the domain's base to its top", () => {
  const { box, span, domain, x, y } = shapeOf();
  expect(span).toEqual([day(1), day(5)]);
  expect([x(day(1)), x(day(5))]).toEqual([box.x, box.x + box.width]);
  expect([y(domain[0]), y(domain[1])]).toEqual([box.y + box.height, box.y]);
  expect(x(day(3))).toBeCloseTo(box.x + box.width / 2, 9);
  expect(box.x + box.width).toBeLessThan(600); // room for the limit's name
});

test("a date that would touch the last one is left out; the last one is always named", () => {
  const { dates } = shapeOf();
  expect(dates.map(({ text }) => text)).toEqual(["1 Nov", "2 Nov", "3 Nov", "4 Nov", "5 Nov"]);
  expect(dates.filter(({ isLast }) => isLast).map(({ at }) => at)).toEqual([day(5)]);
  const long = shapeOf({ points: [1, 2, 3].map((value, index) => ({ at: day(1 + index * 20), value })) });
  const gaps = long.dates.slice(1).map(({ x }, place) => x - (long.dates[place]?.x ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(45);
});

test("an event outside the points is not drawn, and room above is kept for those inside", () => {
  const event = (at: number) => ({ at, label: "v2" });
  expect(shapeOf({ events: [event(day(0)), event(day(9))] }).events).toEqual([]);
  const { events, box } = shapeOf({ events: [event(day(2))] });
  expect(events).toHaveLength(1);
  expect(box.y).toBe(38);
});

test("a pixel names its instant, and a missing value breaks the line", () => {
  const shape = shapeOf();
  expect(instantAt(shape, shape.x(day(4)))).toBeCloseTo(day(4), 3);
  expect(lineOf(shape.rows, "calm").map(({ value }) => value)).toEqual([0.9, 0.8, null, 0.7, null]);
});

test("nothing is drawn where no plot is left", () => {
  expect(limitChartShape(props, { width: 90, height: 250 })).toBeNull();
  expect(limitChartShape(props, { width: 600, height: 30 })).toBeNull();
});
