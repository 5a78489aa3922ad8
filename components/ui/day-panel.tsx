"use client";

import { type ReactNode, useId, useState } from "react";
import { atPresets, parseAt } from "@/components/ui/at";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";

const ENTRY =
  "flex min-h-[36px] w-full items-center justify-between gap-6 rounded-small px-2.5 text-left hover:bg-wash wide:min-h-[30px]";

/** The content of a popover in which a past day is chosen: the usual days, then any other. */
export function DayPanel({
  day: chosenDay,
  today,
  last,
  submit,
  refusal,
  lead,
  first,
  onChoose,
}: {
  day: string | null;
  /** From which the usual days are counted. */
  today: string;
  /** The last day that can be chosen. */
  last: string;
  /** The word on the button: "Show". */
  submit: string;
  refusal: string;
  lead?: ReactNode;
  /** Stands before the usual days, and is chosen when no day is. */
  first?: { label: string; onSelect: () => void };
  onChoose: (day: string) => void;
}) {
  const [day, setDay] = useState(chosenDay ?? "");
  const id = useId();
  const parsed = parseAt(day);
  const chosen = parsed && parsed <= last ? parsed : null;
  const wrong = day !== "" && !chosen;
  return (
    <div className="w-[280px] p-1.5">
      {lead ? <p className="px-2.5 pt-1.5 pb-2 font-serif text-meaning">{lead}</p> : null}
      {first ? (
        <button type="button" aria-pressed={!chosenDay} className={ENTRY} onClick={first.onSelect}>
          {first.label}
          <span aria-hidden="true">{chosenDay ? "" : "✓"}</span>
        </button>
      ) : null}
      {atPresets(today).map((each) => (
        <button
          key={each.label}
          type="button"
          aria-pressed={each.day === chosenDay}
          className={ENTRY}
          onClick={() => onChoose(each.day)}
        >
          {each.label}
          <span className="text-ink-2 text-note">{formatDate(each.day)}</span>
        </button>
      ))}
      <form
        className="mt-1.5 border-rule border-t p-2.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen) onChoose(chosen);
        }}
      >
        <label htmlFor={id} className="font-medium text-note">
          Another day
        </label>
        <div className="mt-1 flex gap-2">
          <input
            id={id}
            type="date"
            value={day}
            max={last}
            aria-invalid={wrong || undefined}
            aria-describedby={wrong ? `${id}-error` : undefined}
            onChange={(event) => setDay(event.target.value)}
            className="h-[44px] min-w-0 flex-1 rounded-control border border-line bg-sheet px-2 text-table wide:h-[33px]"
          />
          <Button type="submit" disabled={!chosen}>
            {submit}
          </Button>
        </div>
        {wrong ? (
          <p id={`${id}-error`} role="alert" className="mt-1 text-bad text-note">
            {refusal}
          </p>
        ) : null}
      </form>
    </div>
  );
}
