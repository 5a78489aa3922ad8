"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { ControlDialog } from "@/components/risk/page/control-dialog";
import { percentText } from "@/components/risk/page/field-words";
import type { Members } from "@/components/risk/page/part-dialog";
import { PartsSection } from "@/components/risk/page/parts-section";
import type { ControlData, RiskData } from "@/components/risk/shape";
import { TwoLine } from "@/components/table/plain-table";
import { DateText } from "@/components/ui/date-text";
import { CONTROL_KIND_LABELS } from "@/domain/risk/response";
import { counted, sentence } from "@/domain/shared/sentence";

function controlSentence({ controls }: RiskData): string {
  if (controls.length === 0) return "No control is recorded.";
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
  members: Members;
}) {
  const trpc = useTRPC();
  const add = useMutation(trpc.risk.addControl.mutationOptions());
  const remove = useMutation(trpc.risk.removeControl.mutationOptions());
  return (
    <PartsSection<ControlData>
      id="controls"
      name="Controls"
      one="a control"
      aside="effectiveness: the share each takes away"
      sentence={controlSentence(page)}
      empty="What already makes this less likely, or less costly when it happens."
      parts={page.controls}
      nameOf={({ name }) => name}
      mayEdit={mayEdit}
      onRemove={({ id }) => remove.mutateAsync({ org, id })}
      onPutBack={({ name, kind, effectiveness, testedOn, ownerId }) =>
        add.mutateAsync({ org, riskId: page.id, name, kind, effectiveness, testedOn, ownerId })
      }
      first={{
        key: "name",
        label: "Control",
        render: ({ name, kind, ownerName }) => (
          <TwoLine
            plain
            main={<span className="wrap-anywhere">{name}</span>}
            sub={[CONTROL_KIND_LABELS[kind].toLowerCase(), ownerName].filter(Boolean).join(" · ")}
          />
        ),
      }}
      columns={[
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
          width: "96px",
          render: ({ testedOn }) =>
            testedOn ? <DateText value={testedOn} /> : <span className="text-watch">never</span>,
        },
      ]}
      dialog={(control, onClose) => <ControlDialog {...{ org, page, members, control, onClose }} />}
    />
  );
}
