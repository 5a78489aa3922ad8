"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export type ConflictField = { key: string; label: string; before?: string; yours: string; theirs: string };
export type ConflictChoice = "yours" | "theirs";

/** Two people edited one record. For each field both values stand side by side, and the person chooses. */
export function ConflictDialog({
  open,
  who,
  when,
  fields,
  onResolve,
  onClose,
  busy,
}: {
  open: boolean;
  who?: string;
  when?: string;
  fields: ConflictField[];
  onResolve: (choices: Record<string, ConflictChoice>) => void;
  onClose: () => void;
  busy?: boolean;
}) {
  const [choices, setChoices] = useState<Record<string, ConflictChoice>>({});
  const missing = fields.filter((field) => !choices[field.key]).length;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title={`${who ?? "Somebody"} changed this while you were editing`}
      description={`${when ? `Saved ${when}. ` : ""}Nothing of yours is lost. Choose which value to keep for each field.`}
      actions={
        <>
          <Button onClick={onClose}>Back to editing</Button>
          <Button
            tone="primary"
            disabled={missing > 0}
            busy={busy ? "Saving" : false}
            onClick={() => onResolve(choices)}
          >
            {missing > 0 ? `${missing} still to choose` : "Save my choices"}
          </Button>
        </>
      }
    >
      <div className="divide-y divide-rule border-rule border-y">
        {fields.map((field) => (
          <fieldset key={field.key} className="py-3">
            <legend className="float-left mb-2 w-full font-semibold text-table">
              {field.label}
              {field.before === undefined ? null : (
                <span className="font-normal text-ink-2"> · was {field.before || "empty"}</span>
              )}
            </legend>
            <div className="clear-both grid gap-2 wide:grid-cols-2">
              {(["yours", "theirs"] as const).map((choice) => (
                <label
                  key={choice}
                  className="flex items-start gap-2 rounded-control border border-rule p-2.5 text-table has-checked:border-ink has-checked:bg-wash"
                >
                  <input
                    type="radio"
                    name={`conflict-${field.key}`}
                    checked={choices[field.key] === choice}
                    onChange={() => setChoices((all) => ({ ...all, [field.key]: choice }))}
                    className="mt-[3px] accent-ink"
                  />
                  <span className="min-w-0">
                    <span className="block text-ink-2 text-note">
                      {choice === "yours" ? "Your value" : "Their value"}
                    </span>
                    <span className="wrap-anywhere block">{field[choice] || "empty"}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}
