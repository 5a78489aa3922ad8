"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { ActionDialog } from "@/components/risk/page/action-dialog";
import type { Members } from "@/components/risk/page/part-dialog";
import { PartsSection } from "@/components/risk/page/parts-section";
import { failureWords } from "@/components/risk/page/use-edit";
import type { ActionData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { formatDate } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { counted, joinClauses, sentence } from "@/domain/shared/sentence";

function actionSentence({ actions }: RiskData): string {
  if (actions.length === 0) return "No action is planned.";
  const done = actions.filter(({ doneOn }) => doneOn !== null).length;
  const late = actions.filter(({ overdue }) => overdue).length;
  const words = joinClauses([
    counted(actions.length, "action"),
    done > 0 ? `${done === actions.length ? "all" : counted(done, "of them", "of them")} done` : null,
    late > 0 ? `${counted(late, "overdue", "overdue")}` : null,
  ]);
  return sentence(words);
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
  members: Members;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const add = useMutation(trpc.risk.addAction.mutationOptions());
  const edit = useMutation(trpc.risk.editAction.mutationOptions());
  const remove = useMutation(trpc.risk.removeAction.mutationOptions());
  const finish = async ({ id, version, doneOn }: ActionData) => {
    try {
      const result = await edit.mutateAsync({ org, id, version, patch: { doneOn: doneOn ? null : page.today } });
      await refresh();
      if (result.outcome === "conflict")
        await notify({ message: "Somebody changed this meanwhile. Look at it again." });
    } catch (error) {
      await notify({ message: failureWords(error), tone: "bad" });
    }
  };
  return (
    <PartsSection<ActionData>
      id="actions"
      name="Actions"
      one="an action"
      sentence={actionSentence(page)}
      empty={
        page.strategy === "accept" ? "The strategy is to accept it." : "What is done about it, by whom and by when."
      }
      parts={page.actions}
      nameOf={({ title }) => title}
      mayEdit={mayEdit}
      buttons={(action) => (
        <Button
          size="small"
          aria-label={`${action.doneOn ? "Open again" : "Done"}: ${action.title}`}
          disabled={edit.isPending}
          onClick={() => void finish(action)}
        >
          {action.doneOn ? "Open again" : "Done"}
        </Button>
      )}
      onRemove={({ id }) => remove.mutateAsync({ org, id })}
      onPutBack={({ title, ownerId, dueOn, doneOn }) =>
        add.mutateAsync({ org, riskId: page.id, title, ownerId, dueOn, doneOn })
      }
      first={{
        key: "title",
        label: "Action",
        render: ({ title, ownerName }) => (
          <TwoLine plain main={<span className="wrap-anywhere">{title}</span>} sub={ownerName ?? "nobody"} />
        ),
      }}
      columns={[
        {
          key: "due",
          label: "Due",
          align: "right",
          width: "96px",
          render: ({ dueOn, doneOn, overdue }) => (
            <>
              <span className="block">{dueOn ? <DateText value={dueOn} /> : "no date"}</span>
              {doneOn ? (
                <Status status="good">done {formatDate(doneOn, "short")}</Status>
              ) : overdue ? (
                <Status status="bad">overdue</Status>
              ) : null}
            </>
          ),
        },
      ]}
      dialog={(action, onClose) => <ActionDialog {...{ org, page, members, action, onClose }} />}
    />
  );
}
