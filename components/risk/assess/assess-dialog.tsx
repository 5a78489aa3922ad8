"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { AssessForm } from "@/components/risk/assess/assess-form";
import type { Cell } from "@/components/risk/assess/cell-grid";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { AssessmentKind } from "@/domain/risk/response";

export type AssessDialogProps = {
  org: string;
  /** Its id or its code. */
  riskId: string;
  kind: AssessmentKind;
  /** The cell to begin with, counted from 0: where a mark was dropped. */
  proposed?: Cell;
  onClose: () => void;
};

/** Assesses a risk: the matrix, impacts by category, what level and floors come of it, and why. */
export function AssessDialog({ org, riskId, kind, proposed, onClose }: AssessDialogProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.risk.get.queryOptions({ org, id: riskId }));
  if (query.data)
    return <AssessForm org={org} page={query.data} kind={kind} proposed={proposed ?? null} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} wide title="Assess this risk">
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
    </Dialog>
  );
}
