import type { FaceName } from "./font";

/** Colours of the printed page: ink on paper. Colour means status only. */
export const COLOR = {
  ink: "#1c2126",
  ink2: "#565d64",
  ink3: "#666d73",
  line: "#8b9197",
  rule: "#d3d0c9", // one step darker than on screen: a hairline must survive a printer
  rule2: "#e5e2db",
  wash: "#f4f2ed",
  good: "#2a774f",
  fair: "#716600",
  watch: "#985607",
  bad: "#b3261e",
  stale: "#9aa0a6",
  badWash: "#f9e7e5",
  watchWash: "#faeedd",
  fairWash: "#f7f5e6",
} as const;
export type Color = (typeof COLOR)[keyof typeof COLOR];

/** Nothing on paper is set smaller, in points. */
export const FLOOR = 7.5;

/** Sizes and leading in points. `tabular` sets figures of equal width: on number cells only. */
export type Style = {
  readonly face: FaceName;
  readonly size: number;
  readonly leading: number;
  readonly color: Color;
  readonly tabular?: boolean;
};

export const STYLE = {
  headline: { face: "serif-500", size: 18.8, leading: 22.5, color: COLOR.ink },
  standfirst: { face: "serif-400", size: 10.5, leading: 14, color: COLOR.ink2 },
  conclusion: { face: "serif-400", size: 10.5, leading: 14, color: COLOR.ink },
  keyFigure: { face: "serif-500", size: 18, leading: 22, color: COLOR.ink },
  count: { face: "serif-500", size: 10.5, leading: 13, color: COLOR.ink },
  meaning: { face: "serif-400", size: 8.6, leading: 11.2, color: COLOR.ink2 },
  section: { face: "sans-600", size: 8.6, leading: 12, color: COLOR.ink },
  body: { face: "sans-400", size: 8.25, leading: 11.6, color: COLOR.ink },
  quiet: { face: "sans-400", size: 8.25, leading: 11.6, color: COLOR.ink2 },
  medium: { face: "sans-500", size: 8.25, leading: 11.6, color: COLOR.ink },
  strong: { face: "sans-600", size: 8.25, leading: 11.6, color: COLOR.ink },
  number: { face: "sans-400", size: 8.25, leading: 11.6, color: COLOR.ink, tabular: true },
  quietNumber: { face: "sans-400", size: 8.25, leading: 11.6, color: COLOR.ink2, tabular: true },
  strongNumber: { face: "sans-600", size: 8.25, leading: 11.6, color: COLOR.ink, tabular: true },
  head: { face: "sans-400", size: FLOOR, leading: 10.2, color: COLOR.ink2 },
  note: { face: "sans-400", size: FLOOR, leading: 10.2, color: COLOR.ink2 },
  axis: { face: "sans-400", size: FLOOR, leading: 10.2, color: COLOR.ink2 },
  foot: { face: "sans-400", size: FLOOR, leading: 10.2, color: COLOR.ink2 },
  footStrong: { face: "sans-600", size: FLOOR, leading: 10.2, color: COLOR.ink },
} as const satisfies Record<string, Style>;

/** The same style in another colour: words of a status, quiet or loud numbers. */
export const inColor = (style: Style, color: Color): Style => ({ ...style, color });
