import { clsx } from "clsx";
import { Sparkline } from "@/components/chart/sparkline";
import { chartLimits } from "@/components/model/chart-data";
import type { RiskCourse } from "@/components/risk/register/shape";
import { ABSENT } from "@/components/ui/format";
import { STATUS_TEXT, StatusGlyph, type StatusKind } from "@/components/ui/status";
import { limitText } from "@/domain/metric/rule-text";
import { figureWords } from "@/domain/model/meaning";
import { counted } from "@/domain/shared/sentence";

const SIZE = { width: 58, height: 18 };
const LEVEL: Record<NonNullable<RiskCourse["level"]>, StatusKind> = {
  critical: "bad",
  warning: "watch",
  no_data: "stale",
};

const statusOf = ({ level }: RiskCourse): StatusKind => (level ? LEVEL[level] : "good");

function nowOf({ points, unit }: RiskCourse): string {
  const value = points.at(-1)?.[1];
  return value === undefined ? "no data" : Number.isNaN(value) ? "not a number" : figureWords(value, unit);
}

/** "Input drift, PSI" as "input drift, PSI": an abbreviation keeps its capitals. */
const nameInText = (label: string): string => label.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase());

/** The measure in words: "Sepsis model, recall, 90 days: 0.66, limit 0.78; raises the likelihood by one step". */
export function signalText(course: RiskCourse | undefined): string {
  if (!course) return "";
  const limit = course.critical ?? course.warning;
  const held = limit === null ? "" : `, limit ${limitText(limit, course.unit)}`;
  const raised = course.raisedSteps > 0 ? `; raises the likelihood by ${counted(course.raisedSteps, "step")}` : "";
  return `${course.modelName}, ${course.label}, 90 days: ${nowOf(course)}${held}${raised}`;
}

/** The last 90 days of the measure that moves a risk, and where it stands. */
export function Signal({ course }: { course: RiskCourse | undefined }) {
  if (!course) return <span className="text-ink-3">{ABSENT}</span>;
  const status = statusOf(course);
  return (
    <span className="flex items-center gap-2.5">
      {course.points.length > 1 ? (
        <Sparkline
          points={course.points.map(([at, value]) => ({ at, value }))}
          limits={chartLimits(course)}
          label={signalText(course)}
          {...SIZE}
          className="shrink-0"
        />
      ) : null}
      <span className={clsx("flex min-w-0 items-baseline gap-1.5", STATUS_TEXT[status])}>
        <StatusGlyph status={status} size={8} />
        <span className="tabular min-w-0 whitespace-normal font-medium">
          {nameInText(course.label)} {nowOf(course)}
        </span>
      </span>
    </span>
  );
}
