import { clsx } from "clsx";
import { isBreach } from "@/components/chart/geometry";
import { Sparkline } from "@/components/chart/sparkline";
import { type CourseData, type InitiativeRow, worstHealth } from "@/components/initiative/shape";
import { chartLimits } from "@/components/model/chart-data";
import { ABSENT } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { limitText } from "@/domain/metric/rule-text";
import { figureWords } from "@/domain/model/meaning";

const SIZE = { width: 50, height: 18 };

const lastOf = ({ points }: CourseData): number | null => points.at(-1)?.[1] ?? null;
const isLive = ({ models }: InitiativeRow): boolean => models.some(({ status }) => status === "live");

/** What stands there without a line, short enough for the column. */
function absent(row: InitiativeRow): string {
  if (!isLive(row)) return row.models.length > 0 ? "not live" : ABSENT;
  return worstHealth(row.models) === "no_data" ? "no data" : "no course yet";
}

const valueText = ({ unit }: CourseData, value: number): string =>
  Number.isNaN(value) ? "not a number" : figureWords(value, unit);

/** The line in words: "Sepsis early warning v3, Recall: 0.66, limit 0.78". */
export function courseText(row: InitiativeRow, course: CourseData | undefined): string {
  const value = course ? lastOf(course) : null;
  if (!course || value === null) return isLive(row) ? absent(row) : "";
  const limit = course.critical ?? course.warning;
  const held = limit === null ? "" : `, limit ${limitText(limit, course.unit)}`;
  return `${course.modelName}, ${course.label}, 90 days: ${valueText(course, value)}${held}`;
}

/** The last 90 days of the measure that tells most, and what it is now. */
export function Course({ row, courses }: { row: InitiativeRow; courses: ReadonlyMap<string, CourseData> | undefined }) {
  if (isLive(row) && !courses) return <Skeleton className="w-16" />;
  const course = courses?.get(row.id);
  const value = course ? lastOf(course) : null;
  if (!course || value === null || course.points.length < 2)
    return <span className={isLive(row) || row.models.length > 0 ? "text-ink-2" : "text-ink-3"}>{absent(row)}</span>;
  const limits = chartLimits(course);
  const passed = limits.find((limit) => isBreach(value, limit) && limit.severity === "critical");
  return (
    <span className="flex items-center gap-2">
      <Sparkline
        points={course.points.map(([at, each]) => ({ at, value: each }))}
        limits={limits}
        label={courseText(row, course)}
        {...SIZE}
        className="shrink-0"
      />
      <span aria-hidden="true" className={clsx("tabular", passed && "font-medium text-bad")}>
        {valueText(course, value)}
      </span>
    </span>
  );
}
