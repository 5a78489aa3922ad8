"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const GATHER_MS = 250;

/** Refreshes what is shown when something of the organisation changed; leaves when the session was revoked. */
export function LiveUpdates({ org }: { org: string }) {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/api/live?org=${encodeURIComponent(org)}`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("change", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries();
      }, GATHER_MS);
    });
    source.addEventListener("signed-out", () => {
      window.location.assign("/sign-in?reason=ended");
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [org, queries]);
  return null;
}
