"use client";

import { useSyncExternalStore } from "react";

/** What answers: all of it, nothing, or the server without its database. */
export type Reach = "all" | "no server" | "no database";

const PATIENCE_MS = 5_000;
const AGAIN_MS = 2_500;

let now: Reach = "all";
let looking: Promise<Reach> | undefined;
const watchers = new Set<() => void>();

async function ask(): Promise<Reach> {
  try {
    const answer = await fetch("/api/ready", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return "all";
    const { database } = (await answer.json()) as { database?: boolean };
    return database === false ? "no database" : "all"; // a worker that is away stops no page
  } catch {
    return "no server";
  }
}

/** Finds out what answers, and goes on looking until all does. Call it when a request failed. */
export function look(): Promise<Reach> {
  looking ??= ask().then((reach) => {
    looking = undefined;
    if (reach !== now) {
      now = reach;
      for (const onChange of watchers) onChange();
    }
    if (reach !== "all") setTimeout(look, AGAIN_MS);
    return reach;
  });
  return looking;
}

export function watchReach(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export const reachNow = (): Reach => now;

export const useReach = (): Reach => useSyncExternalStore(watchReach, reachNow, () => "all");
