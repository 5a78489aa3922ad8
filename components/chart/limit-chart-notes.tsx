import { isMeasured } from "@/components/chart/geometry";
import { placeFlags, spreadLabels, textWidth } from "@/components/chart/labels";
import { FLAG_ROW, FONT, type LimitChartShape } from "@/components/chart/limit-chart-shape";
import { type LimitChartProps, nearest, statusOf } from "@/components/chart/limit-series";
import { formatPointDate } from "@/components/chart/point-date";
import { formatNumber } from "@/components/ui/format";
import type { StatusKind } from "@/components/ui/status";

type Notes = Pick<LimitChartProps, "points" | "limits" | "range" | "selectedAt"> & { shape: LimitChartShape };

const MARK: Record<StatusKind, string> = {
  good: "fill-ink",
  watch: "fill-watch",
  bad: "fill-bad",
  stale: "fill-ink",
  none: "fill-ink",
};

/** Everything in words on the chart: names of limits and the last value at the right, events above, the breach. */
export function ChartNotes(notes: Notes) {
  const { points, limits, selectedAt, shape } = notes;
  const { x, y } = shape;
  const last = points.findLast(isMeasured);
  const selected = typeof selectedAt === "number" ? nearest(points, selectedAt) : undefined;
  return (
    <g fontSize={FONT}>
      <Flags {...notes} />
      <RightLabels {...notes} />
      {shape.breachAt === null ? null : <BreachLabel {...notes} at={shape.breachAt} />}
      {last ? <Mark x={x(last.at)} y={y(last.value)} status={statusOf(last, limits)} /> : null}
      {selected ? (
        <>
          <circle cx={x(selected.at)} cy={y(selected.value ?? 0)} r="8" fill="none" className="stroke-ink" />
          <circle cx={x(selected.at)} cy={y(selected.value ?? 0)} r="2" className={MARK[statusOf(selected, limits)]} />
        </>
      ) : null}
    </g>
  );
}

function Mark({ x, y, status }: { x: number; y: number; status: StatusKind }) {
  if (status === "bad") return <rect x={x - 3.5} y={y - 3.5} width="7" height="7" className="fill-bad" />;
  if (status === "watch") return <path d={`M${x} ${y - 4.5}l4.8 8.6h-9.6z`} className="fill-watch" />;
  return <circle cx={x} cy={y} r="3" className={MARK[status]} />;
}

/** Ticks from above, each down to the line, with its name in one of two rows. */
function Flags({ points, shape: { events, box, x, y } }: Notes) {
  const right = box.x + box.width;
  const flags = placeFlags(
    events.map((event) => ({ x: x(event.at) - box.x, text: event.label })),
    { width: right - box.x + 40, rows: 2, font: FONT },
  );
  return events.map((event, index) => {
    const flag = flags[index];
    const at = x(event.at);
    const top = box.y - FLAG_ROW * (2 - (flag?.row ?? 1)) - 2;
    const point = nearest(points, event.at);
    const down = point ? Math.max(box.y + 4, y(point.value ?? 0) - 3) : box.y + box.height;
    return (
      <g key={`${event.at} ${event.label}`}>
        <line
          x1={at}
          x2={at}
          y1={flag ? top : box.y - 6}
          y2={down}
          className="stroke-ink"
          strokeWidth="1"
          strokeDasharray={event.kind === "planned" ? "3 3" : undefined}
        />
        {flag ? (
          <text
            x={flag.anchor === "start" ? at + 5 : at - 5}
            y={top + 9}
            textAnchor={flag.anchor}
            className={event.kind === "planned" ? "fill-ink-2" : "fill-ink"}
          >
            {event.label}
          </text>
        ) : null}
      </g>
    );
  });
}

/** "validated 0.83–0.89" on two lines, so that it takes little of the width. */
function rangeLines(label: string, middle: number) {
  const [first = "", ...rest] = label.split(" ");
  const lines = rest.length > 0 ? [first, rest.join(" ")] : [first];
  return lines.map((text, index) => ({ text, wish: middle + index * 13 - 7, tone: "fill-ink-2", bold: false }));
}

/** At the line's end its value, and the limits by name, moved apart where they would touch. */
function RightLabels({ points, limits, range, shape: { style, box, y } }: Notes) {
  const last = points.findLast(isMeasured);
  const status = last ? statusOf(last, limits) : "none";
  const wishes = [
    ...limits.map((limit) => ({ text: limit.label, wish: y(limit.value), tone: "fill-ink-2", bold: false })),
    ...(range ? rangeLines(range.label, y((range.low + range.high) / 2)) : []),
    ...(last
      ? [
          {
            text: formatNumber(last.value, style),
            wish: y(last.value ?? 0),
            tone: status === "bad" ? "fill-bad" : status === "watch" ? "fill-watch" : "fill-ink",
            bold: true,
          },
        ]
      : []),
  ];
  return spreadLabels(wishes, 13.5, box.y + 4, box.y + box.height - 2).map((label) => (
    <text
      key={label.text}
      x={box.x + box.width + 9}
      y={label.y + 4}
      className={label.tone}
      fontWeight={label.bold ? 600 : 400}
      fontSize={label.bold ? 12 : FONT}
    >
      {label.text}
    </text>
  ));
}

/** "breach since 3 Nov", left of the wash where there is room, clear of every limit's line. */
function BreachLabel({ at, points, limits, shape: { style, box, x, y } }: Notes & { at: number }) {
  const text = `breach since ${formatPointDate(at, "short", style)}`;
  const start = x(at);
  const wide = textWidth(text, FONT) + 22;
  const last = points.findLast(isMeasured);
  const critical = limits.find((limit) => limit.severity === "critical");
  const floor = critical ? y(critical.value) : box.y + box.height / 2;
  const end = last ? y(last.value ?? 0) : floor;
  const below = end > floor;
  const middle = below ? Math.max(floor + 16, (floor + end) / 2) : Math.min(floor - 16, (floor + end) / 2);
  const wished = Math.min(box.y + box.height - 8, Math.max(box.y + 10, middle));
  const lines = limits.map((limit) => y(limit.value));
  const clear = lines.some((line) => Math.abs(line - wished) < 9) ? wished + (below ? 14 : -14) : wished;
  if (start - box.x < wide) {
    return (
      <text x={Math.max(start, box.x) + 5} y={box.y + box.height - 8} className="fill-bad">
        {text}
      </text>
    );
  }
  return (
    <>
      <text x={start - 18} y={clear + 4} textAnchor="end" className="fill-bad">
        {text}
      </text>
      <line x1={start - 14} x2={start + 4} y1={clear} y2={clear} className="stroke-bad" strokeWidth="1" />
    </>
  );
}
