"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { InitiativeData } from "@/components/initiative/shape";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";
import { stageChange } from "@/domain/initiative/input";
import { nextStage, stageMove } from "@/domain/initiative/lifecycle";
import type { EditConflict } from "@/domain/shared/edit";

const stageWords = (stage: unknown): string =>
  stage ? INITIATIVE_STAGE_LABELS[stage as InitiativeStage] : "Not stated";

type Props = { org: string; page: InitiativeData; edit: InitiativeEditState; onClose: () => void };

/** Moves an initiative to another stage: what the move means is said before it is recorded, and why is asked for. */
export function StageDialog({ org, page, edit, onClose }: Props) {
  const trpc = useTRPC();
  const [seen, setSeen] = useState({ version: page.version, stage: page.stage });
  const [stage, setStage] = useState<InitiativeStage | null>(nextStage(page.stage) ?? page.stage);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [conflict, setConflict] = useState<EditConflict<object> | null>(null);
  useLeaveWarning(reason !== "");
  const move = stageMove(seen.stage, stage);
  const change = useMutation(
    trpc.initiative.changeStage.mutationOptions({
      onSuccess: async (result) => {
        await edit.refresh();
        if (result.outcome === "conflict") return setConflict(result);
        onClose();
        const { changeId } = result;
        await notify({
          message: `Now at ${stage ? INITIATIVE_STAGE_LABELS[stage] : "no stated stage"}`,
          action: { label: "Undo", onSelect: () => edit.undoChange(changeId) },
        });
      },
      onError: (error) => setFault(error.message),
    }),
  );
  const submit = () => {
    const parsed = stageChange.safeParse({ id: page.id, version: seen.version, stage, reason });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Say why.");
    setFault(null);
    change.mutate({ org, ...parsed.data });
  };
  /** Yours is a move from where it stands by now, so what that means is said before it is recorded. */
  const resolve = (met: EditConflict<object>, mine: string[]) => {
    if (mine.length === 0) return onClose();
    setSeen({ version: met.version, stage: (met.fields[0]?.theirs ?? null) as InitiativeStage | null });
    setConflict(null);
  };
  if (conflict)
    return (
      <ConflictDialog
        conflict={conflict}
        label={() => "Stage"}
        words={(_field, stage) => stageWords(stage)}
        where={page}
        onClose={() => setConflict(null)}
        onResolve={(_edit, mine) => resolve(conflict, mine)}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change the stage"
      description="The move, your reason and your name are recorded."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={move.kind === "none"}
            busy={change.isPending ? "Recording" : false}
            onClick={submit}
          >
            {stage ? `Move to ${INITIATIVE_STAGE_LABELS[stage]}` : "Leave it unstated"}
          </Button>
        </>
      }
    >
      <fieldset>
        <legend className="mb-1 font-medium text-table">Stage</legend>
        <div className="grid grid-cols-2 gap-x-4">
          {[...INITIATIVE_STAGES, null].map((each) => (
            <label key={each ?? "none"} className="flex min-h-[36px] items-center gap-2 text-table wide:min-h-[28px]">
              <input
                type="radio"
                name="stage"
                className="accent-ink"
                checked={stage === each}
                onChange={() => setStage(each)}
              />
              {stageWords(each)}
              {each === seen.stage ? <span className="text-ink-2 text-note">now</span> : null}
            </label>
          ))}
        </div>
      </fieldset>
      {move.words ? (
        <p
          className={`mt-3 border-l-2 pl-3 font-serif text-meaning ${move.natural ? "border-rule" : "border-watch"}`}
          aria-live="polite"
        >
          {move.words}
        </p>
      ) : null}
      <Field label="Reason" className="mt-4" error={fault ?? undefined} required>
        <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
