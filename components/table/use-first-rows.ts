"use client";

import { startTransition, useEffect, useState } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Pixels of a row of the wide table; those of more lines are taller. */
export const ROW_HEIGHT = 30;

/**
 * How many rows to draw. Of rows that were not there before, those down to the end of the window come first and the rest a
 * moment later; the server draws all of them.
 */
export function useFirstRows(ids: readonly string[]): number {
  const hydrated = useHydrated();
  const page = ids.join();
  const [whole, setWhole] = useState(hydrated ? null : page);
  useEffect(() => startTransition(() => setWhole(page)), [page]);
  if (whole === page) return Number.POSITIVE_INFINITY;
  return Math.ceil((window.scrollY + window.innerHeight) / ROW_HEIGHT) + 1;
}
