import { scaleLinear } from "d3-scale";
import { MODEL_WORDS } from "@/domain/pack/standing";
import { formatMeasure, formatNumber, formatShortDay } from "@/domain/shared/figure";
import type { MeasuredModel } from "../data";
import { measure, wrap } from "./flow";
import { glyph } from "./glyph";
import { type Mark, path, rule, text, textCentred, textEnding, textLines, verticalRule } from "./mark";
import { MODEL_GLYPH, stateColor } from "./model-state";
import { type Box, breachWash, extentOf, limitMark, pointsOf, seriesMarks, timeScale, valueScale } from "./series";
import { COLOR, inColor, STYLE } from "./style";

export const MULTIPLE_HEIGHT = 160;
const AXIS_WIDTH = 30;
const VALUE_WIDTH = 34;

/** One model's measure over the period: line with its limits, versions from above, its meaning in words below. */
export function smallMultiple(
  model: MeasuredModel,
  period: { readonly from: number; readonly to: number },
  frame: Box,
  timeZone: string,
): Mark[] {
  const plot = { x: frame.x + AXIS_WIDTH, y: frame.y + 40, width: frame.width - AXIS_WIDTH - VALUE_WIDTH, height: 74 };
  const x = timeScale(period.from, period.to, plot);
  const points = pointsOf(model);
  const limits = [model.critical, model.warning];
  const y = valueScale(points, limits, plot);
  const meaning = wrap(model.meaning, STYLE.meaning, frame.width, 2);
  return [
    ...heading(model, frame),
    ...breachWash(model, plot, x, y),
    ...gridlines(model, plot, y),
    ...versionTicks(model, period, plot, x),
    ...(model.critical === null ? [] : [limitMark(model.critical, "critical", plot, y)]),
    ...(model.warning === null ? [] : [limitMark(model.warning, "warning", plot, y)]),
    ...seriesMarks(model, x, y, 1.1),
    ...(points.length === 0
      ? [textCentred(plot.x + plot.width / 2, plot.y + 40, "no point received", STYLE.note)]
      : []),
    ...endLabels(model, plot, y),
    ...timeAxis(period, plot, x, timeZone),
    ...textLines(frame.x, frame.y + 138, meaning, STYLE.meaning),
  ];
}

function heading(model: MeasuredModel, { x, y, width }: Box): Mark[] {
  const state = MODEL_WORDS[model.state];
  const stateWidth = measure(state, STYLE.strong);
  const room = width - stateWidth - 22;
  const [name = ""] = wrap(model.name, STYLE.section, room, 1);
  const nameWidth = measure(name, STYLE.section);
  const [version = ""] = model.version ? wrap(model.version, STYLE.quiet, Math.max(0, room - nameWidth - 4), 1) : [];
  const unit = [model.measure, model.unit ?? ""].filter(Boolean).join(", ");
  const [measureLine = ""] = wrap(unit, STYLE.note, width, 1);
  return [
    rule(x, y, width, COLOR.ink, 0.75),
    text(x, y + 13.2, name, STYLE.section),
    ...(version ? [text(x + nameWidth + 4, y + 13.2, version, STYLE.quiet)] : []),
    ...glyph(MODEL_GLYPH[model.state], x + width - stateWidth - 7, y + 10.3),
    textEnding(x + width, y + 13.2, state, inColor(STYLE.strong, stateColor(model.state))),
    text(x, y + 25, measureLine, STYLE.note),
  ];
}

function gridlines(model: MeasuredModel, plot: Box, y: (value: number) => number): Mark[] {
  const domain = extentOf(pointsOf(model), [model.critical, model.warning]);
  const ticks = scaleLinear(domain, [0, 1]).ticks(3);
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return ticks.flatMap((tick) => [
    rule(plot.x, y(tick), plot.width, COLOR.rule2, 0.5),
    textEnding(plot.x - 5, y(tick) + 2.7, formatNumber(tick, decimals), STYLE.axis),
  ]);
}

/** A tick from above where a version went live; its label stands if it does not touch the one before. */
function versionTicks(
  { versions }: MeasuredModel,
  period: { readonly from: number; readonly to: number },
  plot: Box,
  x: (at: number) => number,
): Mark[] {
  let taken = plot.x - 1;
  return versions
    .map(({ label, at }) => ({ label, at: Date.parse(at) }))
    .filter(({ at }) => at >= period.from && at <= period.to)
    .flatMap(({ label, at }) => {
      const place = x(at);
      const width = measure(label, STYLE.axis);
      const tick = verticalRule(place, plot.y - 4, 7, COLOR.line, 0.75);
      const start = Math.min(place - width / 2, plot.x + plot.width - width);
      if (start < taken) return [tick];
      taken = start + width + 4;
      return [tick, text(start, plot.y - 6, label, STYLE.axis)];
    });
}

/** The last value and the limits at the line's end, moved apart where they would touch. */
function endLabels(model: MeasuredModel, plot: Box, y: (value: number) => number): Mark[] {
  const { decimals, now } = model;
  const wanted = [
    ...(now !== null && Number.isFinite(now)
      ? [{ at: y(now), words: formatNumber(now, decimals), style: STYLE.strong }]
      : []),
    ...[model.critical, model.warning]
      .filter((limit): limit is number => limit !== null)
      .map((limit) => ({ at: y(limit), words: formatNumber(limit, decimals), style: STYLE.axis })),
  ].sort((above, below) => above.at - below.at);
  let free = plot.y - 6;
  return wanted.map(({ at, words, style }) => {
    const baseline = Math.max(at + 2.8, free + 9);
    free = baseline;
    return text(plot.x + plot.width + 5, baseline, words, style);
  });
}

function timeAxis(
  { from, to }: { readonly from: number; readonly to: number },
  plot: Box,
  x: (at: number) => number,
  timeZone: string,
): Mark[] {
  const baseline = plot.y + plot.height + 11;
  const day = (at: number) => formatShortDay(new Date(at), timeZone);
  const middle = from + (to - from) / 2;
  return [
    path(plot.x, plot.y + plot.height, `M0 0H${plot.width}`, { stroke: COLOR.line, width: 0.6 }),
    text(x(from), baseline, day(from), STYLE.axis),
    textCentred(x(middle), baseline, day(middle), STYLE.axis),
    textEnding(x(to), baseline, day(to), STYLE.axis),
  ];
}

/** "0.66" with its unit, or that nothing is known. */
export const nowWords = ({ now, unit, decimals }: Pick<MeasuredModel, "now" | "unit" | "decimals">): string =>
  now === null ? "—" : formatMeasure(now, unit, decimals);
