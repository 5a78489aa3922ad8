import { formatPointDate } from "@/components/chart/point-date";
import { Sparkline } from "@/components/chart/sparkline";
import { chartLimits } from "@/components/model/chart-data";
import type { ModelRow } from "@/components/model/shape";
import type { Drawings } from "@/components/table/drawing";
import { ABSENT } from "@/components/ui/format";
import { OrgLink } from "@/components/ui/org-link";
import { Status } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { limitText } from "@/domain/metric/rule-text";
import type { ModelColumn } from "@/domain/model/columns";
import { figureWords } from "@/domain/model/meaning";
import { healthStatus } from "@/domain/overview/live";

type Row = ModelRow;
type Where = { locale: string | undefined; timeZone: string };

const STATUS_WORDS = { development: "in development", live: "live", retired: "retired" } as const;

/** The limit a row is held to: the critical one, else the warning. */
const heldTo = ({ critical, warning, unit }: Row): string | null => {
  const limit = critical ?? warning;
  return limit === null ? null : limitText(limit, unit);
};

function nowWords({ now, unit }: Row): string {
  if (now === null) return ABSENT;
  return Number.isNaN(now) ? "not a number" : figureWords(now, unit);
}

function courseWords(row: Row, where: Where): string {
  const limit = heldTo(row);
  const day = row.nowAt ? ` on ${formatPointDate(row.nowAt, "day", where)}` : "";
  return `${row.measure}, 90 days: ${nowWords(row)}${day}${limit ? `, limit ${limit}` : ""}`;
}

const isAlarming = ({ health }: Row) => health === "critical" || health === "warning";

/** How the register of models draws its cells; columns without a drawing are their value in words. */
export function modelDrawings(org: string, where: Where): Drawings<Row> {
  const drawings: Partial<Record<ModelColumn, Drawings<Row>[string]>> = {
    name: { words: (row) => row.name, tone: "name", narrow: "name" },
    tier: {
      align: "center",
      narrow: "detail",
      render: ({ tier }) => (
        <>
          <span className="wide:hidden">{tier === null ? "unrated" : `tier ${tier}`}</span>
          <span className="hidden wide:inline">{tier ?? ABSENT}</span>
        </>
      ),
    },
    version: {
      tone: "quiet",
      narrow: "detail",
      words: ({ versionLabel }) => versionLabel ?? ABSENT,
      render: ({ versionLabel }) => (
        <>
          <span className="wide:hidden">version </span>
          {versionLabel ?? ABSENT}
        </>
      ),
    },
    initiative: {
      tone: "quiet",
      words: ({ initiativeCode, initiativeTitle }) =>
        initiativeCode ? `${initiativeCode} ${initiativeTitle}` : ABSENT,
      render: ({ initiativeId, initiativeCode, initiativeTitle }) =>
        initiativeId ? (
          <OrgLink
            href={`/${org}/initiatives/${initiativeId}`}
            prefetch={false}
            className="underline-offset-2 hover:text-ink hover:underline"
          >
            {initiativeCode} {initiativeTitle}
          </OrgLink>
        ) : (
          ABSENT
        ),
    },
    measure: { words: ({ measure }) => measure ?? "none yet", narrow: "detail" },
    course: {
      align: "left",
      words: () => "",
      render: (row) =>
        row.points.length > 1 ? (
          <Sparkline
            points={row.points.map(([at, value]) => ({ at, value }))}
            limits={chartLimits(row)}
            height={22}
            label={courseWords(row, where)}
          />
        ) : (
          <span className="text-ink-2">no course yet</span>
        ),
    },
    now: {
      align: "right",
      narrow: "detail",
      words: nowWords,
      render: (row) => (
        <span className={isAlarming(row) ? "font-medium" : undefined}>
          <span className="wide:hidden">now </span>
          {nowWords(row)}
        </span>
      ),
    },
    limit: { align: "right", tone: "quiet", words: (row) => heldTo(row) ?? ABSENT },
    health: {
      align: "right",
      narrow: "state",
      words: ({ health, status }) => (status === "live" ? MODEL_HEALTH_TEXT[health] : STATUS_WORDS[status]),
      render: ({ health, status }) =>
        status === "live" ? (
          <Status status={healthStatus(health)}>{MODEL_HEALTH_TEXT[health]}</Status>
        ) : (
          <span className="text-ink-2">{STATUS_WORDS[status]}</span>
        ),
    },
    since: { align: "right", tone: "quiet", words: ({ since }) => formatPointDate(since, "day", where) },
  };
  return drawings;
}
