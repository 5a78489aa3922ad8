import type { HeatShape } from "@/components/risk/heat-map/heat-grid";
import { heatShape } from "@/components/risk/heat-map/heat-shape";
import { shortCode } from "@/components/risk/heat-map/heat-view";
import type { Severity } from "@/domain/risk/severity";
import type { PackRisks } from "../risk-section";
import { measure } from "./flow";
import { disc, type Mark, path, rule, text, textCentred, textEnding } from "./mark";
import { COLOR, type Color, FLOOR, inColor, STYLE } from "./style";

export const MAP_HEIGHT = 205;
const FONT = FLOOR;
/** Named on the map beside those that are new, moved or red. */
const NAMED = 12;
const TINT: Partial<Record<Severity, Color>> = {
  red: COLOR.badWash,
  amber: COLOR.watchWash,
  yellow: COLOR.fairWash,
};

export const at = (value: number): string => String(Math.round(value * 100) / 100 + 0);
export const outlineOf = (x: number, y: number, width: number, height: number): string =>
  `M${at(x)} ${at(y)}h${at(width)}v${at(height)}h${at(-width)}Z`;
const pill = (x: number, y: number, width: number, height: number): string => {
  const r = height / 2;
  return `M${at(x + r)} ${at(y)}h${at(width - height)}a${at(r)} ${at(r)} 0 0 1 0 ${at(height)}h${at(height - width)}a${at(r)} ${at(r)} 0 0 1 0 ${at(-height)}Z`;
};

/** The map of the page: the same geometry as on screen, moved to its place. */
export function mapMarks({ matrix, marks, counts }: PackRisks, area: { x: number; y: number; width: number }): Mark[] {
  let plain = 0;
  const shape = heatShape(
    {
      ...{ likelihoods: matrix.likelihoods, impacts: matrix.impacts, beyond: matrix.beyond, counts },
      words: topWords(matrix.beyond),
      marks: marks.map(({ id, code, severity, isNew, from, likelihood, impact }) => {
        const outstanding = isNew || from !== null || severity === "red";
        if (!outstanding) plain += 1;
        return {
          id,
          label: shortCode(code),
          named: outstanding || plain <= NAMED || counts !== null,
          from,
          likelihood,
          impact,
        };
      }),
    },
    { width: area.width, height: MAP_HEIGHT, font: FONT, measure: (words) => measure(words, STYLE.axis) },
  );
  const { x, y } = area;
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  return [
    ...shape.cells.flatMap((cell) => {
      const tint = TINT[matrix.severities[cell.likelihood]?.[cell.impact] ?? "green"];
      const outline = outlineOf(cell.x, cell.y, cell.width, cell.height);
      return [path(x, y, outline, { ...(tint ? { fill: tint } : {}), stroke: COLOR.rule, width: 0.5 })];
    }),
    ...(shape.line ? [path(x, y, shape.line, { stroke: COLOR.ink, width: 1.1 })] : []),
    ...shape.words.map((word) =>
      text(x + word.x, y + word.y, word.text, word.strong ? STYLE.footStrong : inColor(STYLE.axis, COLOR.ink)),
    ),
    ...shape.rows.map((line) =>
      textEnding(x + line.x, y + line.y, line.text, line.quiet ? STYLE.axis : inColor(STYLE.axis, COLOR.ink)),
    ),
    ...shape.columns.map((line) =>
      textCentred(x + line.x, y + line.y, line.text, line.quiet ? STYLE.axis : inColor(STYLE.axis, COLOR.ink)),
    ),
    ...shape.dots.map((dot) => disc(x + dot.x, y + dot.y, shape.dotRadius, { fill: COLOR.ink3 })),
    ...shape.more.map((more) => text(x + more.x, y + more.y, more.text, STYLE.axis)),
    ...shape.moves.flatMap((move) => moveMarks(move, shape.ringRadius, byId.get(move.id)?.severity === "red", area)),
    ...shape.pills.flatMap((each) => {
      const mark = byId.get(each.id);
      const red = mark?.severity === "red";
      const outline = red
        ? outlineOf(each.x, each.y, each.width, each.height)
        : pill(each.x, each.y, each.width, each.height);
      const dash = mark?.isNew && !red ? { dash: [2, 1.6] as const } : {};
      return [
        path(x, y, outline, red ? { fill: COLOR.bad } : { fill: "#ffffff", stroke: COLOR.ink, width: 0.8, ...dash }),
        textCentred(
          x + each.x + each.width / 2,
          y + each.y + each.height / 2 + FONT * 0.36,
          each.label,
          inColor(STYLE.footStrong, red ? COLOR.wash : COLOR.ink),
        ),
      ];
    }),
  ];
}

function moveMarks(
  { ring, arrow: [x1, y1, x2, y2] }: HeatShape["moves"][number],
  radius: number,
  red: boolean,
  { x, y }: { x: number; y: number },
): Mark[] {
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / long, (y2 - y1) / long];
  const [bx, by] = [x2 - ux * 4.4, y2 - uy * 4.4];
  const color = red ? COLOR.bad : COLOR.ink;
  return [
    disc(x + ring.x, y + ring.y, radius, { fill: "#ffffff", stroke: color, width: 0.8 }),
    path(x, y, `M${at(x1)} ${at(y1)}L${at(bx)} ${at(by)}`, { stroke: color, width: 0.8 }),
    path(
      x,
      y,
      `M${at(x2)} ${at(y2)}L${at(bx - uy * 2.1)} ${at(by + ux * 2.1)}L${at(bx + uy * 2.1)} ${at(by - ux * 2.1)}Z`,
      { fill: color },
    ),
  ];
}

function topWords(beyond: PackRisks["matrix"]["beyond"]) {
  const likelihood = beyond.length - 1;
  const impact = beyond[likelihood]?.indexOf(true) ?? -1;
  return impact < 0 ? [] : [{ likelihood, impact, text: "beyond appetite", strong: true }];
}

/** What the marks mean, in one line. */
export function legendMarks({ marks, counts }: PackRisks, x: number, y: number): Mark[] {
  const others = counts ? "all in a cell" : "another risk";
  const entries: { words: string; wide: number; draw: (left: number) => Mark[] }[] = [
    { words: "red", wide: 5.4, draw: (left) => [path(left, y - 5.4, outlineOf(0, 0, 5.4, 5.4), { fill: COLOR.bad })] },
    { words: "appetite", wide: 12, draw: (left) => [rule(left, y - 2.7, 12, COLOR.ink, 1.1)] },
    ...(marks.some(({ from }) => from)
      ? [
          {
            words: "moved",
            wide: 12,
            draw: (left: number) => [
              disc(left + 2.4, y - 2.7, 2.2, { stroke: COLOR.ink, width: 0.8 }),
              rule(left + 4.8, y - 2.7, 7.2, COLOR.ink, 0.8),
            ],
          },
        ]
      : []),
    ...(marks.some(({ isNew }) => isNew)
      ? [
          {
            words: "new",
            wide: 14,
            draw: (left: number) => [
              path(left, y - 6.4, pill(0, 0, 14, 7.4), { stroke: COLOR.ink, width: 0.8, dash: [2, 1.6] }),
            ],
          },
        ]
      : []),
    {
      words: others,
      wide: counts ? 9 : 4.6,
      draw: (left) =>
        counts ? [text(left, y, "12", STYLE.axis)] : [disc(left + 3, y - 2.7, 1.6, { fill: COLOR.ink3 })],
    },
  ];
  let left = x;
  return entries.flatMap(({ words, wide, draw }) => {
    const marksOf = [...draw(left), text(left + wide + 4, y, words, STYLE.note)];
    left += wide + 4 + measure(words, STYLE.note) + 14;
    return marksOf;
  });
}
