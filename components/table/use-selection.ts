"use client";

import { useState } from "react";

/** Marked rows by key; they stay marked over pages, sorts and searches. */
export function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setSelected((was) => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const toggleAll = (keys: readonly string[]) =>
    setSelected((was) => {
      const next = new Set(was);
      const all = keys.every((key) => was.has(key));
      for (const key of keys) {
        if (all) next.delete(key);
        else next.add(key);
      }
      return next;
    });
  return { selected, toggle, toggleAll, clear: () => setSelected(new Set()) };
}
