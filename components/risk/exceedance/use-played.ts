"use client";

import { useMemo } from "react";
import type { ExposureQuestion } from "@/domain/risk/exposure-figures";
import type { ExposedRisk } from "@/domain/risk/simulate";
import { type Exposure, useExposure } from "./use-exposure";

/** Risks to play one by one, and those too many to play, which count with their expected loss. */
export type ExposurePart = { risks: readonly ExposedRisk[]; left: { count: number; expected: number } };
export type PlayedExposure = { now: Exposure; before: Exposure };

type Asked = {
  seed: string;
  /** Of the organisation: null for a part of its risks. */
  limit: { amount: number; chance: number } | null;
};

/** Plays the trials of some risks, now and as they stood before; the earlier curve reaches as far as the later. */
export function usePlayed(now: ExposurePart | null, before: ExposurePart | null, asked: Asked): PlayedExposure {
  const current = usePart(now, asked, 0);
  const reach = current.figures?.curve.to ?? 0;
  return { now: current, before: usePart(reach > 0 ? before : null, asked, reach) };
}

/** The figures of some risks; those left out are lost on balance in every trial. */
function usePart(part: ExposurePart | null, { seed, limit }: Asked, reach: number) {
  const base = Math.round(part?.left.expected ?? 0);
  const [amount, chance] = [limit?.amount, limit?.chance];
  const question = useMemo<ExposureQuestion>(
    () => ({
      ...{ seed, base, reach },
      limit: amount === undefined || chance === undefined ? null : { amount, chance },
    }),
    [seed, base, reach, amount, chance],
  );
  return useExposure(part?.risks ?? null, question);
}
