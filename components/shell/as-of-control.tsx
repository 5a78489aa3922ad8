"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useAddress } from "@/components/providers/address";
import { AT_KEY } from "@/components/ui/at";
import { DayPanel } from "@/components/ui/day-panel";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Popover } from "@/components/ui/popover";

function useSetAt() {
  const { change } = useAddress();
  const router = useRouter();
  return (day: string | null) => {
    change({ [AT_KEY]: day }, { push: true, fromServer: true });
    router.refresh(); // The layout's counts are of the other day too.
  };
}

/** The page at any past day. The day stands in the address, so a link shows another person the same. */
export function AsOfControl({ today }: { today: string }) {
  const at = useAt();
  const setAt = useSetAt();
  const choose = (day: string | null, close: () => void) => {
    close();
    setAt(day);
  };
  return (
    <Popover
      label="show another day"
      align="end"
      triggerClass="flex h-[36px] items-center gap-2 whitespace-nowrap rounded-control border border-rule bg-sheet px-2.5 text-table hover:border-line wide:h-[33px] wide:text-body"
      trigger={
        <>
          <svg viewBox="0 0 14 14" width="13" height="13" aria-hidden="true" className="hidden text-ink-2 wide:block">
            <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="1.2" />
            <path d="M7 3.6V7L9.2 8.6" fill="none" stroke="currentColor" strokeWidth="1.2" />
          </svg>
          {at ? <span className="font-semibold text-watch">{formatDate(at)}</span> : "As of now"}
          <span aria-hidden="true" className="text-[0.625rem]">
            ▾
          </span>
        </>
      }
    >
      {(close) => (
        <DayPanel
          {...{ day: at, today, last: today, submit: "Show" }}
          lead="Every figure as it was recorded by the end of a day."
          refusal={`Choose a day up to today, ${formatDate(today)}.`}
          first={{ label: "Now", onSelect: () => choose(null, close) }}
          onChoose={(day) => choose(day, close)}
        />
      )}
    </Popover>
  );
}

/** A window of a past day says so in its title, whichever page sets it: people keep several open. */
function useTitleAsOf(at: string | null) {
  useEffect(() => {
    if (!at) return;
    const suffix = ` as recorded on ${formatDate(at, "long")}`;
    const say = () => {
      if (!document.title.endsWith(suffix)) document.title += suffix;
    };
    say();
    const watcher = new MutationObserver(say);
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      watcher.disconnect();
      if (document.title.endsWith(suffix)) document.title = document.title.slice(0, -suffix.length);
    };
  }, [at]);
}

/** Stands above every page while a past day is shown. */
export function AsOfBanner() {
  const at = useAt();
  const setAt = useSetAt();
  useTitleAsOf(at);
  if (!at) return null;
  return (
    <div
      role="status"
      data-as-of={at}
      className="flex min-h-[36px] flex-wrap items-center justify-between gap-x-6 border-rule border-b bg-watch-wash px-[18px] py-1 text-table wide:px-9"
    >
      <p>
        <span className="font-semibold">As recorded on {formatDate(at, "long")}, 23:59.</span>{" "}
        <span className="text-ink-2">Nothing can be changed in the past.</span>
      </p>
      <button
        type="button"
        data-print="hide"
        className="min-h-6 font-medium text-accent underline-offset-2 hover:underline"
        onClick={() => setAt(null)}
      >
        Return to now
      </button>
    </div>
  );
}
