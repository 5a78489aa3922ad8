"use client";

import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { notify } from "@/components/ui/toast";
import type { RiskAssessmentInput } from "@/domain/risk/input";
import { ASSESSMENT_KIND_LABELS } from "@/domain/risk/response";
import type { AppRouter } from "@/server/trpc/root";

type Answer = inferRouterOutputs<AppRouter>["risk"]["assess"];
export type Overtaken = Extract<Answer, { outcome: "conflict" }>;
type Given = Omit<RiskAssessmentInput, "riskId" | "seen"> & { seen: string | null };

/** Saves an assessment; somebody else's in between is shown before anything is written. */
export function useAssess(org: string, page: RiskData, onSaved: () => void) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [overtaken, setOvertaken] = useState<Overtaken | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const assess = useMutation(trpc.risk.assess.mutationOptions());
  const save = async (given: Given) => {
    setFault(null);
    try {
      const result = await assess.mutateAsync({ org, riskId: page.id, ...given });
      if (result.outcome === "conflict") return setOvertaken(result);
      await refresh();
      onSaved();
      const before = page.assessments.find(({ kind }) => kind === given.kind);
      const score = before ? `${before.score} → ${result.assessment.score}` : `${result.assessment.score}`;
      await notify({ message: `${page.code}, ${ASSESSMENT_KIND_LABELS[given.kind].toLowerCase()}: ${score}` });
    } catch (error) {
      setOvertaken(null);
      setFault(error instanceof Error ? error.message : "It could not be saved. Try again.");
    }
  };
  return { save, busy: assess.isPending, fault, overtaken, setOvertaken };
}
