"use client";

import { startTransition, useEffect, useState } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Pixels of a row of the wide table. */
export const ROW_HEIGHT = 30;

/**
 * How many rows to draw. Opened from another page a list draws what its window can show, and the rest a moment later; the
 * server draws all of them.
 */
export function useFirstRows(): number {
  const hydrated = useHydrated();
  const [isWhole, setWhole] = useState(!hydrated);
  useEffect(() => startTransition(() => setWhole(true)), []);
  return isWhole ? Number.POSITIVE_INFINITY : Math.ceil(window.innerHeight / ROW_HEIGHT) + 1;
}
