import type { PollRunRow } from "@/components/connection/shape";
import { PlainTable } from "@/components/table/plain-table";
import { ABSENT, formatDate } from "@/components/ui/format";
import { StatusGlyph } from "@/components/ui/status";
import { cureOf } from "@/domain/connection/cure";
import { runWords } from "@/domain/connection/sentence";

type Where = { locale: string | undefined; timeZone: string | undefined };

/** The last polls that brought something or failed, newest first. */
export function RunTable({ runs, where }: { runs: readonly PollRunRow[]; where: Where }) {
  return (
    <PlainTable
      label="Last polls"
      rows={runs}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "at",
          label: "Poll",
          width: "150px",
          render: ({ startedAt }) => (
            <span className="whitespace-nowrap">{formatDate(startedAt, "instant", where)}</span>
          ),
        },
        {
          key: "came",
          label: "What it brought",
          render: (run) => <Came run={run} />,
        },
        {
          key: "hash",
          label: "Answer, SHA-256",
          align: "right",
          width: "120px",
          wideOnly: true,
          render: ({ responseSha256 }) =>
            responseSha256 ? (
              <code className="font-mono text-note" title={responseSha256}>
                {responseSha256.slice(0, 4)}…{responseSha256.slice(-4)}
              </code>
            ) : (
              ABSENT
            ),
        },
      ]}
    />
  );
}

/** In words; of a failure the cause, and what can be done about it. */
function Came({ run }: { run: PollRunRow }) {
  const isFailed = run.status === "failed";
  const cure = isFailed ? cureOf(run.errorKind) : null;
  return (
    <span className="flex items-baseline gap-1.5">
      {isFailed ? <StatusGlyph status="bad" label="failed" /> : null}
      <span className="wrap-anywhere min-w-0">
        {runWords(run)}
        {cure ? <span className="block text-ink-2 text-note">{cure}</span> : null}
        {run.note ? <span className="block text-note text-watch">The platform warned: {run.note}</span> : null}
      </span>
    </span>
  );
}
