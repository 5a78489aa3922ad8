"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { logHeadline, overdueAsked } from "@/components/risk/log/headline";
import { severityStatus } from "@/components/risk/severity";
import { Crumbs } from "@/components/shell/crumbs";
import type { Drawings } from "@/components/table/drawing";
import { Register } from "@/components/table/register";
import { useRegister } from "@/components/table/use-register";
import { Button, LinkButton } from "@/components/ui/button";
import { ABSENT, formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { RAID_KIND_LABELS } from "@/domain/raid/choice";
import { RAID_REGISTER, type RaidColumn } from "@/domain/raid/columns";
import { SEVERITY_LABELS } from "@/domain/risk/severity";
import { isUuid } from "@/domain/shared/id";
import type { AppRouter } from "@/server/trpc/root";

type Row = inferRouterOutputs<AppRouter>["raid"]["rows"]["rows"][number];

const AssumptionDialog = dynamic(() =>
  import("@/components/risk/log/assumption-dialog").then((it) => it.AssumptionDialog),
);
const IssueDialog = dynamic(() => import("@/components/risk/log/issue-dialog").then((it) => it.IssueDialog));

const OFFERED = 20;

const DRAWINGS: Partial<Record<RaidColumn, Drawings<Row>[string]>> = {
  code: { words: ({ code }) => code, tone: "quiet", narrow: "detail" },
  kind: { words: ({ kind }) => RAID_KIND_LABELS[kind], tone: "quiet", narrow: "detail" },
  title: { words: ({ title }) => title, tone: "name", narrow: "name" },
  severity: {
    narrow: "state",
    words: ({ severity }) => (severity ? SEVERITY_LABELS[severity] : "not rated"),
    render: ({ severity }) =>
      severity ? <Status status={severityStatus(severity)}>{SEVERITY_LABELS[severity]}</Status> : "not rated",
  },
  due: { words: ({ dueOn }) => (dueOn ? formatDate(dueOn) : ABSENT), narrow: "detail", align: "right" },
};

/** The entry an address names: `?entry=issue:<id>`, `?entry=assumption:new`. */
function entryIn(text: string | null): { kind: "assumption" | "issue"; id: string | null } | null {
  const [kind, id = ""] = (text ?? "").split(":");
  if (kind !== "assumption" && kind !== "issue") return null;
  return id === "new" ? { kind, id: null } : isUuid(id) ? { kind, id } : null;
}

/** Risks, assumptions and issues in one log: filtered, sorted, exported; assumptions and issues are changed here. */
export function LogPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const allowed = useMay(org);
  const may = allowed("risk:edit");
  const { search, change } = useAddress();
  const register = useRegister({
    org,
    declaration: RAID_REGISTER,
    edit: null,
    offers: {
      initiative: (q: string) =>
        trpc.initiative.rows.queryOptions(
          { org, q, pageSize: OFFERED },
          { select: ({ rows }) => rows.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` })) },
        ),
      program: () =>
        trpc.program.list.queryOptions(
          { org },
          { select: (programs) => programs.map(({ id, name }) => ({ value: id, label: name })) },
        ),
      model: (q: string) =>
        trpc.model.rows.queryOptions(
          { org, q, pageSize: OFFERED },
          { select: ({ rows }) => rows.map(({ id, name }) => ({ value: id, label: name })) },
        ),
    },
  });
  const { at } = register;
  const { data: waiting } = useQuery(trpc.raid.values.queryOptions(overdueAsked(org, at)));
  const asked = entryIn(search.get("entry"));
  const open = asked && (asked.id !== null || may) ? asked : null;
  const of = { org, at: at ?? undefined, id: open?.id ?? "" };
  const assumption = useQuery({
    ...trpc.assumption.get.queryOptions(of),
    enabled: open?.kind === "assumption" && open.id !== null,
  });
  const issue = useQuery({ ...trpc.issue.get.queryOptions(of), enabled: open?.kind === "issue" && open.id !== null });
  const { data: choices } = useQuery({ ...trpc.initiative.choices.queryOptions({ org }), enabled: open !== null });
  const show = (entry: string | null) => change({ entry });
  const close = () => show(null);
  const shared = { org, members: choices?.members ?? [], onClose: close };
  const href = (entry: string) => {
    const params = new URLSearchParams(search);
    params.set("entry", entry);
    return `/${org}/risks/log?${params}`;
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Crumbs trail={[{ label: "Log" }]} />
      <Headline
        title={waiting ? logHeadline(waiting) : "Risks, assumptions and issues"}
        lead="What is due first stands on top. A risk is changed on its page, an assumption or an issue where it is opened here."
        actions={
          may ? (
            <>
              {allowed("import:run") ? <LinkButton href={`/${org}/imports?noun=issue`}>Import</LinkButton> : null}
              <Button onClick={() => show("assumption:new")}>New assumption</Button>
              <Button tone="primary" onClick={() => show("issue:new")}>
                New issue
              </Button>
            </>
          ) : null
        }
      />
      <Register
        register={register}
        drawings={DRAWINGS}
        rowName={({ code, title }) => `${code} ${title}`}
        rowHref={({ kind, id }) => (kind === "risk" ? `/${org}/risks/${id}` : href(`${kind}:${id}`))}
        empty={
          <EmptyState title="Nothing is in the log yet">
            {at
              ? "On this date the log was empty."
              : "Record an assumption that plans rest on, or an issue that stands in the way."}
          </EmptyState>
        }
      />
      {open?.kind === "assumption" && choices && (open.id === null || assumption.data) ? (
        <AssumptionDialog
          {...shared}
          key={open.id ?? "new"}
          entry={open.id === null ? null : (assumption.data ?? null)}
          mayEdit={open.id === null || (assumption.data?.mayEdit ?? false)}
        />
      ) : null}
      {open?.kind === "issue" && choices && (open.id === null || issue.data) ? (
        <IssueDialog
          {...shared}
          key={open.id ?? "new"}
          entry={open.id === null ? null : (issue.data ?? null)}
          mayEdit={open.id === null || (issue.data?.mayEdit ?? false)}
        />
      ) : null}
    </div>
  );
}
