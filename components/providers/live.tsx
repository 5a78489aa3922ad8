"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { look, reachNow, watchReach } from "@/components/providers/reach";

const GATHER_MS = 250;
const AGAIN_MS = 3_000;

/** An event source does not tell why it was refused: asked once more, the answer does. */
async function isSignedOut(address: string): Promise<boolean> {
  const done = new AbortController();
  const answer = await fetch(address, { signal: done.signal }).catch(() => null);
  done.abort(); // a stream would go on
  return answer?.status === 401;
}

/** Refreshes what is shown when something of the organisation changed; leaves when the session was revoked. */
export function LiveUpdates({ org }: { org: string }) {
  const queries = useQueryClient();
  useEffect(() => {
    let source: EventSource | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const refresh = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        void queries.invalidateQueries();
      }, GATHER_MS);
    };
    let isLeft = false;
    const address = `/api/live?org=${encodeURIComponent(org)}`;
    const leave = () => window.location.assign("/sign-in?reason=ended");
    const listen = () => {
      source = new EventSource(address);
      source.addEventListener("change", refresh);
      source.addEventListener("open", () => {
        if (missed) refresh(); // what changed meanwhile was not told
        missed = false;
      });
      source.addEventListener("signed-out", leave);
      source.addEventListener("error", async () => {
        missed = true;
        void look();
        if (source?.readyState !== EventSource.CLOSED) return; // the browser connects again itself
        if (await isSignedOut(address)) return leave(); // ended before the stream began
        clearTimeout(again);
        if (!isLeft) again = setTimeout(listen, AGAIN_MS); // it does not after an answer that is no stream
      });
    };
    listen();
    return () => {
      isLeft = true;
      clearTimeout(gathering);
      clearTimeout(again);
      source?.close();
    };
  }, [org, queries]);
  useEffect(() => {
    let before = reachNow();
    const stop = [
      queries.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "failed" && isAway(event.action.error)) void look();
      }),
      queries.getMutationCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error" && isAway(event.action.error)) void look();
      }),
      watchReach(() => {
        if (before !== "all" && reachNow() === "all") void queries.invalidateQueries();
        before = reachNow();
      }),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, [queries]);
  return null;
}

/** No answer at all carries no data; one without the database says so. */
function isAway(error: unknown): boolean {
  const { data } = error as { data?: { code?: string } | null };
  return !data || data.code === "SERVICE_UNAVAILABLE";
}
