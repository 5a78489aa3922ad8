"use client";

import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { impactOf, onMatrix, picked, ratingOf } from "@/components/risk/assess/cell";
import { type Cell, CellGrid } from "@/components/risk/assess/cell-grid";
import { ImpactFields } from "@/components/risk/assess/impact-fields";
import { OvertakenDialog } from "@/components/risk/assess/overtaken-dialog";
import { RatingLine } from "@/components/risk/assess/rating-line";
import { useAssess } from "@/components/risk/assess/use-assess";
import type { RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { probabilityAt, type Step } from "@/domain/risk/matrix";
import { ASSESSMENT_KIND_LABELS, ASSESSMENT_KINDS, type AssessmentKind } from "@/domain/risk/response";
import { printNumber, withUnit } from "@/domain/shared/number";

const MEANING: Record<AssessmentKind, string> = {
  inherent: "Before any control.",
  residual: "With the controls as they work today. This one counts.",
  target: "Where it is to stand once the response is done.",
};

const percent = (fraction: number) => withUnit(printNumber(fraction * 100, { digits: 0 }), "%");

/** "35 to 60 %" */
function bandWords({ from, to }: Step): string | null {
  if (from === undefined && to === undefined) return null;
  if (to === undefined || to >= 1) return `over ${percent(from ?? 0)}`;
  return from ? `${printNumber(from * 100, { digits: 0 })} to ${percent(to)}` : `under ${percent(to)}`;
}

/** "40" or "40 %" as a fraction; undefined for what is none. */
function fractionOf(text: string): number | null | undefined {
  const plain = text.replace("%", "").replace(",", ".").trim();
  if (plain === "") return null;
  const value = Number(plain) / 100;
  return value >= 0 && value <= 1 ? value : undefined;
}

type Props = { org: string; page: RiskData; kind: AssessmentKind; proposed: Cell | null; onClose: () => void };

export function AssessForm({ org, page: now, kind: first, proposed, onClose }: Props) {
  // What the assessor saw: an assessment made meanwhile must meet it as a conflict.
  const [page] = useState(now);
  const { definition: matrix } = page.matrix;
  const newest = (kind: AssessmentKind) => page.assessments.find((each) => each.kind === kind) ?? null;
  const category = page.category ?? page.categories[0]?.key ?? "";
  const startOf = (kind: AssessmentKind, cell: Cell | null) => {
    const from = newest(kind) ?? newest("residual") ?? newest("inherent");
    const start = onMatrix(matrix, { likelihood: from?.likelihood ?? null, impacts: from?.impacts ?? {} });
    return cell ? picked(start, cell, category) : start;
  };
  const [kind, setKind] = useState(first);
  const [chosen, setChosen] = useState(() => startOf(first, proposed));
  const [rationale, setRationale] = useState("");
  const [chance, setChance] = useState("");
  const [dueOn, setDueOn] = useState(newest("target")?.dueOn ?? "");
  const before = newest(kind);
  const { save, busy, fault, overtaken, setOvertaken } = useAssess(org, page, onClose);
  const rating = ratingOf(matrix, chosen);
  const impact = impactOf(chosen);
  const cell = chosen.likelihood !== null && impact !== null ? { likelihood: chosen.likelihood, impact } : null;
  const probability = fractionOf(chance);
  const step = chosen.likelihood === null ? undefined : matrix.likelihoods[chosen.likelihood];
  const band = step && bandWords(step);
  const kept =
    chosen.likelihood === null ? null : probabilityAt(matrix.likelihoods, chosen.likelihood, page.probability);
  const moved = before !== null && (before.likelihood !== chosen.likelihood || before.impact !== impact);
  const needsReason = kind === "residual" && moved;
  useLeaveWarning(rationale !== "" || moved);
  const categoryName = (key: string) => page.categories.find((each) => each.key === key)?.name ?? key;

  const submit = (seen = before?.id ?? null) => {
    if (chosen.likelihood === null || probability === undefined) return;
    void save({
      ...{ kind, likelihood: chosen.likelihood, impacts: chosen.impacts, rationale: rationale.trim(), seen },
      ...(probability === null ? {} : { probability }),
      dueOn: kind === "target" ? dueOn || null : null,
    });
  };
  if (overtaken)
    return (
      <OvertakenDialog
        page={page}
        conflict={overtaken}
        yours={rating}
        busy={busy}
        onBack={() => setOvertaken(null)}
        onKeepTheirs={onClose}
        onSaveMine={() => submit(overtaken.theirs.id)}
      />
    );
  const marks = ASSESSMENT_KINDS.flatMap((each) => {
    const made = newest(each);
    const onScale = made?.matrixVersionId === page.matrix.versionId;
    return made && onScale ? [{ cell: made, word: ASSESSMENT_KIND_LABELS[each].toLowerCase() }] : [];
  });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Assess ${page.code}: ${page.title}`}
      description={MEANING[kind]}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={!rating || probability === undefined || (needsReason && rationale.trim().length < 3)}
            busy={busy ? "Saving" : false}
            onClick={() => submit()}
          >
            Save assessment
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Assessment of" className="max-w-[240px]">
          <Select
            value={kind}
            onChange={(event) => {
              const next = event.target.value as AssessmentKind;
              setKind(next);
              setChosen(startOf(next, null));
            }}
          >
            {ASSESSMENT_KINDS.map((each) => (
              <option key={each} value={each}>
                {ASSESSMENT_KIND_LABELS[each]}
              </option>
            ))}
          </Select>
        </Field>
        <div>
          <p className="mb-1 text-ink-2 text-note">Likelihood upwards, impact to the right.</p>
          <CellGrid
            label="Matrix: pick a cell"
            matrix={matrix}
            value={cell}
            marks={marks}
            onPick={(at) => setChosen((was) => picked(was, at, category))}
          />
        </div>
        <div aria-live="polite">
          <RatingLine matrix={matrix} rating={rating} categoryName={categoryName} />
        </div>
        <ImpactFields matrix={matrix} categories={page.categories} chosen={chosen} onChange={setChosen} />
        <div className="grid gap-4 wide:grid-cols-2">
          <Field
            label="Probability, %"
            optional
            hint={[
              band && step ? `${step.name}: ${band}.` : "",
              kind === "residual" && kept !== null ? `Left blank, it stands at ${percent(kept)}.` : "",
            ].join(" ")}
            error={probability === undefined ? "Give a percentage from 0 to 100." : undefined}
          >
            <Input inputMode="decimal" value={chance} onChange={(event) => setChance(event.target.value)} />
          </Field>
          {kind === "target" ? (
            <Field label="To be reached by" optional hint="The day by which the response brings it there.">
              <Input type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
            </Field>
          ) : null}
        </div>
        <Field
          label="Rationale"
          required={needsReason}
          optional={!needsReason}
          hint={needsReason ? "The residual moves: say what you saw, in a sentence others can follow." : undefined}
        >
          <Textarea rows={3} value={rationale} onChange={(event) => setRationale(event.target.value)} />
        </Field>
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
