import { severityStatus } from "@/components/risk/severity";
import { StatusGlyph } from "@/components/ui/status";
import type { ScoreScale } from "@/domain/risk/score-scale";
import type { Severity } from "@/domain/risk/severity";

type Scores = {
  inherentScore: number | null;
  residualScore: number | null;
  residualSeverity: Severity | null;
  targetScore: number | null;
  tolerance: Severity | null;
};

/** The scores in words, as the cell's text. */
export function scoreWords({ inherentScore, residualScore, residualSeverity, targetScore }: Scores): string {
  if (residualScore === null) return "not assessed";
  const parts = [
    `residual ${residualScore}${residualSeverity ? `, ${residualSeverity}` : ""}`,
    inherentScore === null ? null : `inherent ${inherentScore}`,
    targetScore === null ? null : `target ${targetScore}`,
  ];
  return parts.filter(Boolean).join("; ");
}

const WIDTH = 142;
const HEIGHT = 32;
const BARE = 20; // without numbers
const INSET = 8;
const APART = 13; // of two numbers

/** From inherent to residual to target on the matrix's own scale, with the limit of the category. */
export function ScoreTrack({
  row,
  scale,
  numbers = true,
}: {
  row: Scores;
  scale: ScoreScale;
  /** Written below the marks, where no cell beside them says the score. */
  numbers?: boolean;
}) {
  const { inherentScore, residualScore, residualSeverity, targetScore, tolerance } = row;
  if (residualScore === null) return <span className="text-ink-2">not assessed</span>;
  const x = (score: number) => INSET + ((score - 1) / Math.max(1, scale.most - 1)) * (WIDTH - 2 * INSET);
  const limit = tolerance === null ? null : scale.limits[tolerance];
  const marks = [
    { key: "target", score: targetScore },
    { key: "residual", score: residualScore },
    { key: "inherent", score: inherentScore },
  ].flatMap(({ key, score }) => (score === null ? [] : [{ key, score, x: x(score) }]));
  const status = severityStatus(residualSeverity);
  const height = numbers ? HEIGHT : BARE;
  return (
    <>
      <span className="inline-flex items-baseline gap-1.5 font-medium wide:hidden">
        <StatusGlyph status={status} label={residualSeverity ?? ""} /> {residualScore}
      </span>
      <svg
        width={WIDTH}
        height={height}
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={scoreWords(row)}
        fontSize="11"
        className="hidden overflow-visible wide:block"
      >
        <path d={`M${INSET},10H${WIDTH - INSET}`} className="stroke-rule" strokeWidth="1.5" />
        {inherentScore === null ? null : (
          <path d={`M${x(residualScore)},10H${x(inherentScore)}`} className="stroke-ink-2" strokeWidth="1.2" />
        )}
        {limit === null ? null : <path d={`M${x(limit)},3V17`} className="stroke-ink" strokeWidth="1.4" />}
        {inherentScore === null ? null : (
          <circle cx={x(inherentScore)} cy="10" r="3.6" className="fill-paper stroke-ink-2" strokeWidth="1.2" />
        )}
        {targetScore === null ? null : (
          <path d={`M${x(targetScore)},6l4,4l-4,4l-4,-4Z`} className="fill-paper stroke-ink" strokeWidth="1.2" />
        )}
        <g transform={`translate(${x(residualScore) - 4.5} 5.5)`}>
          <StatusGlyph status={status} size={9} />
        </g>
        {(numbers ? numbersApart(marks) : []).map(({ key, score, x: at }) => (
          <text
            key={key}
            x={at}
            y="29"
            textAnchor="middle"
            className={key === "residual" ? `tabular font-semibold ${TONE[status]}` : "tabular fill-ink-2"}
          >
            {score}
          </text>
        ))}
      </svg>
    </>
  );
}

const TONE = {
  bad: "fill-bad",
  watch: "fill-watch",
  fair: "fill-fair",
  good: "fill-good",
  stale: "fill-ink-2",
  none: "fill-ink",
} as const;

/** Equal scores are written once, the residual's; near ones move apart. */
export function numbersApart<Mark extends { key: string; score: number; x: number }>(marks: readonly Mark[]): Mark[] {
  const residual = marks.find(({ key }) => key === "residual");
  const once = marks.filter(({ key, score }) => key === "residual" || score !== residual?.score);
  const distinct = once.filter((mark, at) => once.findIndex(({ score }) => score === mark.score) === at);
  const sorted = [...distinct].sort((one, other) => one.x - other.x).map((mark) => ({ ...mark }));
  const middle = sorted.findIndex(({ key }) => key === "residual");
  for (let at = middle + 1; at < sorted.length; at++) {
    const [before, here] = [sorted[at - 1], sorted[at]];
    if (before && here) here.x = Math.max(here.x, before.x + APART);
  }
  for (let at = middle - 1; at >= 0; at--) {
    const [here, after] = [sorted[at], sorted[at + 1]];
    if (here && after) here.x = Math.min(here.x, after.x - APART);
  }
  return sorted;
}
