import { clsx } from "clsx";
import { bullet } from "@/components/chart/geometry";

export type BulletBarProps = {
  value: number | null;
  /** The end of the scale; the same in every row that is compared. */
  max: number;
  /** Where the plan or limit stands. */
  tick?: number;
  /** A span instead of a bar from zero, as from P10 to P90. */
  span?: readonly [number, number];
  tone?: "ink" | "bad";
  /** Says the same in words; without it the bar is decoration beside its figure. */
  label?: string;
  height?: number;
  className?: string;
};

/** Bar is the value, tick the plan or limit. Drawn in percent of its width, so it fits any column. */
export function BulletBar({ value, max, tick, span, tone = "ink", label, height = 14, className }: BulletBarProps) {
  const shape = bullet({ value, max, tick, span });
  const thick = Math.max(4, Math.round(height * 0.43));
  const top = (height - thick) / 2;
  return (
    <svg
      width="100%"
      height={height}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={clsx("block", className)}
    >
      {span ? null : <rect x="0" y={top} width="100%" height={thick} className="fill-rule" opacity="0.7" />}
      <rect
        x={`${shape.from}%`}
        y={top}
        width={`${shape.width}%`}
        height={thick}
        className={span ? "fill-rule" : tone === "bad" ? "fill-bad" : "fill-ink"}
      />
      {shape.tick === null ? null : (
        <line x1={`${shape.tick}%`} x2={`${shape.tick}%`} y1="0" y2={height} className="stroke-ink" strokeWidth="2" />
      )}
    </svg>
  );
}
