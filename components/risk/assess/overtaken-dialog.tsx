"use client";

import { arithmetic } from "@/components/risk/assess/cell";
import type { Overtaken } from "@/components/risk/assess/use-assess";
import { levelWords, severityStatus } from "@/components/risk/severity";
import type { RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatDate } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { MatrixDefinition, Rating } from "@/domain/risk/matrix";

type Rated = Pick<Rating, "likelihood" | "impact" | "score" | "level" | "severity">;

function Side({ title, matrix, rated, text }: { title: string; matrix: MatrixDefinition; rated: Rated; text: string }) {
  return (
    <div className="rounded-control border border-rule p-3 text-table">
      <p className="text-ink-2 text-note">{title}</p>
      <p className="font-serif text-meaning">{arithmetic(matrix, rated)}</p>
      <Status status={severityStatus(rated.severity)}>
        {levelWords(matrix.levels[rated.level]?.name, rated.severity)}
      </Status>
      {text ? <p className="wrap-anywhere mt-1 text-ink-2 text-note">{text}</p> : null}
    </div>
  );
}

/** Two people assessed one risk: both assessments side by side. Theirs stays in the history either way. */
export function OvertakenDialog({
  page,
  conflict: { theirs, by, at },
  yours,
  busy,
  onBack,
  onKeepTheirs,
  onSaveMine,
}: {
  page: RiskData;
  conflict: Overtaken;
  yours: Rating | null;
  busy: boolean;
  onBack: () => void;
  onKeepTheirs: () => void;
  onSaveMine: () => void;
}) {
  const matrix = page.matrix.definition;
  const theirMatrix =
    page.versions.find(({ id }) => id === theirs.matrixVersionId)?.definition ?? page.matrix.definition;
  return (
    <Dialog
      open
      onClose={onBack}
      wide
      title={`${by} assessed ${page.code} while you were at it`}
      description="Nothing of yours is lost. Theirs stays in the history either way; choose which one counts."
      actions={
        <>
          <Button onClick={onBack}>Back to yours</Button>
          <Button onClick={onKeepTheirs}>Keep theirs</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={onSaveMine}>
            Save mine on top
          </Button>
        </>
      }
    >
      <div className="grid gap-3 wide:grid-cols-2">
        {yours ? <Side title="Your assessment" matrix={matrix} rated={yours} text="" /> : null}
        <Side
          title={`Theirs · ${by}, ${formatDate(at, "instant", { timeZone: page.timeZone })}`}
          matrix={theirMatrix}
          rated={theirs}
          text={theirs.rationale}
        />
      </div>
    </Dialog>
  );
}
