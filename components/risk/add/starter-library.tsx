"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { STRATEGY_LABELS } from "@/domain/risk/response";
import { counted, listOf } from "@/domain/shared/sentence";
import type { AppRouter } from "@/server/trpc/root";

type StarterData = inferRouterOutputs<AppRouter>["starter"]["list"]["suggestions"][number];
export type StarterPlace = { programId?: string; initiativeId?: string; modelId?: string };

function Starter({ starter, onAccept, busy }: { starter: StarterData; onAccept: (() => void) | null; busy: boolean }) {
  return (
    <li className="border-rule-2 border-b py-3 text-table last:border-b-0">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="font-medium">{starter.title}</p>
          <p className="text-ink-2">
            {starter.cause} → {starter.event} → {starter.consequence}
          </p>
          {starter.reasons.length > 0 ? <p className="mt-0.5 text-note">{starter.reasons.join(" ")}</p> : null}
        </div>
        {starter.isCopied ? (
          <span className="shrink-0 text-ink-2 text-note">copied already</span>
        ) : onAccept ? (
          <Button size="small" busy={busy ? "Copying" : false} aria-label={`Copy ${starter.title}`} onClick={onAccept}>
            Copy
          </Button>
        ) : null}
      </div>
      <details className="mt-1 text-note">
        <summary className="cursor-pointer py-1 text-ink-2">
          {STRATEGY_LABELS[starter.strategy]}, {counted(starter.controls.length, "control")},{" "}
          {counted(starter.tags.length, "taxonomy entry", "taxonomy entries")}
        </summary>
        <dl className="mt-1 grid gap-1">
          <div>
            <dt className="text-ink-2">Controls</dt>
            <dd>{starter.controls.map(({ name }) => name).join("; ")}</dd>
          </div>
          <div>
            <dt className="text-ink-2">What to measure</dt>
            <dd>{starter.indicator}</dd>
          </div>
          <div>
            <dt className="text-ink-2">Taxonomies</dt>
            <dd>{listOf(starter.tags.map(({ name, edition, ref, title }) => `${name} ${edition} ${ref} ${title}`))}</dd>
          </div>
        </dl>
      </details>
    </li>
  );
}

/** Risks written in advance: what fits this place with the reasons, and the whole library to search. */
export function StarterLibrary({ org, on }: { org: string; on: StarterPlace }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const refresh = useRefreshRisk();
  const may = useMay(org)("risk:edit");
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const query = useQuery({
    ...trpc.starter.list.queryOptions({ org, q, ...on }),
    placeholderData: keepPreviousData,
  });
  const accept = useMutation(trpc.starter.accept.mutationOptions());
  const [busy, setBusy] = useState<string | null>(null);
  const copy = async (starter: StarterData) => {
    setBusy(starter.id);
    try {
      const made = await accept.mutateAsync({ org, starterId: starter.id, ...on });
      await Promise.all([refresh(), queries.invalidateQueries({ queryKey: trpc.starter.pathKey() })]);
      await notify({
        message: `${made.code} was copied from the library`,
        action: { label: "Open", onSelect: () => router.push(`/${org}/risks/${made.id}`) },
      });
    } catch (error) {
      await notify({ message: failureWords(error), tone: "bad" });
    }
    setBusy(null);
  };
  const { data } = query;
  const list = (starters: readonly StarterData[]) => (
    <ul>
      {starters.map((starter) => (
        <Starter
          key={starter.id}
          starter={starter}
          busy={busy === starter.id}
          onAccept={may ? () => void copy(starter) : null}
        />
      ))}
    </ul>
  );
  return (
    <div className="grid max-w-[820px] gap-5">
      <Field
        label="Search the library"
        hint={data ? `${data.total} starters. Words of the risk, its controls or its measure.` : undefined}
      >
        <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </Field>
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data && data.suggestions.length > 0 ? (
        <section aria-label="Suggestions">
          <h3 className="font-semibold text-table">Suggested here</h3>
          {data.sentence ? <p className="font-serif text-meaning">{data.sentence}</p> : null}
          {list(data.suggestions)}
        </section>
      ) : null}
      {data && data.others.length > 0 ? (
        <section aria-label="The library">
          <h3 className="font-semibold text-table">{data.suggestions.length > 0 ? "Others" : "The library"}</h3>
          {list(data.others)}
        </section>
      ) : null}
      {data && data.suggestions.length + data.others.length === 0 ? (
        <EmptyState title="No starter holds these words">
          Search for another word, or write the risk yourself.
        </EmptyState>
      ) : null}
    </div>
  );
}
