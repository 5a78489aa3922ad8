"use client";

import type { FormChoices } from "@/components/initiative/shape";
import { useShell } from "@/components/providers/use-shell";
import type { EntryMet } from "@/components/risk/log/use-entry";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { formatDate } from "@/components/ui/format";
import { ISSUE_STATUS_LABELS, type IssueStatus } from "@/domain/raid/choice";
import { SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

const LABELS: Readonly<Record<string, string>> = {
  ...{ statement: "What is taken as true", title: "What has gone wrong", description: "Description", note: "Note" },
  ...{ validateBy: "Validate by", resolutionDueOn: "Resolution due", ownerId: "Owner", riskId: "Risk" },
  ...{ severity: "Severity", status: "Status", resolution: "How it was resolved" },
  ...{ programId: "Program", initiativeId: "Initiative", modelId: "Model", raisedOn: "Raised" },
};
const DAYS = ["validateBy", "resolutionDueOn", "raisedOn"];

const labelOf = (field: string): string => LABELS[field] ?? field;

function wordsOf(field: string, value: unknown, members: FormChoices["members"]): string {
  if (value === null || value === undefined || value === "") return "";
  const text = String(value);
  if (DAYS.includes(field)) return formatDate(text);
  if (field === "ownerId") return members.find(({ id }) => id === text)?.name ?? "another person";
  if (field.endsWith("Id")) return `another ${labelOf(field).toLowerCase()}`;
  if (field === "severity") return SEVERITY_LABELS[text as Severity] ?? text;
  if (field === "status") return ISSUE_STATUS_LABELS[text as IssueStatus] ?? text;
  return text;
}

/** Both values of every field of an entry that two people changed. */
export function EntryConflict({
  org,
  members,
  met,
  busy,
  onClose,
}: {
  org: string;
  members: FormChoices["members"];
  met: EntryMet;
  busy: boolean;
  onClose: () => void;
}) {
  const { org: where } = useShell(org);
  return (
    <ConflictDialog
      conflict={met.conflict}
      label={labelOf}
      words={(field, value) => wordsOf(field, value, members)}
      where={where}
      busy={busy}
      onClose={onClose}
      onResolve={(patch) => met.settle(patch, met.conflict.version)}
    />
  );
}
