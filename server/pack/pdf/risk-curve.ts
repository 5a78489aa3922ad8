import { exceedanceShape } from "@/components/chart/exceedance";
import { chanceAt } from "@/components/chart/exceedance-line";
import { moneyText } from "@/domain/risk/money-text";
import { minorDigits } from "@/domain/shared/money";
import { printNumber } from "@/domain/shared/number";
import type { PackRisks } from "../risk-section";
import { disc, type Mark, path, rule, text, textCentred, textEnding } from "./mark";
import { at, outlineOf } from "./risk-map";
import { COLOR, FLOOR, STYLE } from "./style";

const FONT = FLOOR;

const UNITS = [
  { from: 2e9, by: 1e9, name: "B" },
  { from: 2e6, by: 1e6, name: "M" },
  { from: 2e3, by: 1e3, name: "k" },
];

/** The unit one chart tells its amounts in; minor units are divided by it. */
export function unitOf({ currency, exposure }: PackRisks): { divideBy: number; name: string } {
  const one = 10 ** minorDigits(currency);
  const unit = UNITS.find(({ from }) => (exposure?.now.curve.to ?? 0) / one >= from);
  return { divideBy: one * (unit?.by ?? 1), name: [currency, unit?.name].filter(Boolean).join(" ") };
}

const percent = (chance: number) => printNumber(chance, { percent: true, digits: chance > 0 && chance < 0.01 ? 1 : 0 });

/** The curve of now, thin beside it that of the earlier date, and the appetite's corner. */
export function curveMarks(
  risks: PackRisks,
  area: { x: number; y: number; width: number; height: number },
  since: string | null,
): Mark[] {
  const { exposure, currency } = risks;
  if (!exposure) return [text(area.x, area.y + 14, "No open risk states what it may cost.", STYLE.conclusion)];
  const { now, before } = exposure;
  const { divideBy } = unitOf(risks);
  const said = (minor: number) => printNumber(minor / divideBy, { digits: 1 });
  const was = before && before.p80 !== now.p80 ? `, was ${said(before.p80)}` : "";
  const shape = exceedanceShape(
    {
      line: now.curve,
      others: before ? [{ label: since ?? "", line: before.curve, style: "before" }] : [],
      marks: [
        { label: `EMV ${said(now.expected)}`, amount: now.expected },
        { label: `P80 ${said(now.p80)}${was}`, amount: now.p80 },
      ],
      corner: now.limit && {
        ...now.limit,
        words: [
          "beyond appetite:",
          `over ${percent(now.limit.chance)} beyond ${moneyText(now.limit.amount, currency)}`,
        ],
      },
      divideBy,
    },
    { width: area.width, height: area.height, font: FONT },
  );
  const { x, y } = area;
  return [
    ...(shape.corner
      ? [
          path(x, y, outlineOf(shape.corner.x, shape.corner.y, shape.corner.width, shape.corner.height), {
            fill: COLOR.badWash,
          }),
          path(
            x,
            y,
            `M${at(shape.corner.x)} ${at(shape.corner.y)}v${at(shape.corner.height)}h${at(shape.corner.width)}`,
            { stroke: COLOR.ink, width: 0.75 },
          ),
        ]
      : []),
    ...shape.yTicks.flatMap(({ at: tick, percent: value }) => [
      rule(x + shape.plot.left, y + tick, shape.plot.right - shape.plot.left, COLOR.rule2, 0.5),
      textEnding(x + shape.plot.left - 4, y + tick + 2.7, value === 100 ? percent(1) : String(value), STYLE.axis),
    ]),
    ...shape.xTicks.map(({ at: tick, value }) =>
      textCentred(x + tick, y + area.height - 3, printNumber(value, { digits: shape.xDigits }), STYLE.axis),
    ),
    ...(shape.corner?.words ?? []).map((word) =>
      text(x + word.x, y + word.y, word.text, word.strong ? STYLE.footStrong : STYLE.axis),
    ),
    ...shape.others.flatMap(({ path: line, name }) => [
      path(x, y, line, { stroke: COLOR.ink3, width: 0.7 }),
      ...(name
        ? [
            path(x, y, `M${at(name.leader[0])} ${at(name.leader[1])}L${at(name.leader[2])} ${at(name.leader[3])}`, {
              stroke: COLOR.line,
              width: 0.5,
            }),
            (name.anchor === "end" ? textEnding : text)(x + name.x, y + name.y, name.text, STYLE.axis),
          ]
        : []),
    ]),
    path(x, y, shape.path, { stroke: COLOR.ink, width: 1.3, round: true }),
    ...shape.marks.flatMap((mark, index) => {
      const amount = [now.expected, now.p80][index] ?? 0;
      return [
        disc(x + shape.x(amount), y + shape.y(chanceAt(now.curve, amount)), 2.1, { fill: COLOR.ink }),
        (mark.anchor === "end" ? textEnding : text)(x + mark.textX, y + mark.textY, mark.label, STYLE.footStrong),
      ];
    }),
  ];
}
