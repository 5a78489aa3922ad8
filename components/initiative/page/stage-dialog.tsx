"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { InitiativeData } from "@/components/initiative/shape";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { notify } from "@/components/ui/toast";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";
import { stageChange } from "@/domain/initiative/input";
import { nextStage, stageMove } from "@/domain/initiative/lifecycle";

type Props = { org: string; page: InitiativeData; edit: InitiativeEditState; onClose: () => void };

/** Moves an initiative to another stage: what the move means is said before it is recorded, and why is asked for. */
export function StageDialog({ org, page, edit, onClose }: Props) {
  const trpc = useTRPC();
  const [seen, setSeen] = useState({ version: page.version, stage: page.stage });
  const [stage, setStage] = useState<InitiativeStage | null>(nextStage(page.stage) ?? page.stage);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [meanwhile, setMeanwhile] = useState<string | null>(null);
  useLeaveWarning(reason !== "");
  const move = stageMove(seen.stage, stage);
  const change = useMutation(
    trpc.initiative.changeStage.mutationOptions({
      onSuccess: async (result) => {
        await edit.refresh();
        if (result.outcome === "conflict") {
          const theirs = (result.fields[0]?.theirs ?? null) as InitiativeStage | null;
          const name = theirs ? INITIATIVE_STAGE_LABELS[theirs] : "not stated";
          setMeanwhile(
            `${result.by} moved it to ${name} on ${formatDate(result.at, "instant", { timeZone: page.timeZone })}. What you chose was not recorded.`,
          );
          setSeen({ version: result.version, stage: theirs });
          return;
        }
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
      {meanwhile ? (
        <p role="alert" className="mb-3 border-watch border-l-2 pl-3 font-medium text-table">
          {meanwhile}
        </p>
      ) : null}
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
              {each ? INITIATIVE_STAGE_LABELS[each] : "Not stated"}
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
