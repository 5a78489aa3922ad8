import {
  breachStart,
  isMeasured,
  linearScale,
  linePath,
  type Point,
  splitAt,
  timeSpan,
  valueDomain,
} from "@/components/chart/geometry";
import { type ChartLimit, statusOf } from "@/components/chart/limit-series";
import { StatusGlyph } from "@/components/ui/status";

const BOX = 100;

/**
 * One of several small charts in a row, over one shared span of time. Its lines are drawn in percent and its words
 * laid over them, so it fits any width without scaling type.
 */
export function SmallChart({
  points,
  limits = [],
  span = timeSpan(points),
  washFrom,
  startLabel,
  washLabel,
  label,
  height = 78,
}: {
  points: readonly Point[];
  limits?: readonly ChartLimit[];
  span?: readonly [number, number];
  /** From here to the end lies a wash: the same event in every chart of the row. */
  washFrom?: number;
  startLabel?: string;
  washLabel?: string;
  /** Says the course in words. */
  label: string;
  height?: number;
}) {
  const x = linearScale(span, [0, BOX]);
  const y = linearScale(
    valueDomain(
      points,
      limits.map((limit) => limit.value),
    ),
    [BOX - 3, 14],
  );
  const { before, from } = splitAt(points, breachStart(points, limits));
  const last = points.findLast(isMeasured);
  const status = last ? statusOf(last, limits) : "none";
  const names = limitNames(limits, (value) => (y(value) / BOX) * height, height);
  return (
    <figure className="min-w-0">
      <div className="relative" style={{ height }}>
        <svg
          viewBox={`0 0 ${BOX} ${BOX}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
          className="absolute inset-0 size-full border-rule border-b"
        >
          {washFrom === undefined ? null : (
            <rect x={x(washFrom)} y="0" width={Math.max(0, BOX - x(washFrom))} height={BOX} className="fill-wash" />
          )}
          {limits.map((limit) => (
            <line
              key={limit.label}
              x1="0"
              x2={BOX}
              y1={y(limit.value)}
              y2={y(limit.value)}
              vectorEffect="non-scaling-stroke"
              className={limit.severity === "critical" ? "stroke-ink-2" : "stroke-line"}
              strokeDasharray={limit.severity === "critical" ? "3 3" : "1 3"}
            />
          ))}
          <path
            d={linePath(before, x, y)}
            fill="none"
            vectorEffect="non-scaling-stroke"
            className="stroke-ink"
            strokeWidth="1.3"
          />
          <path
            d={linePath(from, x, y)}
            fill="none"
            vectorEffect="non-scaling-stroke"
            className="stroke-bad"
            strokeWidth="1.5"
          />
        </svg>
        <div aria-hidden="true" className="absolute inset-0 text-ink-2 text-micro">
          {names.map((name) => (
            <span key={name.text} className="absolute left-0 -translate-y-1/2" style={{ top: name.y }}>
              {name.text}
            </span>
          ))}
          {last ? (
            <span
              className="absolute flex -translate-x-1/2 -translate-y-1/2"
              style={{ left: `${x(last.at)}%`, top: `${y(last.value)}%` }}
            >
              {status === "good" ? (
                <span className="size-[6px] rounded-full bg-ink" />
              ) : (
                <StatusGlyph status={status} size={8} />
              )}
            </span>
          ) : null}
        </div>
      </div>
      {startLabel || washLabel ? (
        <p aria-hidden="true" className="relative mt-0.5 text-ink-2 text-micro">
          {startLabel}
          {washLabel && washFrom !== undefined ? (
            <span className="absolute -translate-x-1/2" style={{ left: `${Math.min(88, x(washFrom))}%` }}>
              {washLabel}
            </span>
          ) : null}
        </p>
      ) : null}
    </figure>
  );
}

const NAME_HEIGHT = 14;

/**
 * Each limit's name stands on its line's far side from the healthy values, on the near side at the chart's edge.
 * Where another limit's line would run through it, it is left out: the label in words names it.
 */
function limitNames(limits: readonly ChartLimit[], toPixel: (value: number) => number, height: number) {
  const lines = limits.map((limit) => toPixel(limit.value));
  const names = limits.flatMap((limit, index) => {
    const line = lines[index] ?? 0;
    const above = limit.side === "above" ? line >= NAME_HEIGHT : line + NAME_HEIGHT > height;
    const top = line + (above ? -NAME_HEIGHT / 2 : NAME_HEIGHT / 2);
    const crossed = lines.some((other, at) => at !== index && Math.abs(other - top) < NAME_HEIGHT / 2);
    return crossed ? [] : [{ text: limit.label, y: top, severity: limit.severity }];
  });
  // Of two names that would lie on each other the graver one stays.
  return names.filter(
    (name) =>
      name.severity === "critical" ||
      names.every((other) => other === name || Math.abs(other.y - name.y) >= NAME_HEIGHT - 2),
  );
}
