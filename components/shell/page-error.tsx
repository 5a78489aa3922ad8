"use client";

import { useEffect, useRef, useState } from "react";
import { look, useReach } from "@/components/providers/reach";
import { ErrorState } from "@/components/ui/states";

const WORDS = {
  "no server": "The server does not answer. The page shows itself again as soon as it does.",
  "no database": "The database cannot be reached. Nothing was lost; the page shows itself again as soon as it is back.",
} as const;

const TITLE = "This page could not be shown";

/** In place of a page that failed: what is away, if anything is, and the page again by itself when it is back. */
export function PageError({ digest, retry }: { digest?: string | undefined; retry: () => void }) {
  const reach = useReach();
  const wasAway = useRef(false);
  const [isUntitled, setUntitled] = useState(false);
  useEffect(() => {
    void look();
    setUntitled(document.title === ""); // what would have named the page failed with it
  }, []);
  useEffect(() => {
    if (reach !== "all") wasAway.current = true;
    else if (wasAway.current) {
      wasAway.current = false;
      retry();
    }
  }, [reach, retry]);
  return (
    <>
      {isUntitled ? <title>{TITLE}</title> : null}
      <ErrorState
        title={TITLE}
        {...(reach === "all" ? {} : { message: WORDS[reach] })}
        {...(digest ? { requestId: digest } : {})}
        onRetry={retry}
      />
    </>
  );
}
