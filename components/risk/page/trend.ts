import { linearScale, linePath, type Point } from "@/components/chart/geometry";
import type { AssessmentData } from "@/components/risk/shape";

export type TrendMark = { id: string; x: number; y: number; score: number; automatic: boolean; isLast: boolean };
export type TrendShape = {
  path: string;
  marks: TrendMark[];
  /** Where another matrix version took over: scores left and right of it are not comparable. */
  breaks: number[];
  target: { y: number; score: number } | null;
  ticks: { y: number; value: number }[];
};

const INSET = { left: 24, right: 34, top: 10, bottom: 6 };

/** The residual as steps over time, from 0 to the largest score of the matrix; assessments come newest first. */
export function trendShape(
  assessments: readonly AssessmentData[],
  { until, highest, width, height }: { until: number; highest: number; width: number; height: number },
): TrendShape {
  const residuals = assessments.filter(({ kind }) => kind === "residual").toReversed();
  const times = residuals.map(({ at }) => at.getTime());
  const first = times[0] ?? until;
  const x = linearScale([first, until > first ? until : first + 1], [INSET.left, width - INSET.right]);
  const y = linearScale([0, highest], [height - INSET.bottom, INSET.top]);
  const steps = residuals.flatMap(({ score }, index): Point[] => [
    { at: times[index] ?? first, value: score },
    { at: times[index + 1] ?? Math.max(until, first + 1), value: score },
  ]);
  const target = assessments.find(({ kind }) => kind === "target");
  return {
    path: linePath(steps, x, y),
    marks: residuals.map(({ id, score, automatic }, index) => ({
      ...{ id, score, automatic, isLast: index === residuals.length - 1 },
      ...{ x: x(times[index] ?? first), y: y(score) },
    })),
    breaks: residuals.flatMap(({ matrixVersionId }, index) =>
      index > 0 && residuals[index - 1]?.matrixVersionId !== matrixVersionId ? [x(times[index] ?? first)] : [],
    ),
    target: target ? { y: y(target.score), score: target.score } : null,
    ticks: [0, highest].map((value) => ({ y: y(value), value })),
  };
}

/** "Two assessments of the residual: 12, then 20." */
export function trendWords(assessments: readonly AssessmentData[]): string {
  const scores = assessments
    .filter(({ kind }) => kind === "residual")
    .map(({ score }) => score)
    .toReversed();
  if (scores.length === 0) return "The residual is not assessed yet.";
  const last = scores.slice(-6);
  return `Residual score ${scores.length > last.length ? "lately " : ""}${last.join(", then ")}.`;
}
