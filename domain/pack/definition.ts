import { QUIET_DAYS } from "../initiative/attention";
import { INITIATIVE_WORDS, MODEL_WORDS } from "./standing";

/** What the words of a pack mean: the rules they are computed by, in plain words. */
export const DEFINITIONS: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: "Active initiatives",
    meaning:
      "Every initiative that is neither archived nor retired. Restricted ones are never part of a pack; how many there are is said beside the count.",
  },
  {
    term: INITIATIVE_WORDS.bad,
    meaning: "A live model it depends on is critical, or its target date is past and it has not reached production.",
  },
  {
    term: INITIATIVE_WORDS.stale,
    meaning: `A live model it depends on sends no data, or nothing was recorded about it for more than ${QUIET_DAYS} days. Old data is never shown as good.`,
  },
  {
    term: INITIATIVE_WORDS.watch,
    meaning: "A live model it depends on is in warning, or nobody is named as its owner.",
  },
  { term: INITIATIVE_WORDS.good, meaning: "None of the reasons above holds. The worst reason decides." },
  {
    term: "Stage",
    meaning: "The stage that was recorded last; a move forward is to a later stage, a move back to an earlier one.",
  },
  { term: "Tier", meaning: "1 carries the most consequence, 3 the least; a dash is unrated." },
  {
    term: MODEL_WORDS.critical,
    meaning:
      "The measure was at or past its critical limit for as many windows in a row as its rule names, and has not cleared since.",
  },
  { term: MODEL_WORDS.warning, meaning: "The same for the warning limit." },
  { term: MODEL_WORDS.no_data, meaning: "No valid value arrived for as many windows in a row as its rule names." },
  { term: MODEL_WORDS.inside, meaning: "A rule watches the model and no alert is open." },
  { term: MODEL_WORDS.not_measured, meaning: "The model is live and no rule watches it yet." },
  {
    term: "Trend",
    meaning:
      "The last value received in each slice of the period, each as it was known at the as-of instant; a gap is a value that was no number.",
  },
  {
    term: "Then and now",
    meaning: "The same count at the earlier date and at the as-of instant, both read from the record.",
  },
  {
    term: "What was edited",
    meaning:
      "A field once, from its first value in the period to its last, with the latest author and reason; texts that describe, and what was set back, are only counted.",
  },
];
