"use client";

import { arithmetic, floorWords } from "@/components/risk/assess/cell";
import { levelWords, severityStatus } from "@/components/risk/severity";
import type { AssessmentData, RiskData } from "@/components/risk/shape";
import { PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { rate, stepName } from "@/domain/risk/matrix";
import { ASSESSMENT_KIND_LABELS, ASSESSMENT_KINDS, type AssessmentKind } from "@/domain/risk/response";
import { severityRank } from "@/domain/risk/severity";
import { printNumber } from "@/domain/shared/number";
import { counted } from "@/domain/shared/sentence";

/** The newest of each kind; they come newest first. */
export const newestOf = (page: RiskData, kind: AssessmentKind): AssessmentData | null =>
  page.assessments.find((each) => each.kind === kind) ?? null;

export const matrixOf = (page: RiskData, { matrixVersionId }: Pick<AssessmentData, "matrixVersionId">) =>
  page.versions.find(({ id }) => id === matrixVersionId)?.definition ?? page.matrix.definition;

export const categoryNameOf = (page: RiskData) => (key: string) =>
  page.categories.find((each) => each.key === key)?.name ?? key;

function scoreSentence(page: RiskData): string | undefined {
  const residual = newestOf(page, "residual");
  if (!residual) return "The residual is not assessed yet.";
  if (!page.tolerance || page.kind === "opportunity") return undefined;
  const classes = severityRank(residual.severity) - severityRank(page.tolerance);
  return classes > 0
    ? `The residual is ${residual.severity}, ${counted(classes, "class", "classes")} beyond what ${(page.categoryName ?? "its category").toLowerCase()} tolerates.`
    : `The residual is ${residual.severity}, within what ${(page.categoryName ?? "its category").toLowerCase()} tolerates.`;
}

/** The arithmetic, the level, floors that raised it, and each impact that was stated. */
function Arithmetic({ page, made }: { page: RiskData; made: AssessmentData }) {
  const matrix = matrixOf(page, made);
  const floors = floorWords(matrix, rate(matrix, made.likelihood, made.impacts), categoryNameOf(page));
  const others = Object.entries(made.impacts).map(
    ([key, impact]) => `${categoryNameOf(page)(key).toLowerCase()} ${stepName(matrix.impacts, impact)} ${impact + 1}`,
  );
  return (
    <span className="block min-w-0">
      <span className="block">{arithmetic(matrix, made)}</span>
      <span className="block text-ink-2 text-note">{others.join(", ")}</span>
      {floors.map((floor) => (
        <span key={floor} className="block text-note text-watch">
          {floor}
        </span>
      ))}
    </span>
  );
}

function Level({ page, made }: { page: RiskData; made: AssessmentData }) {
  return (
    <Status status={severityStatus(made.severity)}>
      {levelWords(matrixOf(page, made).levels[made.level]?.name, made.severity)}
    </Status>
  );
}

/** Inherent → residual → target, each with its arithmetic, and what the controls speak for. */
export function ScoresSection({
  page,
  onAssess,
}: {
  page: RiskData;
  onAssess: ((kind: AssessmentKind) => void) | null;
}) {
  const { proposal } = page;
  const rows = ASSESSMENT_KINDS.map((kind) => ({ kind, made: newestOf(page, kind) }));
  const cell = proposal?.cell;
  const matrix = page.matrix.definition;
  const isAny = rows.some(({ made }) => made !== null);
  return (
    <Section id="scores" name="Scores" aside="inherent → residual → target" sentence={scoreSentence(page)}>
      {isAny ? (
        <PlainTable
          label="Scores"
          rows={rows}
          rowKey={({ kind }) => kind}
          columns={[
            {
              key: "kind",
              label: "Assessed",
              render: ({ kind, made }) => (
                <>
                  <span className="font-medium">{ASSESSMENT_KIND_LABELS[kind]}</span>
                  <span className="block text-ink-3 text-label">
                    {made?.dueOn ? `by ${formatDate(made.dueOn)}` : made ? formatDate(made.assessedOn) : "not assessed"}
                    {made?.automatic ? " · automatic" : ""}
                  </span>
                </>
              ),
            },
            {
              key: "sum",
              label: "Likelihood × impact",
              render: ({ made }) =>
                made ? (
                  <>
                    <span className="block wide:hidden">
                      <Level page={page} made={made} />
                    </span>
                    <Arithmetic page={page} made={made} />
                  </>
                ) : (
                  <span>–</span>
                ),
            },
            {
              key: "level",
              label: "Level",
              align: "right",
              wideOnly: true,
              render: ({ made }) => (made ? <Level page={page} made={made} /> : null),
            },
            ...(onAssess
              ? [
                  {
                    key: "assess",
                    label: <span className="sr-only">Assess</span>,
                    align: "right" as const,
                    render: ({ kind }: (typeof rows)[number]) => (
                      <Button
                        size="small"
                        onClick={() => onAssess(kind)}
                        aria-label={`Assess ${ASSESSMENT_KIND_LABELS[kind].toLowerCase()}`}
                      >
                        Assess
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : (
        <EmptyState
          title="Nothing is assessed yet"
          {...(onAssess
            ? {
                action: (
                  <Button tone="primary" onClick={() => onAssess("residual")}>
                    Assess the residual
                  </Button>
                ),
              }
            : {})}
        >
          How likely it is and what it would do, as the controls work today.
        </EmptyState>
      )}
      {proposal ? (
        <p className="mt-3 text-table">
          <span className="text-ink-2">What the controls leave: </span>
          {proposal.product.text}.{" "}
          {cell ? (
            <>
              The matrix proposes {stepName(matrix.likelihoods, cell.likelihood)} ×{" "}
              {stepName(matrix.impacts, cell.impact)}, score {printNumber(cell.score, { digits: 0 })}; somebody assesses
              it.
            </>
          ) : (
            "The inherent was assessed by an older matrix, so no cell is proposed."
          )}
        </p>
      ) : null}
    </Section>
  );
}
