"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";

const SHORTEST_REASON = 3;

/** Says what a move means before it is recorded, and asks why. */
export function MoveDialog({
  title,
  meaning,
  reasoned,
  action,
  onMove,
  onClose,
}: {
  title: string;
  meaning: { words: string; expected: boolean } | null;
  reasoned: boolean;
  action: string;
  onMove: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reasoned && reason.trim().length < SHORTEST_REASON)
      return setFault("Say why, in a sentence others can follow.");
    onMove(reason.trim());
  };
  return (
    <Dialog open onClose={onClose} title={title} description="The move, your reason and your name are recorded.">
      <form onSubmit={submit} noValidate>
        {meaning ? (
          <p className={`border-l-2 pl-3 font-serif text-meaning ${meaning.expected ? "border-rule" : "border-watch"}`}>
            {meaning.words}
          </p>
        ) : null}
        {reasoned ? (
          <Field label="Reason" className="mt-4" error={fault} required>
            <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        ) : null}
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
