import { clsx } from "clsx";
import { type Limit, type Point, spark } from "@/components/chart/geometry";

/** A small line: the limit dashed, red only from the breach on, a dot at the end. Drawn at its real size. */
export function Sparkline({
  points,
  limits = [],
  width = 118,
  height = 24,
  label,
  className,
}: {
  points: readonly Point[];
  limits?: readonly Limit[];
  width?: number;
  height?: number;
  /** Says the course in words: "Recall, 90 days: from 0.86 to 0.66, below 0.78 since 3 Nov". */
  label: string;
  className?: string;
}) {
  const shape = spark(points, limits, width, height);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className={clsx("overflow-visible", className ?? "block")}
    >
      {shape.limitY === null ? null : (
        <line
          x1="0"
          x2={width}
          y1={shape.limitY}
          y2={shape.limitY}
          className="stroke-line"
          strokeWidth="1"
          strokeDasharray="2 2"
        />
      )}
      <path d={shape.path} fill="none" className="stroke-ink" strokeWidth="1.25" strokeLinejoin="round" />
      {shape.breachPath ? (
        <path d={shape.breachPath} fill="none" className="stroke-bad" strokeWidth="1.4" strokeLinejoin="round" />
      ) : null}
      {shape.end ? (
        <circle cx={shape.end.x} cy={shape.end.y} r="2.2" className={shape.end.breached ? "fill-bad" : "fill-ink"} />
      ) : null}
    </svg>
  );
}
