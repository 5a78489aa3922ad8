"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { ControlDialog } from "@/components/risk/page/control-dialog";
import { percentText } from "@/components/risk/page/field-words";
import { failureWords } from "@/components/risk/page/use-edit";
import type { ControlData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { CONTROL_KIND_LABELS } from "@/domain/risk/response";
import { counted, sentence } from "@/domain/shared/sentence";

function controlSentence({ controls }: RiskData): string | undefined {
  if (controls.length === 0) return undefined;
  const untested = controls.filter(({ testedOn }) => testedOn === null).length;
  const tested =
    untested === 0
      ? "all tested"
      : untested === controls.length
        ? "none tested yet"
        : `${counted(untested, "not tested", "not tested")} yet`;
  return sentence(`${counted(controls.length, "control")}, ${tested}`);
}

/** What already makes it less likely or less costly, how well, and when that was last tested. */
export function ControlsSection({
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
  const [open, setOpen] = useState<ControlData | "new" | null>(null);
  const add = useMutation(trpc.risk.addControl.mutationOptions());
  const remove = useMutation(trpc.risk.removeControl.mutationOptions());
  const drop = async ({ id, name, kind, effectiveness, testedOn, ownerId }: ControlData) => {
    const again = { riskId: page.id, name, kind, effectiveness, testedOn, ownerId };
    try {
      await remove.mutateAsync({ org, id });
      await refresh();
      const putBack = () =>
        void add
          .mutateAsync({ org, ...again })
          .then(refresh, (error) => notify({ message: failureWords(error), tone: "bad" }));
      await notify({ message: `${name} was removed`, action: { label: "Undo", onSelect: putBack } });
    } catch (error) {
      await notify({ message: failureWords(error), tone: "bad" });
    }
  };
  return (
    <Section
      id="controls"
      name="Controls"
      aside="effectiveness: the share each takes away"
      sentence={controlSentence(page)}
    >
      {page.controls.length === 0 ? (
        <EmptyState title="No control is recorded">
          What already makes this less likely, or less costly when it happens.
        </EmptyState>
      ) : (
        <PlainTable
          label="Controls"
          rows={page.controls}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "name",
              label: "Control",
              render: ({ name, kind, ownerName }) => (
                <TwoLine
                  plain
                  main={<span className="wrap-anywhere">{name}</span>}
                  sub={[CONTROL_KIND_LABELS[kind].toLowerCase(), ownerName].filter(Boolean).join(" · ")}
                />
              ),
            },
            {
              key: "effectiveness",
              label: "Effective",
              align: "right",
              render: ({ effectiveness }) => percentText(effectiveness),
            },
            {
              key: "tested",
              label: "Tested",
              align: "right",
              render: ({ testedOn }) =>
                testedOn ? <DateText value={testedOn} /> : <span className="text-watch">never</span>,
            },
            ...(mayEdit
              ? [
                  {
                    key: "do",
                    label: <span className="sr-only">Change</span>,
                    align: "right" as const,
                    render: (control: ControlData) => (
                      <span className="inline-flex flex-wrap justify-end gap-1">
                        <Button
                          size="small"
                          tone="quiet"
                          aria-label={`Edit ${control.name}`}
                          onClick={() => setOpen(control)}
                        >
                          Edit
                        </Button>
                        <Button
                          size="small"
                          tone="quiet"
                          aria-label={`Remove ${control.name}`}
                          disabled={remove.isPending}
                          onClick={() => void drop(control)}
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
          Add a control
        </Button>
      ) : null}
      {open ? (
        <ControlDialog
          org={org}
          page={page}
          members={members}
          control={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Section>
  );
}
