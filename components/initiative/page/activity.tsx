"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { InitiativeData } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import { RecordedChanges, useRecordedPages } from "@/components/record/recorded-changes";
import { Button } from "@/components/ui/button";
import { useAt } from "@/components/ui/org-link";
import { actionWords } from "@/domain/initiative/action-words";

/** Who recorded what, when and why; one change after the other can be taken back, and the last undo put back. */
export function Activity({ org, page, edit }: { org: string; page: InitiativeData; edit: InitiativeEditState | null }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const pages = useRecordedPages();
  const query = useQuery({
    ...trpc.initiative.activity.queryOptions({ org, at, id: page.id, ...pages.asked }),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordedChanges
      {...{ org, pages, query }}
      about={{ noun: "initiative", id: page.id }}
      where={{ now: page.lookedFrom, timeZone: page.timeZone }}
      wordsOf={actionWords}
      isMade={({ action }) => action === "initiative.create"}
      undo={({ changeId, undoes, action }, index) => {
        const isFirst = action === "initiative.create" || changeId === page.created?.changeId;
        const isTakenBack = pages.number === 1 && index === 0 && undoes !== null;
        if (!edit || !(isTakenBack || (changeId === query.data?.standing && !isFirst))) return null;
        return (
          <Button
            size="small"
            className="mt-1"
            busy={edit.undoing ? "Under way" : false}
            onClick={() => edit.undoChange(changeId)}
          >
            {isTakenBack ? "Put it back" : "Undo this change"}
          </Button>
        );
      }}
    />
  );
}
