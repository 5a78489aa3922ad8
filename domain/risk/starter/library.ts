import { AGENCY_STARTERS } from "./agency";
import { GENERATION_STARTERS } from "./generation";
import { HEALTH_STARTERS } from "./health";
import { PREDICTION_STARTERS } from "./prediction";
import { PROGRAM_STARTERS } from "./program";
import type { Starter } from "./starter";

/** All of them. Text only: for the server and for queries, not for a page's own scripts. */
export const STARTERS: readonly Starter[] = [
  ...HEALTH_STARTERS,
  ...PREDICTION_STARTERS,
  ...GENERATION_STARTERS,
  ...AGENCY_STARTERS,
  ...PROGRAM_STARTERS,
];

export const findStarter = (id: string): Starter | undefined => STARTERS.find((starter) => starter.id === id);
