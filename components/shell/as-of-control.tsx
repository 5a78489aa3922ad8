"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId, useState } from "react";
import { useAddress } from "@/components/providers/address";
import { AT_KEY, atPresets, parseAt } from "@/components/ui/at";
import { Button } from "@/components/ui/button";
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
        <AsOfPanel
          at={at}
          today={today}
          onChoose={(day) => {
            close();
            setAt(day);
          }}
        />
      )}
    </Popover>
  );
}

function AsOfPanel({
  at,
  today,
  onChoose,
}: {
  at: string | null;
  today: string;
  onChoose: (day: string | null) => void;
}) {
  const [day, setDay] = useState(at ?? "");
  const id = useId();
  const chosen = parseAt(day);
  const wrong = day !== "" && (!chosen || chosen > today);
  const preset =
    "flex min-h-[36px] w-full items-center justify-between gap-6 rounded-small px-2.5 hover:bg-wash wide:min-h-[30px]";
  return (
    <div className="w-[280px] p-1.5">
      <p className="px-2.5 pt-1.5 pb-2 font-serif text-meaning">Every figure as it was recorded by the end of a day.</p>
      <button type="button" aria-pressed={!at} className={preset} onClick={() => onChoose(null)}>
        Now
        <span aria-hidden="true">{at ? "" : "✓"}</span>
      </button>
      {atPresets(today).map((each) => (
        <button
          key={each.label}
          type="button"
          aria-pressed={at === each.day}
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
            max={today}
            aria-invalid={wrong || undefined}
            aria-describedby={wrong ? `${id}-error` : undefined}
            onChange={(event) => setDay(event.target.value)}
            className="h-[44px] min-w-0 flex-1 rounded-control border border-line bg-sheet px-2 text-table wide:h-[33px]"
          />
          <Button type="submit" disabled={!chosen || wrong}>
            Show
          </Button>
        </div>
        {wrong ? (
          <p id={`${id}-error`} role="alert" className="mt-1 text-bad text-note">
            Choose a day up to today, {formatDate(today)}.
          </p>
        ) : null}
      </form>
    </div>
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
