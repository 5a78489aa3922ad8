"use client";

import { useMemo } from "react";
import { useExposure } from "@/components/risk/exceedance/use-exposure";
import type { Played } from "@/components/risk/register/exposure-section";
import type { ExposureData } from "@/components/risk/register/shape";

/** Plays the trials of today and of the day compared with, beside the page. */
export function useExposures(exposure: ExposureData | undefined): Played {
  const question = useMemo(
    () => ({ seed: exposure?.seed ?? "", limit: exposure?.limit ?? null }),
    [exposure?.seed, exposure?.limit],
  );
  const now = useExposure(exposure?.now.risks ?? null, question);
  const before = useExposure(exposure?.before?.risks ?? null, question);
  return { now: now.figures, before: before.figures, fault: now.fault };
}
