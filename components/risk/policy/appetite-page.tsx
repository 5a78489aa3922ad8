"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { AuthoritiesSection } from "@/components/risk/policy/authorities-section";
import { CategoriesSection, type CategoryData } from "@/components/risk/policy/categories-section";
import { CategoryDialog } from "@/components/risk/policy/category-dialog";
import { ExposureDialog } from "@/components/risk/policy/exposure-dialog";
import { PolicyChanges } from "@/components/risk/policy/policy-changes";
import { RulesSection } from "@/components/risk/policy/rules-section";
import type { PolicyData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { formatMoney } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { printNumber, withUnit } from "@/domain/shared/number";
import { counted, sentence, verb } from "@/domain/shared/sentence";

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
      <CategoriesSection org={org} policy={data} onChange={setOpen} />
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
        <CategoryDialog
          org={org}
          category={open === "new" ? null : open}
          order={data.categories.map(({ category }) => category)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </SettingsPage>
  );
}
