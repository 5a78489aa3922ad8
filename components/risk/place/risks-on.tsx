"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { ScoreTrack } from "@/components/risk/register/score-track";
import type { RisksOn as RisksOnData } from "@/components/risk/register/shape";
import { severityStatus } from "@/components/risk/severity";
import { type PlainColumn, PlainTable } from "@/components/table/plain-table";
import { ABSENT, formatMoney } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section, TextLink } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Status } from "@/components/ui/status";
import { RISK_STATUS_LABELS, STRATEGY_LABELS } from "@/domain/risk/response";
import { SEVERITY_LABELS } from "@/domain/risk/severity";
import { counted, countWord, joinClauses, sentence, verb } from "@/domain/shared/sentence";

const QuickAddDialog = dynamic(
  () => import("@/components/risk/quick-add/quick-add-dialog").then((loaded) => loaded.QuickAddDialog),
  { ssr: false },
);

const StarterDialog = dynamic(
  () => import("@/components/risk/add/starter-dialog").then((loaded) => loaded.StarterDialog),
  { ssr: false },
);

type Place = { initiativeId: string } | { modelId: string };
type Row = RisksOnData["rows"][number];

/** How many, how grave, and what is expected to be lost. */
function risksSentence(
  { open, red, amber, expected, all }: RisksOnData["totals"],
  money: (minor: number) => string,
): string {
  if (all === 0) return "No risk is recorded here.";
  if (open === 0) return "No risk is open.";
  const grave = joinClauses([red > 0 ? `${countWord(red)} red` : null, amber > 0 ? `${countWord(amber)} amber` : null]);
  const amount =
    expected === null
      ? "none states what it may cost"
      : expected < 0
        ? `on balance ${money(-expected)} may be gained`
        : `expected loss ${money(expected)}`;
  return sentence(`${counted(open, "risk")} ${verb(open, "is", "are")} open${grave ? `, ${grave}` : ""}; ${amount}`);
}

/** The risks of an initiative, those of its models among them, or of a model. */
export function RisksOn({ org, place }: { org: string; place: Place }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const { org: organisation } = useShell(org);
  const { data } = useQuery(trpc.risk.on.queryOptions({ org, at, ...place }));
  const [adding, setAdding] = useState<"line" | "library" | null>(null);
  const locale = organisation?.locale;
  const currency = organisation?.currency ?? "USD";
  const money = (minor: number | null) => formatMoney(minor, currency, locale ? { locale } : {});
  const filter = "initiativeId" in place ? `initiative=${place.initiativeId}` : `model=${place.modelId}`;
  const open = (how: "line" | "library", label: string) => (
    <button
      type="button"
      data-print="hide"
      className="min-h-6 text-accent underline-offset-2 hover:underline"
      onClick={() => setAdding(how)}
    >
      {label}
    </button>
  );
  const add = may("risk:edit") ? (
    <>
      {open("line", "Add a risk")} · {open("library", "From the library")}
    </>
  ) : null;
  return (
    <Section
      id="risks"
      name="Risks"
      aside={add}
      {...(data && data.totals.all > 0
        ? { link: { label: "In the register", href: `/${org}/risks?status=open&${filter}` } }
        : {})}
      sentence={data ? risksSentence(data.totals, money) : undefined}
    >
      {data === undefined ? (
        <Skeleton className="w-2/3" />
      ) : data.rows.length > 0 ? (
        <PlainTable
          label="Risks"
          columns={columnsOf({ org, money, ofInitiative: "initiativeId" in place, scale: data.scale })}
          rows={data.rows}
          rowKey={({ id }) => id}
        />
      ) : null}
      {data && data.totals.all > data.rows.length ? (
        <p className="mt-2 text-ink-2 text-note">
          The gravest {data.rows.length} of {data.totals.all}; the others stand in the register.
        </p>
      ) : null}
      {adding === "line" ? <QuickAddDialog org={org} on={place} onClose={() => setAdding(null)} /> : null}
      {adding === "library" ? <StarterDialog org={org} on={place} onClose={() => setAdding(null)} /> : null}
    </Section>
  );
}

/** The residual score, from what to what where it was assessed before, and how grave that is. */
function Now({ row: { status, residualScore: now, residualSeverity, scoreBefore: before } }: { row: Row }) {
  if (status !== "open") return <span className="text-ink-2">{RISK_STATUS_LABELS[status].toLowerCase()}</span>;
  if (now === null || residualSeverity === null) return <span className="text-ink-2">not assessed</span>;
  const isMoved = before !== null && before !== now;
  return (
    <>
      <span className="block whitespace-nowrap">
        {isMoved ? <span className="text-ink-2">{before} → </span> : null}
        <span className="font-medium">{now}</span>
      </span>
      <Status status={severityStatus(residualSeverity)}>
        {SEVERITY_LABELS[residualSeverity].toLowerCase()}
        {isMoved ? (now > before ? ", up" : ", down") : null}
      </Status>
    </>
  );
}

type Given = {
  org: string;
  money: (minor: number | null) => string;
  ofInitiative: boolean;
  scale: RisksOnData["scale"];
};

function columnsOf({ org, money, ofInitiative, scale }: Given): PlainColumn<Row>[] {
  return [
    {
      key: "title",
      label: "Risk",
      render: ({ id, code, title, modelId, ownerName, strategy }) => (
        <>
          <TextLink href={`/${org}/risks/${id}`}>
            <span className="font-medium text-ink">{title}</span>
          </TextLink>
          <span className="block text-ink-2 text-note">
            {[
              code,
              ownerName ?? "nobody answers for it",
              strategy ? STRATEGY_LABELS[strategy].toLowerCase() : null,
              ofInitiative && modelId ? "of its model" : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </>
      ),
    },
    {
      key: "track",
      label: `Score, 1 to ${scale.most}`,
      width: "156px",
      wideOnly: true,
      render: (row) => (row.status === "open" ? <ScoreTrack row={row} scale={scale} numbers={false} /> : null),
    },
    { key: "now", label: "Now", align: "right", width: "104px", render: (row) => <Now row={row} /> },
    {
      key: "expected",
      label: "Expected loss",
      align: "right",
      width: "92px",
      wideOnly: true,
      render: ({ expectedValue }) => (expectedValue === null ? ABSENT : money(expectedValue)),
    },
  ];
}
