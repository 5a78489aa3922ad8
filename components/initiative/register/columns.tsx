import { healthStatus, type InitiativeRow, worstHealth } from "@/components/initiative/shape";
import { StageSteps } from "@/components/initiative/stage-steps";
import type { Column } from "@/components/table/column";
import { formatDate, formatNumber } from "@/components/ui/format";
import { Status, StatusGlyph, statusWord } from "@/components/ui/status";
import { isActive } from "@/domain/initiative/active";
import { ARRIVED, daysAfter } from "@/domain/initiative/attention";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_TYPE_LABELS } from "@/domain/initiative/choice";
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

type Given = { today: string; at: Date; fields: readonly { id: string; label: string; kind: string }[] };

/** The columns of the register; custom fields of the organisation come last. */
export function initiativeColumns({ today, at, fields }: Given): Column<Row>[] {
  const text = (
    key: string,
    label: string,
    value: (row: Row) => string | null,
    more: Partial<Column<Row>> = {},
  ): Column<Row> => ({
    key,
    label,
    value,
    sortable: true,
    width: 130,
    hidden: true,
    ...more,
  });
  return [
    text("code", "Code", (row) => row.code, { width: 76, hidden: false, tone: "quiet", narrow: "detail" }),
    {
      ...text("title", "Initiative", (row) => row.title, { hidden: false, fixed: true, tone: "name", narrow: "name" }),
      width: 250,
      render: (row) => (
        <>
          {row.title}
          {row.restricted ? <span className="ml-1.5 font-normal text-ink-2 text-label">restricted</span> : null}
        </>
      ),
    },
    text("unit", "Unit", (row) => row.businessUnit, { hidden: false, tone: "quiet", narrow: "detail" }),
    {
      ...text("stage", "Stage", (row) => (row.stage ? INITIATIVE_STAGE_LABELS[row.stage] : "not stated"), {
        hidden: false,
        width: 168,
        narrow: "detail",
      }),
      render: (row) => (
        <span>
          <StageSteps stage={row.stage} />
          {row.stage ? INITIATIVE_STAGE_LABELS[row.stage] : <span className="text-ink-2">not stated</span>}
        </span>
      ),
    },
    text("tier", "Tier", (row) => (row.tier === null ? "–" : `${row.tier}`), {
      hidden: false,
      width: 44,
      align: "center",
    }),
    {
      ...text("attention", "State", standingWords, {
        hidden: false,
        width: 52,
        align: "center",
        descendingFirst: true,
        narrow: "state",
      }),
      render: (row) => <Standing row={row} />,
    },
    {
      key: "model",
      label: "Model",
      width: 56,
      align: "center",
      value: modelWords,
      render: (row) => {
        const health = worstHealth(row.models);
        return health ? (
          <StatusGlyph status={healthStatus(health)} label={modelWords(row)} />
        ) : (
          <span className="text-ink-3">–</span>
        );
      },
    },
    {
      ...text("owner", "Owner", (row) => row.ownerName ?? "nobody", { hidden: false, width: 130 }),
      render: (row) => row.ownerName ?? <span className={isClosed(row) ? "text-ink-2" : "text-watch"}>nobody</span>,
    },
    {
      ...text("target", "Target", (row) => formatDate(row.targetOn), { hidden: false, width: 160, narrow: "detail" }),
      render: (row) => <Target row={row} today={today} />,
    },
    {
      ...text(
        "updated",
        "Age",
        (row) => `${formatNumber(age(row, at), { unit: "d" })} since the last recorded change`,
        { hidden: false, width: 56, align: "right", descendingFirst: true },
      ),
      render: (row) => <span className="text-ink-2">{formatNumber(age(row, at), { unit: "d" })}</span>,
    },
    text("domain", "Domain", (row) => row.domain),
    text("type", "Type", (row) => row.type && INITIATIVE_TYPE_LABELS[row.type]),
    text("method", "Method", (row) => row.deliveryMethod, { width: 100 }),
    text("program", "Program", (row) => row.programName),
    text("sponsor", "Sponsor", (row) => row.sponsorName),
    text("lead", "Lead", (row) => row.leadName),
    text("start", "Start", (row) => formatDate(row.startOn), { width: 100 }),
    { key: "tags", label: "Tags", width: 150, hidden: true, value: (row) => row.tags.join(", ") },
    ...fields.map(({ id, label, kind }) =>
      text(`custom.${id}`, label, (row) => row.custom[id] ?? null, { align: kind === "number" ? "right" : "left" }),
    ),
  ];
}
