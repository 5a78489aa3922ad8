"use client";

import { useRef, useState } from "react";

/**
 * Marked rows by key; they stay marked over pages, sorts and searches. `matching`: all that match `scope`, seen or not; it ends
 * with another scope.
 */
export function useSelection(scope: string) {
  const [{ selected, matching }, setState] = useState<State>(NONE);
  const last = useRef<string | null>(null);
  const change = (make: (next: Set<string>) => void) =>
    setState((was) => {
      const next = new Set(was.selected);
      make(next);
      return { selected: next, matching: null };
    });
  const toggle = (key: string) => {
    last.current = key;
    change((next) => {
      if (!next.delete(key)) next.add(key);
    });
  };
  return {
    selected,
    matching: matching === scope,
    toggle,
    /** Marks everything between the row marked last and this one, as they stand on the page. */
    toggleRange: (keys: readonly string[], key: string) => {
      const [from, to] = [keys.indexOf(last.current ?? ""), keys.indexOf(key)];
      if (from < 0 || to < 0) return toggle(key);
      last.current = key;
      change((next) => {
        for (const each of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
      });
    },
    toggleAll: (keys: readonly string[]) =>
      change((next) => {
        const all = keys.every((key) => next.has(key));
        for (const key of keys) {
          if (all) next.delete(key);
          else next.add(key);
        }
      }),
    markMatching: () => setState((was) => ({ ...was, matching: scope })),
    clear: () => setState(NONE),
  };
}
export type Selection = ReturnType<typeof useSelection>;

type State = { selected: ReadonlySet<string>; matching: string | null };
const NONE: State = { selected: new Set(), matching: null };
