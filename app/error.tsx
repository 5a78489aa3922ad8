"use client";

import { ErrorState } from "@/components/ui/states";

/** Catches what no part of a page caught. The digest finds the failure in the server's log. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[720px] px-[18px] pt-[12vh] wide:px-9">
      <ErrorState title="This page could not be shown" requestId={error.digest} onRetry={reset} />
    </main>
  );
}
