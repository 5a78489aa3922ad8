"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";

/** What became of an entry: a reason and the ways it can go, below its form. */
export function OutcomeForm({
  label,
  busy,
  children,
  ways,
}: {
  label: string;
  busy: boolean;
  children?: ReactNode;
  ways: readonly { label: string; run: (reason: string) => void }[];
}) {
  const [reason, setReason] = useState("");
  return (
    <fieldset className="grid gap-3 border-rule border-t pt-4">
      <legend className="sr-only">{label}</legend>
      <Field label={label} hint="Said when it ends or is opened again.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {children}
      <div className="flex flex-wrap gap-2">
        {ways.map(({ label: way, run }) => (
          <Button key={way} disabled={reason.trim().length < 3} busy={busy} onClick={() => run(reason)}>
            {way}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
