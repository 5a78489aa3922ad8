import { formatPointDate } from "@/components/chart/point-date";
import { Sparkline } from "@/components/chart/sparkline";
import { chartLimits } from "@/components/model/chart-data";
import type { ModelListRow } from "@/components/model/shape";
import type { Column } from "@/components/table/column";
import { ABSENT } from "@/components/ui/format";
import { OrgLink } from "@/components/ui/org-link";
import { Status } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { limitText } from "@/domain/metric/rule-text";
import { figureWords } from "@/domain/model/meaning";
import { healthStatus } from "@/domain/overview/live";

type Row = ModelListRow;
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

/** The columns of the register of models, the worst model first. */
export function modelColumns(org: string, where: Where): Column<Row>[] {
  const isAlarming = ({ health }: Row) => health === "critical" || health === "warning";
  return [
    {
      key: "name",
      label: "Model",
      value: (row) => row.name,
      fixed: true,
      tone: "name",
      narrow: "name",
      width: 196,
    },
    {
      key: "tier",
      label: "Tier",
      align: "center",
      width: 44,
      value: ({ tier }) => (tier === null ? ABSENT : String(tier)),
      narrow: "detail",
      render: ({ tier }) => (
        <>
          <span className="wide:hidden">{tier === null ? "unrated" : `tier ${tier}`}</span>
          <span className="hidden wide:inline">{tier ?? ABSENT}</span>
        </>
      ),
    },
    {
      key: "version",
      label: "Version",
      width: 62,
      tone: "quiet",
      narrow: "detail",
      value: ({ versionLabel }) => versionLabel ?? ABSENT,
      render: ({ versionLabel }) => (
        <>
          <span className="wide:hidden">version </span>
          {versionLabel ?? ABSENT}
        </>
      ),
    },
    {
      key: "initiative",
      label: "Initiative",
      width: 186,
      tone: "quiet",
      value: ({ initiativeCode, initiativeTitle }) =>
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
    {
      key: "measure",
      label: "Main measure",
      width: 132,
      value: ({ measure }) => measure ?? "none yet",
      narrow: "detail",
    },
    {
      key: "course",
      label: "90 days, limit",
      width: 132,
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
    {
      key: "now",
      label: "Now",
      align: "right",
      width: 72,
      narrow: "detail",
      value: nowWords,
      render: (row) => (
        <span className={isAlarming(row) ? "font-medium" : undefined}>
          <span className="wide:hidden">now </span>
          {nowWords(row)}
        </span>
      ),
    },
    { key: "limit", label: "Limit", align: "right", width: 66, tone: "quiet", value: (row) => heldTo(row) ?? ABSENT },
    {
      key: "state",
      label: "State",
      align: "right",
      width: 132,
      narrow: "state",
      fixed: true,
      value: ({ health, status }) => (status === "live" ? MODEL_HEALTH_TEXT[health] : STATUS_WORDS[status]),
      render: ({ health, status }) =>
        status === "live" ? (
          <Status status={healthStatus(health)}>{MODEL_HEALTH_TEXT[health]}</Status>
        ) : (
          <span className="text-ink-2">{STATUS_WORDS[status]}</span>
        ),
    },
    {
      key: "since",
      label: "Since",
      align: "right",
      width: 92,
      tone: "quiet",
      value: ({ since }) => formatPointDate(since, "day", where),
    },
  ];
}
