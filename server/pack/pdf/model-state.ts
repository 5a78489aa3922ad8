import type { ModelState } from "@/domain/pack/standing";
import { GLYPH_COLOR, type Glyph } from "./glyph";
import type { Color } from "./style";

/** The shape of a model's state. */
export const MODEL_GLYPH: Record<ModelState, Glyph> = {
  critical: "bad",
  warning: "watch",
  no_data: "stale",
  inside: "good",
  not_measured: "unmeasured",
};

export const stateColor = (state: ModelState): Color => GLYPH_COLOR[MODEL_GLYPH[state]];
