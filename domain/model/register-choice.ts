export const MODEL_PAGE = 50;
/** Pages one may ask for: deeper than any organisation has models. */
export const LAST_MODEL_PAGE = 1_000;
/** Longest search, in characters. */
export const MOST_SOUGHT = 200;
export const MODEL_STATUS_CHOICES = ["development", "live", "retired", "all"] as const;
