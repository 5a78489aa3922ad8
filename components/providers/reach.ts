"use client";

import { useSyncExternalStore } from "react";

/** What answers: all of it, nothing, or the server without its database. */
export type Reach = "all" | "no server" | "no database";

const PATIENCE_MS = 5_000;
const AGAIN_MS = 2_500;

let now: Reach = "all";
let worker = true;
let looking: Promise<Reach> | undefined;
const watchers = new Set<() => void>();

function tell() {
  for (const onChange of watchers) onChange();
}
function tellWorker(works: boolean) {
  if (works === worker) return;
  worker = works;
  tell();
}

async function ask(): Promise<Reach> {
  try {
    const answer = await fetch("/api/ready", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) {
      tellWorker(true);
      return "all";
    }
    const said = (await answer.json()) as { database?: boolean; worker?: boolean };
    if (said.database === false) return "no database";
    tellWorker(said.worker !== false);
    return "all"; // a worker that is away stops no page
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
      tell();
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

/** Whether a worker drives jobs, as far as was last seen; ask with `look`. */
export const useWorker = (): boolean =>
  useSyncExternalStore(
    watchReach,
    () => worker,
    () => true,
  );

export const useReach = (): Reach => useSyncExternalStore(watchReach, reachNow, () => "all");
