"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatDate } from "@/components/ui/format";
import { type EditConflict, type EditShape, type FieldConflict, settledEdit } from "@/domain/shared/edit";
import { listOf } from "@/domain/shared/sentence";

type Choice = "yours" | "theirs";

type Props<T extends object> = {
  conflict: EditConflict<T>;
  label: (field: string) => string;
  /** A value as a person reads it; empty text for an empty one. */
  words: (field: string, value: unknown) => string;
  /** Where dates are read: the organisation's. */
  where: { locale?: string | undefined; timeZone?: string | undefined } | null;
  shape?: EditShape;
  busy?: boolean;
  /** `edit`: what to save over the version the conflict names; `mine`: the fields in which yours was chosen. */
  onResolve: (edit: T, mine: string[]) => void;
  /** Back to what was being edited; nothing is lost. */
  onClose: () => void;
};

/**
 * Two people edited one record. For each field in question both values stand side by side, with who saved theirs and when,
 * and the person keeps theirs or saves their own on top.
 */
export function ConflictDialog<T extends object>(props: Props<T>) {
  return <Choices key={props.conflict.version} {...props} />;
}

function Choices<T extends object>({ conflict, label, words, where, shape, busy, onResolve, onClose }: Props<T>) {
  const { fields } = conflict;
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const missing = fields.filter(({ field }) => !choices[field]).length;
  const mine = fields.flatMap(({ field }) => (choices[field] === "yours" ? [field] : []));
  const chooseAll = (choice: Choice) => setChoices(Object.fromEntries(fields.map(({ field }) => [field, choice])));
  const save =
    mine.length === 0 ? "Keep theirs" : mine.length === fields.length ? "Save mine on top" : "Save my choices";
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`${listOf([...new Set(fields.map(({ by }) => by))])} changed this while you were editing`}
      description="Nothing of yours is lost. Choose which value to keep for each field; what only one of you changed holds either way."
      actions={
        <>
          <Button onClick={onClose}>Back to editing</Button>
          <Button
            tone="primary"
            disabled={missing > 0}
            busy={busy ? "Saving" : false}
            onClick={() => onResolve(settledEdit(conflict, mine, shape), mine)}
          >
            {missing > 0 ? `${missing} still to choose` : save}
          </Button>
        </>
      }
    >
      {fields.length > 1 ? (
        <div className="mb-3 flex flex-wrap gap-2">
          <Button size="small" onClick={() => chooseAll("yours")}>
            All of yours
          </Button>
          <Button size="small" onClick={() => chooseAll("theirs")}>
            All of theirs
          </Button>
        </div>
      ) : null}
      <div className="divide-y divide-rule border-rule border-y">
        {fields.map((each) => (
          <BothValues
            key={each.field}
            both={each}
            label={label(each.field)}
            words={(value) => words(each.field, value) || "empty"}
            when={formatDate(each.at, "instant", { locale: where?.locale, timeZone: where?.timeZone })}
            chosen={choices[each.field]}
            onChoose={(choice) => setChoices((all) => ({ ...all, [each.field]: choice }))}
          />
        ))}
      </div>
    </Dialog>
  );
}

function BothValues({
  both,
  label,
  words,
  when,
  chosen,
  onChoose,
}: {
  both: FieldConflict;
  label: string;
  words: (value: unknown) => string;
  when: string;
  chosen: Choice | undefined;
  onChoose: (choice: Choice) => void;
}) {
  return (
    <fieldset className="py-3">
      <legend className="float-left mb-2 w-full font-semibold text-table">
        {label}
        <span className="font-normal text-ink-2"> · was {words(both.before)}</span>
      </legend>
      <div className="clear-both grid gap-2 wide:grid-cols-2">
        {(["yours", "theirs"] as const).map((choice) => (
          <label
            key={choice}
            className="flex items-start gap-2 rounded-control border border-rule p-2.5 text-table has-checked:border-ink has-checked:bg-wash"
          >
            <input
              type="radio"
              name={`conflict-${both.field}`}
              checked={chosen === choice}
              onChange={() => onChoose(choice)}
              className="mt-[3px] accent-ink"
            />
            <span className="min-w-0">
              <span className="block text-ink-2 text-note">
                {choice === "yours" ? "Your value" : `Their value · ${both.by}, ${when}`}
              </span>
              <span className="wrap-anywhere block">{words(both[choice])}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
