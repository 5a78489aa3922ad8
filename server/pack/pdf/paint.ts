import { runsOf, widthAtOne } from "./font";
import type { Mark, Paint } from "./mark";

/** The part of react-pdf's painter that is used; the package types it as any. */
type Painter = {
  save(): Painter;
  restore(): Painter;
  translate(x: number, y: number): Painter;
  font(font: unknown, key: string): Painter;
  fontSize(size: number): Painter;
  fillColor(color: string): Painter;
  strokeColor(color: string): Painter;
  lineWidth(width: number): Painter;
  lineCap(cap: "butt" | "round"): Painter;
  lineJoin(join: "miter" | "round"): Painter;
  dash(length: number, options: { space: number }): Painter;
  path(d: string): Painter;
  rect(x: number, y: number, width: number, height: number): Painter;
  circle(x: number, y: number, radius: number): Painter;
  fill(): Painter;
  stroke(): Painter;
  fillAndStroke(): Painter;
  text(text: string, x: number, y: number, options: object): Painter;
};

/** Draws a page. Marks stand in absolute points, later ones above earlier ones. */
export function paint(painter: Painter, marks: readonly Mark[]): null {
  for (const mark of marks) {
    if (mark.kind === "text") paintText(painter, mark);
    else paintShape(painter, mark);
  }
  return null;
}

function paintText(painter: Painter, { x, baseline, text, style }: Extract<Mark, { kind: "text" }>): void {
  const { face, size, color, tabular = false } = style;
  painter.fontSize(size).fillColor(color);
  let left = x;
  for (const run of runsOf(text, face)) {
    const options = { lineBreak: false, baseline: "alphabetic", ...(tabular ? { features: ["tnum"] } : {}) };
    painter.font(run.font.file, run.font.key).text(run.text, left, baseline, options);
    left += widthAtOne(run.text, face, tabular) * size;
  }
}

function paintShape(painter: Painter, mark: Exclude<Mark, { kind: "text" }>): void {
  painter.save();
  setPaint(painter, mark.paint);
  switch (mark.kind) {
    case "path":
      painter.translate(mark.x, mark.y).path(mark.d);
      break;
    case "rect":
      painter.rect(mark.x, mark.y, mark.width, mark.height);
      break;
    case "disc":
      painter.circle(mark.x, mark.y, mark.radius);
      break;
  }
  const { fill, stroke } = mark.paint;
  if (fill && stroke) painter.fillAndStroke();
  else if (stroke) painter.stroke();
  else painter.fill();
  painter.restore();
}

function setPaint(painter: Painter, { fill, stroke, width, dash, round }: Paint): void {
  if (fill) painter.fillColor(fill);
  if (stroke) painter.strokeColor(stroke).lineWidth(width ?? 0.75);
  if (dash) painter.dash(dash[0], { space: dash[1] });
  if (round) painter.lineCap("round").lineJoin("round");
}
