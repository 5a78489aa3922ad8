"use client";

import { type RefObject, useState } from "react";
import { useShortcuts } from "@/components/table/shortcuts";

/** j and k move through the rows, x marks the focused one, e sets its first value, f asks for conditions; Enter is the row's link itself. */
export function useRowFocus({
  table,
  count,
  onMark,
  onEdit,
  onSearch,
  onFilter,
  onHelp,
  onClear,
}: {
  table: RefObject<HTMLTableElement | null>;
  count: number;
  onMark: (index: number) => void;
  onEdit: (index: number) => void;
  onSearch: () => void;
  onFilter: () => void;
  onHelp: () => void;
  onClear: () => void;
}) {
  const [focused, setFocused] = useState<number | null>(null);
  const go = (index: number) => {
    if (count === 0) return;
    const next = Math.min(count - 1, Math.max(0, index));
    setFocused(next);
    const row = table.current?.querySelector<HTMLElement>(`[data-row="${next}"]`);
    const link = row?.querySelector<HTMLElement>("[data-row-link]");
    (link ?? row?.querySelector<HTMLElement>("input"))?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts({
    j: () => go(focused === null ? 0 : focused + 1),
    k: () => go(focused === null ? 0 : focused - 1),
    x: () => {
      if (focused !== null && focused < count) onMark(focused);
    },
    e: () => {
      if (focused !== null && focused < count) onEdit(focused);
    },
    "/": onSearch,
    f: onFilter,
    "?": onHelp,
    escape: () => {
      setFocused(null);
      onClear();
    },
  });
  return { focused: focused !== null && focused < count ? focused : null, setFocused };
}
