"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";

type Ref = { framework: string; edition: string; ref: string };
const keyOf = ({ framework, edition, ref }: Ref) => `${framework} ${edition} ${ref}`;

function useRetag(org: string, page: RiskData) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = useRefreshRisk();
  const tag = useMutation(trpc.risk.tag.mutationOptions());
  const save = async (change: { add: Ref[]; remove: Ref[] }): Promise<string | null> => {
    try {
      await tag.mutateAsync({ org, riskId: page.id, ...change });
      await Promise.all([refresh(), queries.invalidateQueries({ queryKey: trpc.taxonomy.pathKey() })]);
      return null;
    } catch (error) {
      return failureWords(error);
    }
  };
  return { save, busy: tag.isPending };
}

/** Where a risk belongs in public taxonomies: id, edition, title, and what that relates to. */
export function TaxonomySection({ org, page }: { org: string; page: RiskData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [open, setOpen] = useState(false);
  const query = useQuery(trpc.taxonomy.of.queryOptions({ org, at, riskId: page.id }));
  const { data } = query;
  const credits = [...new Set((data ?? []).flatMap(({ credit }) => credit ?? []))];
  return (
    <Section
      id="taxonomy"
      name="Taxonomies"
      aside="framework, edition, id"
      sentence={data?.length === 0 ? "It is placed in no public taxonomy." : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton className="my-4 w-3/4" /> : null}
      <ul>
        {data?.map((tag) => (
          <li key={keyOf(tag)} className="border-rule-2 border-b py-1.5 text-table last:border-b-0">
            <span className="font-medium">{tag.title}</span>
            <span className="block text-ink-2 text-note">
              {tag.url ? (
                <a href={tag.url} rel="noreferrer" target="_blank" className="underline-offset-2 hover:underline">
                  {tag.name}
                </a>
              ) : (
                tag.name
              )}
              , {tag.edition}, {tag.ref}
            </span>
            {tag.related.length > 0 ? (
              <details className="text-note">
                <summary className="cursor-pointer py-1 text-ink-2">
                  Related in other frameworks: {tag.related.length}
                </summary>
                <ul className="mt-1">
                  {tag.related.map((each) => (
                    <li key={`${each.name} ${each.edition} ${each.ref}`}>
                      {each.ref} {each.title}{" "}
                      <span className="text-ink-2">
                        ({each.name} {each.edition}; {each.kind},{" "}
                        {each.source === "own" ? "our own reading" : "published"})
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      {page.may.edit ? (
        <Button size="small" className="mt-3" onClick={() => setOpen(true)}>
          {data && data.length > 0 ? "Change tags" : "Add tags"}
        </Button>
      ) : null}
      {credits.length > 0 ? <p className="mt-2 text-ink-3 text-label">{credits.join(" ")}</p> : null}
      {open ? <TagDialog org={org} page={page} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function TagDialog({ org, page, onClose }: { org: string; page: RiskData; onClose: () => void }) {
  const trpc = useTRPC();
  const [held] = useState(page.tags);
  const [chosen, setChosen] = useState<Ref[]>(held);
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { save, busy } = useRetag(org, page);
  const q = useDeferredValue(text.trim());
  const { data } = useQuery({
    ...trpc.taxonomy.find.queryOptions({ org, q }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  const titles = useQuery(trpc.taxonomy.of.queryOptions({ org, riskId: page.id })).data ?? [];
  const isChosen = (ref: Ref) => chosen.some((each) => keyOf(each) === keyOf(ref));
  const toggle = ({ framework, edition, ref }: Ref) =>
    setChosen((now) =>
      now.some((each) => keyOf(each) === keyOf({ framework, edition, ref }))
        ? now.filter((each) => keyOf(each) !== keyOf({ framework, edition, ref }))
        : [...now, { framework, edition, ref }],
    );
  const offered = [
    ...titles,
    ...(q === "" ? [] : (data ?? [])).filter((each) => !titles.some((own) => keyOf(own) === keyOf(each))),
  ];
  const submit = async () => {
    const add = chosen.filter((ref) => !held.some((each) => keyOf(each) === keyOf(ref)));
    const remove = held.filter((ref) => !isChosen(ref));
    if (add.length + remove.length === 0) return onClose();
    const wrong = await save({ add, remove });
    if (wrong) setFault(wrong);
    else onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Where this risk belongs"
      description="Entries of the current editions. What you choose keeps its edition."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={() => void submit()}>
            Save
          </Button>
        </>
      }
    >
      <Field label="Find an entry" hint="By framework, id or words of its title, such as “owasp injection”.">
        <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </Field>
      <fieldset className="mt-3 max-h-[300px] min-h-[72px] overflow-y-auto">
        <legend className="sr-only">Entries</legend>
        {offered.map((entry) => (
          <Checkbox
            key={keyOf(entry)}
            className="min-h-[36px] w-full wide:min-h-[30px]"
            checked={isChosen(entry)}
            onChange={() => toggle(entry)}
          >
            {entry.title}{" "}
            <span className="text-ink-2 text-note">
              {entry.name} {entry.edition}, {entry.ref}
            </span>
          </Checkbox>
        ))}
        {q !== "" && data?.length === 0 ? <p className="text-ink-2 text-table">No entry holds these words.</p> : null}
      </fieldset>
      <FormError message={fault ?? undefined} />
    </Dialog>
  );
}
