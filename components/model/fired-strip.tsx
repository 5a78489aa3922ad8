import { linearScale } from "@/components/chart/geometry";
import { formatPointDate } from "@/components/chart/point-date";

type Fired = { id: string; level: "critical" | "warning" | "no_data"; openedAt: Date; closedAt: Date | null };

const WIDTH = 132;
const HEIGHT = 14;
const LEVEL_FILL = { critical: "fill-bad", warning: "fill-watch", no_data: "fill-ink-3" } as const;

/** When a rule fired: a tick for each time on a line of the whole span; what lasts is drawn as long as it lasts. */
export function FiredStrip({
  fired,
  from,
  to,
  timeZone,
  everySeconds,
}: {
  fired: readonly Fired[];
  from: Date;
  to: Date;
  timeZone: string | undefined;
  /** The window of the rule. */
  everySeconds: number;
}) {
  const x = linearScale([from.getTime(), to.getTime()], [0, WIDTH]);
  const seen = fired.filter(({ closedAt }) => closedAt === null || closedAt >= from);
  const days = seen.map(({ openedAt }) => formatPointDate(openedAt, "day", { timeZone, everySeconds }));
  const label = seen.length === 0 ? "never fired" : `fired on ${days.slice(0, 12).join(", ")}`;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} className="block">
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-rule" />
      {seen.map(({ id, level, openedAt, closedAt }) => {
        const start = Math.max(0, Math.min(WIDTH - 2, x(openedAt.getTime())));
        const end = Math.min(WIDTH, x((closedAt ?? to).getTime()));
        return (
          <rect
            key={id}
            x={start}
            y="2"
            width={Math.max(2, end - start)}
            height={HEIGHT - 4}
            className={LEVEL_FILL[level]}
            opacity={closedAt === null ? 1 : 0.75}
          />
        );
      })}
    </svg>
  );
}
