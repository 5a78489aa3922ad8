"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { usePathname, useRouter } from "next/navigation";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { commandsOf, dayCommand } from "@/components/search/commands";
import { recentRefs, refOf } from "@/components/search/recent";
import type { NavEntry } from "@/components/shell/navigation";
import { AT_KEY, withAt } from "@/components/ui/at";
import { Kbd } from "@/components/ui/kbd";
import { useAt } from "@/components/ui/org-link";
import { answersTo, type Command } from "@/domain/search/command";
import { type Found, LONGEST_QUERY, SEARCH_LABELS } from "@/domain/search/noun";

export type PaletteProps = {
  org: string;
  memberId: string;
  entries: readonly NavEntry[];
  permissions: readonly string[];
  today: string;
  onClose: () => void;
};

type Item = { id: string; title: string; detail: string; run: () => void };
type Group = { label: string; items: Item[] };

function groupsOf(found: readonly Found[], open: (path: string) => void): Group[] {
  const nouns = [...new Set(found.map(({ noun }) => noun))];
  return nouns.map((noun) => ({
    label: SEARCH_LABELS[noun],
    items: found
      .filter((each) => each.noun === noun)
      .map(({ id, title, detail, path }) => ({ id: `${noun}-${id}`, title, detail, run: () => open(path) })),
  }));
}

/** Search over everything a person may read, what they opened lately, and what they can do: one field, all by keyboard. */
export function Palette({ org, memberId, entries, permissions, today, onClose }: PaletteProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const at = useAt();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const [place, setPlace] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [refs] = useState(() => recentRefs(org, memberId));

  const found = useQuery({
    ...trpc.search.find.queryOptions({ org, at: at ?? undefined, q }),
    enabled: q !== "",
    placeholderData: (before) => before,
  });
  const recent = useQuery({
    ...trpc.search.recent.queryOptions({ org, at: at ?? undefined, refs }),
    enabled: refs.length > 0,
  });
  const me = useQuery(trpc.access.whoAmI.queryOptions());

  const leave = (address: string) => {
    onClose();
    router.push(address);
  };
  const open = (path: string) => leave(withAt(`/${org}/${path}`, at));
  const run = (command: Command) => {
    if ("go" in command) {
      const [path, hash] = command.go.split("#");
      if (path !== pathname || !hash) return leave(withAt(command.go, at));
      onClose();
      window.location.hash = hash; // the router tells nobody of a new hash on the same page
      return;
    }
    if ("organisation" in command) return leave(`/${command.organisation}`);
    const params = new URLSearchParams(window.location.search);
    if (command.day) params.set(AT_KEY, command.day);
    else params.delete(AT_KEY);
    leave(`${pathname}${params.size > 0 ? `?${params}` : ""}`);
    router.refresh(); // the counts around the page are of the other day too
  };

  const here = refOf(pathname);
  const initiative = here?.noun === "initiative" ? here.ref : null;
  const places = me.data?.places ?? [];
  const day = dayCommand(typed, today);
  const commands = [
    ...(day ? [day] : []),
    ...commandsOf({ org, initiative, permissions, entries, places, today, at }).filter((each) => answersTo(each, q)),
  ];
  const actions: Group = {
    label: "Do",
    items: commands
      .slice(0, q === "" ? 6 : 8)
      .map((each) => ({ id: each.id, title: each.title, detail: each.hint ?? "", run: () => run(each) })),
  };
  const groups = (
    q === ""
      ? [{ label: "Recent", items: groupsOf(recent.data ?? [], open).flatMap(({ items }) => items) }, actions]
      : [...groupsOf(found.data ?? [], open), actions]
  ).filter(({ items }) => items.length > 0);
  const items = groups.flatMap((group) => group.items);
  const chosen = items[Math.min(place, items.length - 1)];
  const waits = typed.trim() !== "" && (found.isFetching || q !== typed.trim());
  /** Enter was pressed while what is listed still answered other words. */
  const [isWanted, setIsWanted] = useState(false);
  useEffect(() => {
    if (!isWanted || waits) return;
    setIsWanted(false);
    chosen?.run();
  });

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      setPlace((Math.min(place, items.length - 1) + step + items.length) % items.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      setIsWanted(true);
    }
  };
  const words = items.length === 0 ? (waits ? "Searching" : "Nothing found") : `${items.length} results`;

  return (
    <Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-paper opacity-80" />
        <Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 flex max-h-[80dvh] flex-col rounded-control border border-ink bg-sheet outline-none wide:inset-x-auto wide:top-[12vh] wide:left-1/2 wide:max-h-[66vh] wide:w-[640px] wide:-translate-x-1/2"
        >
          <Title className="sr-only">Search and commands</Title>
          <div className="flex items-center gap-3 border-rule border-b px-[18px]">
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
              aria-label="Search, or say what to do"
              placeholder="Search, or say what to do"
              maxLength={LONGEST_QUERY}
              autoComplete="off"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setPlace(0);
                setIsWanted(false);
              }}
              onKeyDown={onKey}
              className="h-[52px] min-w-0 flex-1 bg-transparent font-serif text-figure outline-none placeholder:text-ink-3"
            />
            <Kbd>esc</Kbd>
          </div>
          <p role="status" className="sr-only">
            {words}
          </p>
          <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className="overflow-y-auto p-2">
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role
              <div key={group.label} role="group" aria-label={group.label} className="pb-1.5">
                <p aria-hidden="true" className="px-2.5 pt-2 pb-1 text-ink-2 text-note">
                  {group.label}
                </p>
                {group.items.map((item) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the field above answers the keys of every option
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the option
                  <div
                    key={item.id}
                    id={`${id}-${item.id}`}
                    role="option"
                    aria-selected={item === chosen}
                    onClick={item.run}
                    onPointerMove={() => setPlace(items.indexOf(item))}
                    className={clsx(
                      "flex min-h-[38px] cursor-pointer items-baseline justify-between gap-6 rounded-small px-2.5 py-1.5 text-table",
                      item === chosen && "bg-wash",
                    )}
                  >
                    <span className="line-clamp-2 min-w-0">{item.title}</span>
                    <span className="max-w-[45%] shrink-0 truncate text-ink-2 text-note">{item.detail}</span>
                  </div>
                ))}
              </div>
            ))}
            {found.error && q !== "" ? (
              <p className="px-2.5 py-3 text-bad text-table">The search failed: {found.error.message}</p>
            ) : items.length === 0 && !waits ? (
              <p className="px-2.5 py-3 font-serif text-meaning">
                Nothing is called “{typed.trim()}”. Try a code, a person, or fewer letters.
              </p>
            ) : null}
          </div>
        </Content>
      </Portal>
    </Root>
  );
}
