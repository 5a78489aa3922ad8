import { ScoreTrack, scoreWords } from "@/components/risk/register/score-track";
import type { RiskCourse, RiskRow } from "@/components/risk/register/shape";
import { Signal, signalText } from "@/components/risk/register/signal";
import type { Drawings } from "@/components/table/drawing";
import { ABSENT, formatDate, formatMoney, formatNumber } from "@/components/ui/format";
import { daysFrom } from "@/domain/risk/calendar";
import type { RiskColumn } from "@/domain/risk/columns";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { moneyUnit } from "@/domain/risk/money-unit";
import { RISK_STATUS_LABELS, STRATEGY_LABELS } from "@/domain/risk/response";
import { scoreScale } from "@/domain/risk/score-scale";

type Row = RiskRow;

/** "cause → event → consequence", as far as they are stated. */
export const chainOf = ({ cause, event, consequence }: Pick<Row, "cause" | "event" | "consequence">): string =>
  [cause, event, consequence].filter(Boolean).join(" → ");

function proximityWords({ proximityOn }: Row, today: string): string {
  if (proximityOn === null) return ABSENT;
  const days = daysFrom(today, proximityOn);
  return days <= 0 ? "now" : formatNumber(days, { unit: "d" });
}

function Two({ first, second }: { first: React.ReactNode; second: React.ReactNode }) {
  return (
    <span className="wide:whitespace-normal">
      {first}
      {second ? <span className="line-clamp-2 text-ink-2 max-wide:hidden">{second}</span> : null}
    </span>
  );
}

/** How the register of risks draws its cells; columns without a drawing are their value in words. */
export function riskDrawings({
  today,
  currency,
  locale,
  matrix,
  courses,
  amounts,
}: {
  today: string;
  currency: string;
  locale: string | undefined;
  matrix: MatrixDefinition | undefined;
  /** By risk; undefined until they have come. */
  courses: ReadonlyMap<string, RiskCourse> | undefined;
  /** What is shown, in minor units, and so the unit it is told in; null where sums stand among it. */
  amounts: readonly number[] | null;
}): Drawings<Row> {
  const scale = matrix ? scoreScale(matrix) : null;
  const money = (minor: number | null) => formatMoney(minor, currency, locale ? { locale } : {});
  const unit = amounts && amounts.length > 0 ? moneyUnit(amounts, currency) : null;
  const inHead = (minor: number) =>
    unit ? formatNumber(minor / unit.divideBy, { digits: unit.digits, ...(locale ? { locale } : {}) }) : money(minor);
  const drawings: Partial<Record<RiskColumn, Drawings<Row>[string]>> = {
    code: { words: ({ code }) => code, tone: "quiet", narrow: "detail" },
    title: {
      words: (row) => [row.title, chainOf(row)].filter(Boolean).join(": "),
      tone: "name",
      narrow: "name",
      render: (row) => (
        <span className="block wide:my-1.5 wide:whitespace-normal">
          {row.title}
          {row.status === "open" ? null : (
            <span className="ml-1.5 font-normal text-ink-2 text-label">
              {RISK_STATUS_LABELS[row.status].toLowerCase()}
            </span>
          )}
          <span className="line-clamp-2 font-normal text-ink-2 max-wide:hidden">{chainOf(row)}</span>
        </span>
      ),
    },
    score: {
      align: "left",
      ...(scale ? { head: `Score, 1 to ${scale.most}` } : {}),
      words: scoreWords,
      narrow: "state",
      render: (row) => (scale ? <ScoreTrack row={row} scale={scale} /> : scoreWords(row)),
    },
    expected: {
      align: "right",
      ...(unit ? { head: `Expected, ${unit.name}` } : {}),
      words: ({ expectedValue }) => (expectedValue === null ? "not stated" : money(expectedValue)),
      narrow: "detail",
      render: ({ expectedValue }) =>
        expectedValue === null ? (
          <span className="text-ink-3">{ABSENT}</span>
        ) : (
          <>
            <span className="max-wide:hidden">{inHead(expectedValue)}</span>
            <span className="wide:hidden">{money(expectedValue)}</span>
          </>
        ),
    },
    owner: {
      words: ({ ownerName }) => ownerName ?? "nobody",
      narrow: "detail",
      render: ({ ownerName }) => ownerName ?? <span className="text-watch">nobody</span>,
    },
    strategy: {
      words: ({ strategy, nextAction }) =>
        [strategy ? STRATEGY_LABELS[strategy] : "not chosen", nextAction?.title].filter(Boolean).join(": "),
      render: ({ strategy, nextAction }) => (
        <Two
          first={strategy ? STRATEGY_LABELS[strategy] : <span className="text-ink-2">not chosen</span>}
          second={
            nextAction ? (
              <>
                {nextAction.title}
                {nextAction.dueOn ? `, ${formatDate(nextAction.dueOn)}` : null}
              </>
            ) : null
          }
        />
      ),
    },
    proximity: {
      words: (row) => [proximityWords(row, today), row.proximityOn ? formatDate(row.proximityOn) : ""].join(" "),
      render: (row) => (
        <Two first={proximityWords(row, today)} second={row.proximityOn ? formatDate(row.proximityOn) : null} />
      ),
    },
    signal: {
      align: "left",
      words: (row) => signalText(courses?.get(row.id)),
      render: (row) => <Signal course={courses?.get(row.id)} />,
    },
  };
  return drawings;
}
