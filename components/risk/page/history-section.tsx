"use client";

import { useState } from "react";
import { arithmetic } from "@/components/risk/assess/cell";
import { CauseDialog } from "@/components/risk/page/cause-dialog";
import { matrixOf } from "@/components/risk/page/scores-section";
import { TrendChart } from "@/components/risk/page/trend-chart";
import { levelWords, severityStatus } from "@/components/risk/severity";
import type { AssessmentData, RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { ASSESSMENT_KIND_LABELS } from "@/domain/risk/response";
import { counted, sentence } from "@/domain/shared/sentence";

const FIRST = 6;

function Entry({ page, made, onCause }: { page: RiskData; made: AssessmentData; onCause: () => void }) {
  const matrix = matrixOf(page, made);
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-rule-2 border-b py-2 text-table last:border-b-0 wide:grid-cols-[112px_minmax(0,1fr)_auto]">
      <span className="text-ink-2">
        <time dateTime={made.at.toISOString()} title={formatDate(made.at, "instant", { timeZone: page.timeZone })}>
          {formatDate(made.at, "day", { timeZone: page.timeZone })}
        </time>
        <span className="block text-label">{ASSESSMENT_KIND_LABELS[made.kind]}</span>
      </span>
      <div className="min-w-0">
        <p>
          {arithmetic(matrix, made)}
          {made.matrixVersionId === page.matrix.versionId ? null : (
            <span className="text-ink-2 text-note"> · by an older matrix</span>
          )}
        </p>
        {made.rationale ? <p className="wrap-anywhere text-ink-2 text-note">{made.rationale}</p> : null}
        <p className="text-ink-3 text-label">
          {made.automatic ? "automatic, " : ""}
          {made.by}
          {made.automatic && made.alertId ? (
            <Button size="small" tone="quiet" className="ml-1" onClick={onCause}>
              Show the cause
            </Button>
          ) : null}
        </p>
      </div>
      <Status status={severityStatus(made.severity)}>
        {levelWords(matrix.levels[made.level]?.name, made.severity)}
      </Status>
    </li>
  );
}

/** Every assessment: the course of the residual, who assessed what and why, and what a measure moved by itself. */
export function HistorySection({ org, page }: { org: string; page: RiskData }) {
  const [all, setAll] = useState(false);
  const [cause, setCause] = useState<AssessmentData | null>(null);
  const { assessments } = page;
  if (assessments.length === 0) return null;
  const automatic = assessments.filter((each) => each.automatic).length;
  const words = `${counted(assessments.length, "assessment")}${automatic > 0 ? `, ${counted(automatic, "of them", "of them")} automatic` : ""}`;
  const shown = all ? assessments : assessments.slice(0, FIRST);
  return (
    <Section id="assessments" name="Assessments" aside="residual score over time" sentence={sentence(words)}>
      {assessments.some(({ kind }) => kind === "residual") ? <TrendChart page={page} /> : null}
      <ol className="mt-3">
        {shown.map((made) => (
          <Entry key={made.id} page={page} made={made} onCause={() => setCause(made)} />
        ))}
      </ol>
      {all || assessments.length <= FIRST ? null : (
        <Button size="small" className="mt-2" onClick={() => setAll(true)}>
          All {assessments.length} assessments
        </Button>
      )}
      {cause ? <CauseDialog org={org} page={page} assessmentId={cause.id} onClose={() => setCause(null)} /> : null}
    </Section>
  );
}
