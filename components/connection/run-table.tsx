import type { PollRunRow } from "@/components/connection/shape";
import { PlainTable } from "@/components/table/plain-table";
import { ABSENT, formatDate } from "@/components/ui/format";
import { StatusGlyph } from "@/components/ui/status";
import { durationWords, runWords } from "@/domain/connection/sentence";

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
          render: (run) => (
            <span className="flex items-baseline gap-1.5">
              {run.status === "failed" ? <StatusGlyph status="bad" label="failed" /> : null}
              <span className="wrap-anywhere min-w-0">{runWords(run)}</span>
            </span>
          ),
        },
        {
          key: "took",
          label: "Took",
          align: "right",
          width: "80px",
          wideOnly: true,
          render: ({ durationMs }) => (durationMs === null ? ABSENT : durationWords(durationMs)),
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
