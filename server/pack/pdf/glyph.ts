import type { Standing } from "@/domain/pack/standing";
import { disc, type Mark, path, rect } from "./mark";
import { COLOR, type Color } from "./style";

/** Every status has a shape and a colour; the word stands beside it. */
export type Glyph = Standing | "fair" | "unmeasured" | "plain";

export const GLYPH_COLOR: Record<Glyph, Color> = {
  good: COLOR.good,
  fair: COLOR.fair,
  watch: COLOR.watch,
  bad: COLOR.bad,
  stale: COLOR.ink2,
  unmeasured: COLOR.ink2,
  plain: COLOR.ink2,
};

const SIDE = 5.4; // points; the shapes are sized to weigh the same

/** Disc good, half disc a class between good and watch, triangle watch, square bad, dashed ring no fresh data, short dash not yet measured. Centred on x, y. */
export function glyph(kind: Glyph, x: number, y: number, side = SIDE): Mark[] {
  const half = side / 2;
  const color = GLYPH_COLOR[kind];
  switch (kind) {
    case "good":
      return [disc(x, y, half * 1.06, { fill: color })];
    case "fair": {
      const [width, height, foot] = [half * 1.16, half * 1.56, half * 0.8];
      return [path(x, y, `M${-width} ${foot}A${width} ${height} 0 0 1 ${width} ${foot}Z`, { fill: color })];
    }
    case "watch": {
      const [width, height] = [half * 1.22, half * 1.08];
      return [path(x, y, `M0 ${-height}L${width} ${height}H${-width}Z`, { fill: color })];
    }
    case "bad":
      return [rect(x - half, y - half, side, side, { fill: color })];
    case "stale":
      return [disc(x, y, half, { stroke: COLOR.ink2, width: 0.75, dash: [1.3, 1.1] })];
    case "unmeasured":
      return [path(x, y, `M${-half} 0H${half}`, { stroke: color, width: 0.9 })];
    case "plain":
      return [disc(x, y, half * 0.9, { stroke: color, width: 0.75 })];
  }
}
