"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, Textarea } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { cellName, type MatrixDefinition, rate, stepName } from "@/domain/risk/matrix";
import { movedImpacts } from "@/domain/risk/move";
import { listOf } from "@/domain/shared/sentence";
import type { Cell } from "./heat-grid";

/** Records that a risk stands on another cell, with the reason. The cell can be chosen here as well as on the map. */
export function MoveDialog({ org, id, cell, onClose }: { org: string; id: string; cell: Cell; onClose: () => void }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: risk, error } = useQuery(trpc.risk.get.queryOptions({ org, id }));
  const [to, setTo] = useState(cell);
  const [rationale, setRationale] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const before = risk?.assessments.find(({ kind }) => kind === "residual");
  const assess = useMutation(
    trpc.risk.assess.mutationOptions({
      onSuccess: async (answer) => {
        if (answer.outcome === "conflict") {
          setFault(
            `${answer.by} assessed this on ${formatDate(answer.at)} while you looked: it stands at ${answer.theirs.score} now. Look again before you move it.`,
          );
          await cache.invalidateQueries(trpc.risk.pathFilter());
          return;
        }
        await cache.invalidateQueries(trpc.risk.pathFilter());
        void notify({ message: `${risk?.code ?? "The risk"} was reassessed.` });
        onClose();
      },
      onError: ({ message }) => setFault(message),
    }),
  );
  const definition = risk?.matrix.definition;
  const impacts = before ? movedImpacts(before.impacts, to.impact) : null;
  const isMoved = before !== undefined && (before.likelihood !== to.likelihood || before.impact !== to.impact);
  const save = () => {
    if (!before || !impacts) return;
    if (rationale.trim().length < 3) return setFault("Say why it moves, in a sentence others can follow.");
    setFault(null);
    assess.mutate({
      ...{ org, riskId: id, kind: "residual", likelihood: to.likelihood, impacts },
      ...{ rationale: rationale.trim(), seen: before.id },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={risk ? `Reassess ${risk.code}` : "Reassess"}
      description={risk?.title}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={assess.isPending ? "Saving" : false}
            disabled={!isMoved || !risk?.may.edit}
            onClick={save}
          >
            Save assessment
          </Button>
        </>
      }
    >
      {error ? (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      ) : risk && definition && before && impacts ? (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <div className="grid gap-4 wide:grid-cols-2">
            <Step
              label="Likelihood"
              steps={definition.likelihoods}
              at={to.likelihood}
              onStep={(likelihood) => setTo({ ...to, likelihood })}
            />
            <Step
              label="Impact"
              steps={definition.impacts}
              at={to.impact}
              onStep={(impact) => setTo({ ...to, impact })}
            />
          </div>
          <p className="font-serif text-meaning" role="status">
            {outcome(definition, before, { ...to, impacts }, risk.categories)}
          </p>
          {risk.may.edit ? (
            <Field label="Why it moves" required {...(fault ? { error: fault } : {})}>
              <Textarea value={rationale} rows={3} onChange={(event) => setRationale(event.target.value)} />
            </Field>
          ) : (
            <p className="text-ink-2">You may look at this risk, not assess it.</p>
          )}
        </form>
      ) : risk ? (
        <p className="text-ink-2">This risk is not assessed yet. Open it to assess it first.</p>
      ) : (
        <Skeleton className="w-2/3" />
      )}
    </Dialog>
  );
}

function Step({
  label,
  steps,
  at,
  onStep,
}: {
  label: string;
  steps: readonly { name: string }[];
  at: number;
  onStep: (index: number) => void;
}) {
  return (
    <Field label={label}>
      <Select value={at} onChange={(event) => onStep(Number(event.target.value))}>
        {steps.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type Held = {
  likelihood: number;
  impact: number;
  impacts: Readonly<Record<string, number>>;
  score: number;
  severity: string;
};

/** "possible × severe → likely × severe. Score 15 → 20, amber → red." and which impacts move along. */
function outcome(
  definition: MatrixDefinition,
  before: Held,
  to: Cell & { impacts: Record<string, number> },
  categories: readonly { key: string; name: string }[],
): string {
  if (before.likelihood === to.likelihood && before.impact === to.impact)
    return `It stands at ${cellName(definition, to.likelihood, to.impact)}, score ${before.score}, ${before.severity}. Choose where it stands now.`;
  const after = rate(definition, to.likelihood, to.impacts);
  const arrow = (from: string, next: string) => (from === next ? next : `${from} → ${next}`);
  const changed = Object.entries(to.impacts).filter(([key, at]) => before.impacts[key] !== at);
  const named = listOf(
    changed.map(
      ([key, at]) =>
        `${(categories.find((each) => each.key === key)?.name ?? key).toLowerCase()} ${stepName(definition.impacts, at)}`,
    ),
  );
  const cells = arrow(
    cellName(definition, before.likelihood, before.impact),
    cellName(definition, to.likelihood, to.impact),
  );
  return `${cells}. Score ${arrow(`${before.score}`, `${after.score}`)}, ${arrow(before.severity, after.severity)}.${named ? ` Impact: ${named}.` : ""}`;
}
