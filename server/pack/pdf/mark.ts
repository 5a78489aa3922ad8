import { measure } from "./flow";
import { printable } from "./font";
import type { Color, Style } from "./style";

/**
 * What is drawn, in points from the top left corner of the page. A page is a list of marks: geometry without a
 * drawing surface, so that a test can ask whether anything is too small, clipped or on top of something else.
 */
export type Mark =
  | {
      readonly kind: "text";
      readonly x: number;
      readonly baseline: number;
      readonly text: string;
      readonly style: Style;
    }
  | { readonly kind: "path"; readonly x: number; readonly y: number; readonly d: string; readonly paint: Paint }
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly paint: Paint;
    }
  | { readonly kind: "disc"; readonly x: number; readonly y: number; readonly radius: number; readonly paint: Paint };

/** `dash` is [on, off] in points. */
export type Paint = {
  readonly fill?: Color | "#ffffff";
  readonly stroke?: Color;
  readonly width?: number;
  readonly dash?: readonly [number, number];
  readonly round?: boolean;
};

/** One line of text starting at x. */
export const text = (x: number, baseline: number, content: string, style: Style): Mark => ({
  kind: "text",
  x,
  baseline,
  text: printable(content),
  style,
});

/** One line of text ending at x. */
export const textEnding = (x: number, baseline: number, content: string, style: Style): Mark =>
  text(x - measure(content, style), baseline, content, style);

/** One line of text around x. */
export const textCentred = (x: number, baseline: number, content: string, style: Style): Mark =>
  text(x - measure(content, style) / 2, baseline, content, style);

/** Lines of text, the first on `baseline`. */
export const textLines = (x: number, baseline: number, lines: readonly string[], style: Style): Mark[] =>
  lines.map((line, index) => text(x, baseline + index * style.leading, line, style));

/** A horizontal rule. */
export const rule = (x: number, y: number, width: number, color: Color, weight = 0.6): Mark => ({
  kind: "path",
  x,
  y,
  d: `M0 0H${width}`,
  paint: { stroke: color, width: weight },
});

export const verticalRule = (x: number, y: number, height: number, color: Color, weight = 0.6): Mark => ({
  kind: "path",
  x,
  y,
  d: `M0 0V${height}`,
  paint: { stroke: color, width: weight },
});

export const rect = (x: number, y: number, width: number, height: number, paint: Paint): Mark => ({
  kind: "rect",
  x,
  y,
  width,
  height,
  paint,
});

export const path = (x: number, y: number, d: string, paint: Paint): Mark => ({ kind: "path", x, y, d, paint });

export const disc = (x: number, y: number, radius: number, paint: Paint): Mark => ({
  kind: "disc",
  x,
  y,
  radius,
  paint,
});

/** A number in a path: two decimals, so that a page has one spelling on every machine. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100 + 0);
