"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { initiativeDrawings } from "@/components/initiative/register/drawings";
import { useCourses } from "@/components/initiative/register/use-courses";
import type { InitiativeRow } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { scopeAsked } from "@/components/table/asked";
import { Register } from "@/components/table/register";
import { useShortcuts } from "@/components/table/shortcuts";
import { useRegister } from "@/components/table/use-register";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Kbd } from "@/components/ui/kbd";
import { useAt } from "@/components/ui/org-link";
import { EmptyState } from "@/components/ui/states";
import { StatusGlyph, StatusLegend, statusWord } from "@/components/ui/status";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { registerHeadline, registerLead, retiredOf } from "@/domain/initiative/sentence";
import { dayOf, endOfDay } from "@/domain/shared/day";
import { paramsOf } from "@/domain/table/view-params";

const WORST_NAMED = 2;

function Reasons({ row }: { row: InitiativeRow }) {
  const { reasons } = row.attention;
  return (
    <>
      <span className="font-semibold">{row.title}</span>
      {reasons.length === 0 ? (
        <span className="inline-flex items-baseline gap-1.5 text-ink-2">
          <StatusGlyph status="good" /> {row.archivedAt ? "archived" : statusWord("good")}
        </span>
      ) : (
        reasons.map(({ words, standing }) => (
          <span key={words} className="inline-flex items-baseline gap-1.5">
            <StatusGlyph status={standing} /> {words}
          </span>
        ))
      )}
    </>
  );
}

const moveWords = () => import("@/components/initiative/register/move-words").then((loaded) => loaded.moveWords);

/** The register of initiatives: what they come to in a sentence, then each of them. */
export function InitiativeRegister({ org, now }: { org: string; now: number }) {
  const trpc = useTRPC();
  const may = useMay(org);
  const day = useAt() ?? undefined;
  const columns = useQuery(trpc.initiative.columns.queryOptions({ org, at: day }));
  const register = useRegister({
    org,
    declaration: INITIATIVE_REGISTER,
    columns: columns.data,
    edit: "initiative:edit",
    offers: {
      program: () =>
        trpc.program.list.queryOptions(
          { org },
          { select: (programs) => programs.map(({ id, name }) => ({ value: id, label: name })) },
        ),
    },
  });
  const { at, timeZone, address, narrowed } = register;
  const { view } = address;
  const summary = useQuery({
    ...trpc.initiative.summary.queryOptions({ org, at, ...scopeAsked(view), worst: WORST_NAMED }),
    placeholderData: keepPreviousData,
    enabled: register.state !== "loading", // walks over every initiative: the rows come first
  });
  const courses = useCourses(register);
  const router = useRouter();
  const mayCreate = may("initiative:create");
  useShortcuts(mayCreate ? { n: () => router.push(`/${org}/initiatives/new`) } : {});

  const drawings = useMemo(() => {
    const instant = at ? endOfDay(at, timeZone) : new Date(now);
    return initiativeDrawings({ today: dayOf(instant, timeZone), at: instant, courses });
  }, [at, timeZone, now, courses]);
  const notOnTrack = (summary.data?.cells ?? []).filter(({ standing }) => standing !== "good");
  const needing = notOnTrack.reduce((sum, { count }) => sum + count, 0);
  const models = summary.data ? summary.data.reasons.model_critical + summary.data.reasons.model_warning : 0;
  const past = summary.data?.reasons.target_past ?? 0;
  const total = register.groups?.total ?? register.total ?? 0;
  const importable = paramsOf({ ...view, columns: null, board: null, group: null });
  importable.set("org", org);
  if (at) importable.set("at", at);
  const importableAs = (format: "import" | "import-xlsx") => `/api/export?${importable}&format=${format}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Headline
        title={summary.data ? registerHeadline(summary.data.cells, narrowed) : "Initiatives"}
        lead={
          summary.data
            ? registerLead(summary.data.reasons, summary.data.worst, narrowed ? 0 : retiredOf(summary.data.cells)) ||
              undefined
            : undefined
        }
        actions={
          <>
            {may("program:edit") ? <LinkButton href={`/${org}/initiatives/programs`}>Programs</LinkButton> : null}
            {mayCreate ? (
              <LinkButton href={`/${org}/initiatives/new`} tone="primary" aria-keyshortcuts="N">
                New initiative <Kbd className="hidden border-current! text-inherit! desk:inline-flex">N</Kbd>
              </LinkButton>
            ) : null}
          </>
        }
      />
      <Register
        register={register}
        drawings={drawings}
        rowName={(row) => row.title}
        rowHref={(row) => `/${org}/initiatives/${row.id}`}
        totals={
          total > 0 && summary.data
            ? {
                label: `Total of ${total.toLocaleString("en-US")}, and how many are not on track`,
                cells: { attention: needing, model: models, target: past > 0 ? `${past} past` : "none past" },
              }
            : undefined
        }
        reason={(row) => <Reasons row={row} />}
        legend={<StatusLegend />}
        moveWords={moveWords}
        exports={[
          { label: "CSV to import again", note: "every field", href: importableAs("import") },
          { label: "Excel to import again", note: "every field", href: importableAs("import-xlsx") },
        ]}
        empty={
          <EmptyState
            title="No initiative is recorded yet"
            action={
              mayCreate ? (
                <>
                  <LinkButton href={`/${org}/initiatives/new`} tone="primary">
                    New initiative
                  </LinkButton>
                  {may("import:run") && may("program:edit") ? (
                    <LinkButton href={`/${org}/imports`}>Import CSV or Excel</LinkButton>
                  ) : null}
                </>
              ) : undefined
            }
          >
            {at
              ? "On this date the register was empty."
              : "Enter the first initiative, or import the list you keep today."}
          </EmptyState>
        }
      />
    </div>
  );
}
