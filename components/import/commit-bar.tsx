"use client";

import { ProgressLine } from "@/components/import/progress-line";
import { WorkerNotice } from "@/components/shell/worker-notice";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import type { PlanCounts } from "@/domain/import/plan";
import type { ImportWords } from "@/domain/import/words";

/** The decision after the dry run: all rows, or the good ones. */
export function CommitBar({
  words,
  counts,
  fault,
  progress,
  isBusy,
  error,
  onCommit,
  onStop,
  onBack,
}: {
  words: ImportWords;
  counts: PlanCounts;
  fault: string | null;
  progress: number;
  isBusy: boolean;
  error: string | null | undefined;
  onCommit: (rows: "all" | "good") => void;
  onStop: () => void;
  onBack: () => void;
}) {
  const written = counts.created + counts.changed;
  const good = counts.rows - counts.rejected;
  if (isBusy) {
    return (
      <div className="flex flex-col items-start gap-3 border-ink border-t pt-4">
        <WorkerNotice className="mb-3" />
        <ProgressLine label="Writing the import as one change" value={progress} max={written} unit={words.many} />
        <Button onClick={onStop}>Stop, and change nothing</Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2.5 border-ink border-t pt-4">
      {fault ? (
        <p role="alert" className="max-w-[720px] font-medium text-bad">
          {fault}
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="max-w-[720px] font-medium text-bad">
          {error}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>Back to the columns</Button>
        {counts.rejected === 0 ? (
          <Button tone="primary" onClick={() => onCommit("all")}>
            {written === 0 ? "Finish: nothing to write" : `Import all ${formatCount(counts.rows)} rows`}
          </Button>
        ) : (
          <Button tone="primary" disabled={fault !== null} onClick={() => onCommit("good")}>
            Import the {formatCount(good)} good rows
          </Button>
        )}
      </div>
      {counts.rejected > 0 && fault === null ? (
        <p className="max-w-[620px] text-ink-2 text-note">
          To import all or nothing, correct the rejected rows in the file and upload it again.
        </p>
      ) : null}
      <p className="max-w-[620px] text-ink-2 text-note">
        One import is one change: it appears once in the activity and can be undone as one.
      </p>
    </div>
  );
}
