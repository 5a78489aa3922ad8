import { Course, courseText } from "@/components/initiative/register/course";
import { type CourseData, healthStatus, type InitiativeRow, worstHealth } from "@/components/initiative/shape";
import { StageSteps } from "@/components/initiative/stage-steps";
import type { Drawings } from "@/components/table/drawing";
import { ABSENT, formatDate, formatNumber } from "@/components/ui/format";
import { Status, StatusGlyph, statusWord } from "@/components/ui/status";
import { isActive } from "@/domain/initiative/active";
import { ARRIVED, daysAfter } from "@/domain/initiative/attention";
import { INITIATIVE_STAGE_LABELS } from "@/domain/initiative/choice";
import type { InitiativeColumn } from "@/domain/initiative/columns";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";

type Row = InitiativeRow;
const DAY_MS = 86_400_000;

const isClosed = ({ archivedAt, stage }: Row): boolean => !isActive({ stage, archived: archivedAt !== null });
const standing = (row: Row) => (isClosed(row) ? "none" : row.attention.status);
const standingWords = (row: Row): string =>
  row.archivedAt ? "archived" : row.stage === "retired" ? "retired" : statusWord(row.attention.status);

function Standing({ row }: { row: Row }) {
  return (
    <>
      <span className="hidden wide:inline">
        <StatusGlyph status={standing(row)} label={standingWords(row)} />
      </span>
      <Status status={standing(row)} className="text-note wide:hidden">
        {standingWords(row)}
      </Status>
    </>
  );
}

function modelWords(row: Row): string {
  const health = worstHealth(row.models);
  if (!health) return row.models.length > 0 ? "not live" : "none";
  return MODEL_HEALTH_TEXT[health];
}

/** Days past an open target date; 0 when there is none or it has not passed. */
function overdue(row: Row, today: string): number {
  if (!row.targetOn || isClosed(row) || (row.stage && ARRIVED.includes(row.stage))) return 0;
  return Math.max(0, daysAfter(row.targetOn, today));
}

function Target({ row, today }: { row: Row; today: string }) {
  const late = overdue(row, today);
  return (
    <>
      {formatDate(row.targetOn)}
      {late > 0 ? <span className="ml-2 font-medium text-bad">{formatNumber(late, { unit: "d" })} over</span> : null}
    </>
  );
}

/** Days since the last recorded change. */
const age = (row: Row, at: Date): number => Math.max(0, Math.floor((at.getTime() - row.updatedAt.getTime()) / DAY_MS));

/** How the register draws its cells; columns without a drawing are their value in words. */
export function initiativeDrawings({
  today,
  at,
  courses,
}: {
  today: string;
  at: Date;
  /** By initiative; undefined until they have come. */
  courses: ReadonlyMap<string, CourseData> | undefined;
}): Drawings<Row> {
  const drawings: Partial<Record<InitiativeColumn, Drawings<Row>[string]>> = {
    code: { words: (row) => row.code, tone: "quiet", narrow: "detail" },
    title: {
      words: (row) => row.title,
      tone: "name",
      narrow: "name",
      render: (row) => (
        <>
          {row.title}
          {row.restricted ? <span className="ml-1.5 font-normal text-ink-2 text-label">restricted</span> : null}
        </>
      ),
    },
    unit: { words: (row) => row.businessUnit ?? "", tone: "quiet", narrow: "detail" },
    stage: {
      narrow: "detail",
      render: (row) => (
        <span>
          <StageSteps stage={row.stage} />
          {row.stage ? INITIATIVE_STAGE_LABELS[row.stage] : <span className="text-ink-2">not stated</span>}
        </span>
      ),
    },
    tier: { align: "center", render: (row) => row.tier ?? ABSENT },
    attention: { words: standingWords, align: "center", narrow: "state", render: (row) => <Standing row={row} /> },
    model: {
      words: modelWords,
      align: "center",
      render: (row) => {
        const health = worstHealth(row.models);
        return health ? (
          <StatusGlyph status={healthStatus(health)} label={modelWords(row)} />
        ) : (
          <span className="text-ink-3">{ABSENT}</span>
        );
      },
    },
    owner: {
      words: (row) => row.ownerName ?? "nobody",
      render: (row) => row.ownerName ?? <span className={isClosed(row) ? "text-ink-2" : "text-watch"}>nobody</span>,
    },
    target: {
      words: (row) => formatDate(row.targetOn),
      narrow: "detail",
      render: (row) => <Target row={row} today={today} />,
    },
    course: {
      align: "left",
      words: (row) => courseText(row, courses?.get(row.id)),
      render: (row) => <Course row={row} courses={courses} />,
    },
    updated: {
      words: (row) => `${formatNumber(age(row, at), { unit: "d" })} since the last recorded change`,
      align: "right",
      render: (row) => <span className="text-ink-2">{formatNumber(age(row, at), { unit: "d" })}</span>,
    },
  };
  return drawings;
}
