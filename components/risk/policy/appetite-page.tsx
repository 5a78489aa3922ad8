"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { AuthoritiesSection } from "@/components/risk/policy/authorities-section";
import { CategoryDialog } from "@/components/risk/policy/category-dialog";
import { ExposureDialog } from "@/components/risk/policy/exposure-dialog";
import { PolicyChanges } from "@/components/risk/policy/policy-changes";
import { RulesSection } from "@/components/risk/policy/rules-section";
import { severityStatus } from "@/components/risk/severity";
import type { PolicyData } from "@/components/risk/shape";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatMoney } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section, TextLink } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { STANCE_LABELS } from "@/domain/risk/appetite";
import { SEVERITY_LABELS } from "@/domain/risk/severity";
import { printNumber, withUnit } from "@/domain/shared/number";
import { counted, sentence, verb } from "@/domain/shared/sentence";

export type CategoryData = PolicyData["categories"][number];

function headline({ categories }: PolicyData): string {
  const beyond = categories.reduce((sum, each) => sum + each.beyond, 0);
  if (beyond === 0) return "No open risk lies beyond the appetite.";
  return sentence(`${counted(beyond, "open risk")} ${verb(beyond, "lies", "lie")} beyond the appetite`);
}

/** What the organisation bears: by category, in money, who owns which class, and what is raised by itself. */
export function AppetitePage({ org }: { org: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { data } = useSuspenseQuery(trpc.appetite.get.queryOptions({ org, at }));
  const [open, setOpen] = useState<CategoryData | "new" | "exposure" | null>(null);
  const { exposure, currency, mayManage } = data;
  const columns: PlainColumn<CategoryData>[] = [
    {
      key: "name",
      label: "Category",
      render: ({ name, note, stance }) => (
        <TwoLine
          main={name}
          sub={
            <>
              <span className="block wide:hidden">{STANCE_LABELS[stance].name}</span>
              {note ? <span className="wrap-anywhere">{note}</span> : null}
            </>
          }
        />
      ),
    },
    {
      key: "stance",
      label: "Appetite",
      wideOnly: true,
      render: ({ stance, meaning }) => <TwoLine plain main={STANCE_LABELS[stance].name} sub={meaning} />,
    },
    {
      key: "tolerance",
      label: "Bears up to",
      render: ({ tolerance }) => <Status status={severityStatus(tolerance)}>{SEVERITY_LABELS[tolerance]}</Status>,
    },
    {
      key: "beyond",
      label: "Beyond, of open",
      align: "right",
      render: ({ beyond, open: all, name }) =>
        all === 0 ? (
          "0"
        ) : (
          <TextLink href={`/${org}/risks?status=open&category=${encodeURIComponent(name)}`}>
            <span className={beyond > 0 ? "font-semibold text-bad" : undefined}>{beyond}</span> of {all}
          </TextLink>
        ),
    },
    ...(mayManage
      ? [
          {
            key: "do",
            label: <span className="sr-only">Change</span>,
            align: "right" as const,
            render: (row: CategoryData) => (
              <Button size="small" aria-label={`Change ${row.name}`} onClick={() => setOpen(row)}>
                Change
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <SettingsPage
      org={org}
      title={headline(data)}
      lead="How much of each kind of risk is borne, who owns what is graver, and what is raised to them by rule. Every change is recorded."
      actions={
        mayManage ? (
          <Button tone="primary" onClick={() => setOpen("new")}>
            New category
          </Button>
        ) : null
      }
    >
      <Section
        id="categories"
        name="Appetite by category"
        aside="a residual graver than its category bears is beyond appetite"
      >
        <PlainTable
          label="Appetite by category"
          rows={data.categories}
          rowKey={({ category }) => category}
          columns={columns}
        />
      </Section>
      <Section
        id="exposure"
        name="Exposure of the whole organisation"
        sentence={
          exposure.limit === null || exposure.chance === null
            ? "No limit is stated for what may be lost in a year."
            : `The chance of losing more than ${formatMoney(exposure.limit, currency)} in a year is at most ${withUnit(printNumber(exposure.chance * 100, { digits: [0, 1] }), "%")}.`
        }
      >
        {mayManage ? (
          <Button size="small" onClick={() => setOpen("exposure")}>
            {exposure.limit === null ? "State a limit" : "Change the limit"}
          </Button>
        ) : null}
      </Section>
      <AuthoritiesSection org={org} policy={data} />
      <RulesSection org={org} policy={data} />
      <PolicyChanges org={org} policy={data} />
      {open === "exposure" ? <ExposureDialog org={org} policy={data} onClose={() => setOpen(null)} /> : null}
      {open && open !== "exposure" ? (
        <CategoryDialog org={org} category={open === "new" ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </SettingsPage>
  );
}
