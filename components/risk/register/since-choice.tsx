"use client";

import { useAddress } from "@/components/providers/address";
import { DayPanel } from "@/components/ui/day-panel";
import { formatDate } from "@/components/ui/format";
import { Popover } from "@/components/ui/popover";
import { addDays } from "@/domain/risk/calendar";

/** The day figures and arrows are compared with; it stands in the address. */
export function SinceChoice({ since, latest }: { since: string; latest: string }) {
  const { change } = useAddress();
  return (
    <Popover
      label="compare with another day"
      align="end"
      triggerClass="min-h-6 text-ink whitespace-nowrap"
      trigger={<span className="border-line border-b pb-px">{formatDate(since)} ▾</span>}
    >
      {(close) => (
        <DayPanel
          day={since}
          today={latest}
          last={addDays(latest, -1)}
          submit="Compare"
          refusal={`Choose a day before the one shown, ${formatDate(latest)}.`}
          onChoose={(day) => {
            close();
            change({ since: day }, { push: true });
          }}
        />
      )}
    </Popover>
  );
}
