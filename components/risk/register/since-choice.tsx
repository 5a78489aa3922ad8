"use client";

import { useId, useState } from "react";
import { useAddress } from "@/components/providers/address";
import { atPresets, parseAt } from "@/components/ui/at";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Popover } from "@/components/ui/popover";

/** The day figures and arrows are compared with; it stands in the address. */
export function SinceChoice({ since, latest }: { since: string; latest: string | undefined }) {
  const { change } = useAddress();
  const set = (day: string) => change({ since: day }, { push: true });
  return (
    <Popover
      label="compare with another day"
      align="end"
      triggerClass="min-h-6 border-line border-b text-ink whitespace-nowrap"
      trigger={<span>{formatDate(since)} ▾</span>}
    >
      {(close) => (
        <SincePanel
          since={since}
          latest={latest ?? new Date().toISOString().slice(0, 10)}
          onChoose={(day) => {
            close();
            set(day);
          }}
        />
      )}
    </Popover>
  );
}

function SincePanel({ since, latest, onChoose }: { since: string; latest: string; onChoose: (day: string) => void }) {
  const [day, setDay] = useState(since);
  const id = useId();
  const chosen = parseAt(day);
  const wrong = !chosen || chosen >= latest;
  const preset =
    "flex min-h-[36px] w-full items-center justify-between gap-6 rounded-small px-2.5 hover:bg-wash wide:min-h-[30px]";
  return (
    <div className="w-[280px] p-1.5">
      {atPresets(latest).map((each) => (
        <button
          key={each.label}
          type="button"
          aria-pressed={each.day === since}
          className={preset}
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
          if (chosen && !wrong) onChoose(chosen);
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
            max={latest}
            aria-invalid={wrong || undefined}
            onChange={(event) => setDay(event.target.value)}
            className="h-[44px] min-w-0 flex-1 rounded-control border border-line bg-sheet px-2 text-table wide:h-[33px]"
          />
          <Button type="submit" disabled={wrong}>
            Compare
          </Button>
        </div>
      </form>
    </div>
  );
}
