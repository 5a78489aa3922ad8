/** A straight rise from 0 to 1 between two days, counted from the day the sample was made. */
export type Ramp = { from: number; to: number };

export type ModelStory = {
  name: string;
  /** What a row is. */
  inputs: readonly string[];
  /** How the world makes a true case: logit = intercept + weights · inputs. */
  truth: { intercept: number; weights: readonly number[] };
  /** The world after concept drift: the same inputs mean something else. */
  drifted: { intercept: number; weights: readonly number[] };
  /** Mean of each input after covariate shift, in standard deviations. */
  shift: readonly number[];
  covariate: Ramp | null;
  concept: Ramp | null;
  /** Each version knows the first `inputs` inputs and was trained on `rows` cases. */
  versions: readonly { label: string; fromDay: number; inputs: number; rows: number }[];
  /** Recall the threshold is set to on the reference population. */
  targetRecall: number;
  casesADay: number;
  /** Median and spread (log scale) of the time to a score, in seconds. */
  latency: { median: number; spread: number };
  faults: Faults;
};

/** What goes wrong with the figures themselves, by day. */
export type Faults = {
  /** Batches that never ran. */
  missing: readonly number[];
  /** Batches that arrive only after the sample was made, so many days of story late. */
  late: { days: readonly number[]; byDays: number } | null;
  /** Days whose input drift came out as NaN. */
  nan: readonly number[];
  /** A recall that was wrong at first and corrected later. */
  restated: { day: number; firstValue: number; byDays: number } | null;
};

const NO_FAULTS: Faults = { missing: [], late: null, nan: [], restated: null };

/** How far back the labels of the sample reach when it is made; they then arrive at the set speed. */
export const LABELS_BEHIND_DAYS = 21;

/** Days are counted from the day the sample was made: -30 is a month before. */
export const STORIES: readonly ModelStory[] = [
  {
    name: "Sepsis early warning",
    inputs: ["lactate", "heart rate", "temperature", "white cells", "blood pressure", "age"],
    truth: { intercept: -4.1, weights: [1.7, 1.25, 0.9, 0.7, 0.45, 0.35] },
    drifted: { intercept: -3.1, weights: [0.35, 0.4, 0.95, 0.9, 0.9, 0.6] },
    shift: [0.1, 0.05, 0.42, 0.1, 0, 0],
    covariate: { from: -70, to: -40 },
    concept: { from: -14, to: -9 },
    versions: [
      { label: "6", fromDay: -100_000, inputs: 5, rows: 4000 },
      { label: "7", fromDay: -256, inputs: 6, rows: 8000 },
    ],
    targetRecall: 0.865,
    casesADay: 600,
    latency: { median: 0.85, spread: 0.45 },
    faults: NO_FAULTS,
  },
  {
    name: "No-show forecast",
    inputs: ["earlier misses", "days ahead", "distance", "age", "hour"],
    truth: { intercept: -2.6, weights: [1.5, 0.9, 0.6, -0.4, 0.25] },
    drifted: { intercept: -1.6, weights: [0.1, 0.2, 0.2, 0.5, 0.8] },
    shift: [0, 0, 0, 0, 0],
    covariate: null,
    concept: null,
    versions: [
      { label: "11", fromDay: -100_000, inputs: 4, rows: 4000 },
      { label: "12", fromDay: -122, inputs: 5, rows: 8000 },
    ],
    targetRecall: 0.8,
    casesADay: 420,
    latency: { median: 0.12, spread: 0.3 },
    faults: NO_FAULTS,
  },
  {
    name: "Denial prediction",
    inputs: ["payer history", "missing codes", "amount", "authorisation", "place"],
    truth: { intercept: -3.0, weights: [1.4, 1.1, 0.8, -0.6, 0.3] },
    drifted: { intercept: -2.0, weights: [0.2, 0.1, 0.2, 0.4, 0.8] },
    shift: [0, 0, 0, 0, 0],
    covariate: null,
    concept: null,
    versions: [{ label: "3", fromDay: -100_000, inputs: 5, rows: 6000 }],
    targetRecall: 0.78,
    casesADay: 380,
    latency: { median: 0.4, spread: 0.5 },
    faults: {
      missing: [-143, -142, -64, -63, -62],
      late: { days: [-3, -2, -1], byDays: 9 },
      nan: [-31, -97],
      restated: { day: -26, firstValue: 0.41, byDays: 4 },
    },
  },
];

/** Share of a change that has happened on a day, 0 to 1. */
export function progress(ramp: Ramp | null, day: number): number {
  if (ramp === null) return 0;
  return Math.min(1, Math.max(0, (day - ramp.from) / (ramp.to - ramp.from)));
}
