"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { RecordedChanges, useRecordedPages } from "@/components/record/recorded-changes";
import type { RiskData } from "@/components/risk/shape";
import { useAt } from "@/components/ui/org-link";
import { riskActionWords } from "@/domain/risk/action-words";

/** Who recorded what of a risk and its parts, when and why. */
export function RecordedSection({ org, page }: { org: string; page: RiskData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const pages = useRecordedPages();
  const query = useQuery({
    ...trpc.risk.activity.queryOptions({ org, at, id: page.id, ...pages.asked }),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordedChanges
      {...{ org, pages, query }}
      about={{ noun: "risk", id: page.id }}
      where={{ now: page.lookedFrom, timeZone: page.timeZone }}
      wordsOf={riskActionWords}
      isMade={({ action }) => action === "risk.create"}
    />
  );
}
