"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";

const LONGEST = 80;

/** Asks for the name of a view. `onSave` rejects with what is wrong with it. */
export function ViewDialog({
  title,
  description,
  name: before,
  mayShare,
  onSave,
  onClose,
}: {
  title: string;
  description?: string | undefined;
  name: string;
  mayShare: boolean;
  onSave: (name: string, shared: boolean) => Promise<unknown>;
  onClose: () => void;
}) {
  const [name, setName] = useState(before);
  const [shared, setShared] = useState(false);
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setFault("Give the view a name.");
    setBusy(true);
    try {
      await onSave(name.trim(), shared);
      onClose();
    } catch (error) {
      setFault(error instanceof Error ? error.message : "The view was not saved. Try again.");
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field label="Name" error={fault} required>
          <Input value={name} maxLength={LONGEST} onChange={(event) => setName(event.target.value)} />
        </Field>
        {mayShare ? (
          <Checkbox className="mt-3" checked={shared} onChange={(event) => setShared(event.target.checked)}>
            Share with everybody in the organisation
          </Checkbox>
        ) : null}
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={busy ? "Saving" : false}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
