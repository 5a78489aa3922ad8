"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";

/** Rebuilds the pack from the record when asked, and says whether it is still the stored file. */
export function Verification({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC();
  const { data, error, isFetching, refetch } = useQuery(
    trpc.pack.verify.queryOptions({ org, id }, { enabled: false, retry: false, staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button busy={isFetching ? "Rebuilding" : false} onClick={() => void refetch()}>
        Check against the record
      </Button>
      <div aria-live="polite" className="text-table">
        {error ? <Status status="watch">{error.message}</Status> : null}
        {data && !error ? <Verdict isSame={data.data && data.file} isData={data.data} /> : null}
      </div>
    </div>
  );
}

function Verdict({ isSame, isData }: { isSame: boolean; isData: boolean }) {
  if (isSame) return <Status status="good">Rebuilt from the record just now: the same file, byte for byte.</Status>;
  return (
    <Status status="bad">
      {isData ? "The data are the same, the file differs." : "The record no longer gives the data of this pack."}
    </Status>
  );
}
