import { type Figure, isDefined } from "@/domain/metric/figure";
import { dateOf, labelledDay, measuredDay, type StoryClock, storyDays } from "@/server/sample-model/clock";
import type { DayFigures, Scorer } from "@/server/sample-model/figures";

type Measure = {
  name: string;
  help: string;
  unit?: string;
  labels: string;
  needsLabels: boolean;
  of: (figures: DayFigures) => Figure;
};

const MEASURES: readonly Measure[] = [
  {
    name: "model_recall_ratio",
    help: "Recall: share of true cases that were found, seven days",
    unit: "ratio",
    labels: 'window="7d"',
    needsLabels: true,
    of: (figures) => figures.recall,
  },
  {
    name: "model_precision_ratio",
    help: "Precision: share of alerts that were right, seven days",
    unit: "ratio",
    labels: 'window="7d"',
    needsLabels: true,
    of: (figures) => figures.precision,
  },
  {
    name: "model_auc",
    help: "AUC: area under the ROC curve, seven days",
    labels: 'window="7d"',
    needsLabels: true,
    of: (figures) => figures.auc,
  },
  {
    name: "model_input_psi",
    help: "Input drift, PSI: the input that moved most, seven days against the reference, half a case added to each bin",
    labels: 'window="7d"',
    needsLabels: false,
    of: (figures) => figures.inputPsi,
  },
  {
    name: "model_score_psi",
    help: "Score drift, PSI: seven days against the reference, half a case added to each bin",
    labels: 'window="7d"',
    needsLabels: false,
    of: (figures) => figures.scorePsi,
  },
  {
    name: "model_predictions",
    help: "Predictions a day: cases that were scored",
    labels: 'window="1d"',
    needsLabels: false,
    of: (figures) => figures.predictions,
  },
  {
    name: "model_latency_seconds",
    help: "Latency, 95th percentile: time to a score",
    unit: "seconds",
    labels: 'window="1d",quantile="0.95"',
    needsLabels: false,
    of: (figures) => figures.latency,
  },
];

export type Sample = { measure: Measure; model: string; version: string; day: number; value: number };

/** What drifts because somebody asked for it: from this day of the story on. */
export type Forced = ReadonlyMap<string, number>;

/** A value as the service would have served it at an instant; null when the day was not (yet) there. */
function valueAt(scorer: Scorer, measure: Measure, day: number, told: number, isForced: boolean): Figure | null {
  const { faults } = scorer.story;
  if (faults.missing.includes(day)) return null;
  if (faults.late?.days.includes(day) && told < faults.late.byDays) return null;
  if (measure.name === "model_input_psi" && faults.nan.includes(day)) return Number.NaN;
  const { restated } = faults;
  if (measure.name === "model_recall_ratio" && restated?.day === day && told < restated.byDays)
    return restated.firstValue;
  return measure.of(scorer.figures(day, isForced));
}

/** All samples of days `from` to the last one known at `now`, one measure after the other, days ascending. */
export function samplesAt(
  scorers: readonly Scorer[],
  clock: StoryClock,
  now: Date,
  from: number,
  forced: Forced = new Map(),
): Sample[] {
  const told = storyDays(clock, now);
  const last = { labelled: labelledDay(clock, now), measured: measuredDay(clock, now) };
  return MEASURES.flatMap((measure) =>
    scorers.flatMap((scorer) => {
      const samples: Sample[] = [];
      for (let day = from; day <= (measure.needsLabels ? last.labelled : last.measured); day += 1) {
        const model = scorer.story.name;
        const value = valueAt(scorer, measure, day, told, day >= (forced.get(model) ?? Number.POSITIVE_INFINITY));
        if (value === null) continue;
        const { version } = scorer.figures(day);
        samples.push({ measure, model, version, day, value: isDefined(value) ? value : Number.NaN });
      }
      return samples;
    }),
  );
}

const number = (value: number): string => (Number.isFinite(value) ? String(value) : "NaN");

/** Samples as OpenMetrics text. They must be grouped by measure, as `samplesAt` gives them. */
export function pageOf(samples: readonly Sample[], clock: StoryClock): string {
  const lines: string[] = [];
  let current: Measure | null = null;
  for (const { measure, model, version, day, value } of samples) {
    if (measure !== current) {
      lines.push(`# TYPE ${measure.name} gauge`);
      if (measure.unit) lines.push(`# UNIT ${measure.name} ${measure.unit}`);
      lines.push(`# HELP ${measure.name} ${measure.help}`);
      current = measure;
    }
    const labels = `model="${model}",version="${version}",${measure.labels}`;
    lines.push(`${measure.name}{${labels}} ${number(value)} ${dateOf(clock, day).getTime() / 1000}`);
  }
  return `${lines.join("\n")}${lines.length > 0 ? "\n" : ""}# EOF\n`;
}
