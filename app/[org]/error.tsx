"use client";

import { useQueryClient } from "@tanstack/react-query";
import { PageError } from "@/components/shell/page-error";

type Props = { error: Error & { digest?: string }; retry: () => void };

/** A page of an organisation that failed: navigation and what stands around it stay. */
export default function OrganisationError({ error, retry }: Props) {
  const queries = useQueryClient();
  return (
    <PageError
      digest={error.digest}
      retry={() => {
        queries.removeQueries({ predicate: ({ state }) => state.status === "error" });
        retry();
      }}
    />
  );
}
