"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Whether `needed` pixels do not fit. Only then the table scrolls sideways: a scrolling box would end the head's
 * sticking to the top of the page.
 */
export function useOverflow(box: RefObject<HTMLElement | null>, needed: number): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setOverflows((entry?.contentRect.width ?? needed) < needed));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box, needed]);
  return overflows;
}
