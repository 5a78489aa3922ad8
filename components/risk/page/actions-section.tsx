"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { ActionDialog } from "@/components/risk/page/action-dialog";
import { failureWords } from "@/components/risk/page/use-edit";
import type { ActionData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { counted, joinClauses, sentence } from "@/domain/shared/sentence";

function actionSentence({ actions }: RiskData): string | undefined {
  if (actions.length === 0) return undefined;
  const done = actions.filter(({ doneOn }) => doneOn !== null).length;
  const late = actions.filter(({ overdue }) => overdue).length;
  const clauses = joinClauses([
    counted(actions.length, "action"),
    done > 0 ? `${done === actions.length ? "all" : counted(done, "of them", "of them")} done` : null,
    late > 0 ? `${counted(late, "overdue", "overdue")}` : null,
  ]);
  return clauses ? sentence(clauses) : undefined;
}

/** What is to be done about it, by whom and until when. */
export function ActionsSection({
  org,
  page,
  mayEdit,
  members,
}: {
  org: string;
  page: RiskData;
  mayEdit: boolean;
  members: readonly { id: string; name: string; active: boolean }[];
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [open, setOpen] = useState<ActionData | "new" | null>(null);
  const add = useMutation(trpc.risk.addAction.mutationOptions());
  const edit = useMutation(trpc.risk.editAction.mutationOptions());
  const remove = useMutation(trpc.risk.removeAction.mutationOptions());
  const failed = (error: unknown) => notify({ message: failureWords(error), tone: "bad" });
  const drop = async ({ id, title, ownerId, dueOn, doneOn }: ActionData) => {
    try {
      await remove.mutateAsync({ org, id });
      await refresh();
      const putBack = () =>
        void add.mutateAsync({ org, riskId: page.id, title, ownerId, dueOn, doneOn }).then(refresh, failed);
      await notify({ message: `${title} was removed`, action: { label: "Undo", onSelect: putBack } });
    } catch (error) {
      await failed(error);
    }
  };
  const finish = async ({ id, version, doneOn }: ActionData) => {
    try {
      const result = await edit.mutateAsync({ org, id, version, patch: { doneOn: doneOn ? null : page.today } });
      await refresh();
      if (result.outcome === "conflict")
        await notify({ message: "Somebody changed this meanwhile. Look at it again." });
    } catch (error) {
      await failed(error);
    }
  };
  return (
    <Section id="actions" name="Actions" sentence={actionSentence(page)}>
      {page.actions.length === 0 ? (
        <EmptyState title="No action is planned">
          {page.strategy === "accept" ? "The strategy is to accept it." : "What is done about it, by whom and by when."}
        </EmptyState>
      ) : (
        <PlainTable
          label="Actions"
          rows={page.actions}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "title",
              label: "Action",
              render: ({ title, ownerName }) => (
                <TwoLine plain main={<span className="wrap-anywhere">{title}</span>} sub={ownerName ?? "nobody"} />
              ),
            },
            {
              key: "due",
              label: "Due",
              align: "right",
              render: ({ dueOn, doneOn, overdue }) => (
                <>
                  <span className="block">{dueOn ? formatDate(dueOn) : "no date"}</span>
                  {doneOn ? (
                    <Status status="good">done {formatDate(doneOn, "short")}</Status>
                  ) : overdue ? (
                    <Status status="bad">overdue</Status>
                  ) : null}
                </>
              ),
            },
            ...(mayEdit
              ? [
                  {
                    key: "do",
                    label: <span className="sr-only">Change</span>,
                    align: "right" as const,
                    render: (action: ActionData) => (
                      <span className="inline-flex flex-wrap justify-end gap-1">
                        <Button
                          size="small"
                          aria-label={`${action.doneOn ? "Open again" : "Done"}: ${action.title}`}
                          disabled={edit.isPending}
                          onClick={() => void finish(action)}
                        >
                          {action.doneOn ? "Open again" : "Done"}
                        </Button>
                        <Button
                          size="small"
                          tone="quiet"
                          aria-label={`Edit ${action.title}`}
                          onClick={() => setOpen(action)}
                        >
                          Edit
                        </Button>
                        <Button
                          size="small"
                          tone="quiet"
                          aria-label={`Remove ${action.title}`}
                          disabled={remove.isPending}
                          onClick={() => void drop(action)}
                        >
                          Remove
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayEdit ? (
        <Button size="small" className="mt-3" onClick={() => setOpen("new")}>
          Add an action
        </Button>
      ) : null}
      {open ? (
        <ActionDialog
          org={org}
          page={page}
          members={members}
          action={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Section>
  );
}
