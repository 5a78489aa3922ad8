import { formatCount } from "@/components/ui/format";

/** How far something is, in words and as a bar; null while that is not known. */
export function ProgressLine({
  label,
  value,
  max,
  unit,
}: {
  label: string;
  value: number | null;
  max: number;
  unit: string;
}) {
  const share = value === null || max === 0 ? null : Math.min(1, value / max);
  const words =
    value === null
      ? ""
      : unit === "%"
        ? `${formatCount(value)}\u202f%`
        : `${formatCount(value)} of ${formatCount(max)} ${unit}`;
  return (
    <div role="status" className="w-full max-w-[520px]">
      <p className="flex justify-between gap-4 font-medium text-table">
        <span>{label}</span>
        <span className="font-normal text-ink-2 tabular">{words}</span>
      </p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value ?? undefined}
        className="mt-2 h-1.5 overflow-hidden bg-rule"
      >
        <div
          className={share === null ? "skeleton h-full w-full" : "h-full bg-ink"}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
