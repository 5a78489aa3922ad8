"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { type PlainColumn, PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { OrgLink } from "@/components/ui/org-link";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { counted } from "@/domain/shared/sentence";
import { tagsHeadline } from "@/domain/tag/sentence";

const TagDialog = dynamic(() => import("@/components/tag/tag-dialog").then((it) => it.TagDialog));

export type TagRow = { name: string; initiatives: number };
export type TagTask = { kind: "rename" | "delete"; tags: TagRow[] };

/** The words initiatives are found by: their names, how often each is used, and ways to tidy them up. */
export function TagsPage({ org, at }: { org: string; at: string | undefined }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [q, setQ] = useState("");
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<readonly TagRow[]>([]);
  const [task, setTask] = useState<TagTask | null>(null);
  const query = useQuery({
    ...trpc.tag.list.queryOptions({ org, at, q: q.trim(), page }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const refresh = () =>
    Promise.all([trpc.tag, trpc.initiative].map((noun) => queries.invalidateQueries({ queryKey: noun.pathKey() })));
  const undo = useMutation(
    trpc.tag.undo.mutationOptions({
      onSuccess: async () => {
        await refresh();
        await notify({ message: "The tags are as they were." });
      },
      onError: (error) => void notify({ message: error.message, tone: "bad" }),
    }),
  );
  const done = async (message: string, changeId: string) => {
    setTask(null);
    setChosen([]);
    await refresh();
    await notify({ message, action: { label: "Undo", onSelect: () => undo.mutate({ org, changeId }) } });
  };
  const isChosen = ({ name }: TagRow) => chosen.some((each) => each.name === name);
  const columns: PlainColumn<TagRow>[] = [
    ...(data?.mayManage
      ? [
          {
            key: "choose",
            label: <span className="sr-only">Chosen</span>,
            width: "36px",
            render: (row: TagRow) => (
              <Checkbox
                aria-label={`Choose ${row.name}`}
                checked={isChosen(row)}
                onChange={() =>
                  setChosen((all) => (isChosen(row) ? all.filter(({ name }) => name !== row.name) : [...all, row]))
                }
              />
            ),
          },
        ]
      : []),
    {
      key: "name",
      label: "Tag",
      render: ({ name }) => (
        <OrgLink
          href={`/${org}/initiatives?tag=${encodeURIComponent(name)}`}
          prefetch={false}
          className="wrap-anywhere font-medium underline-offset-2 hover:underline"
        >
          {name}
        </OrgLink>
      ),
    },
    {
      key: "initiatives",
      label: "Initiatives",
      align: "right",
      width: "100px",
      render: ({ initiatives }) => formatCount(initiatives),
    },
    ...(data?.mayManage
      ? [
          {
            key: "more",
            label: <span className="sr-only">Actions</span>,
            align: "right" as const,
            width: "170px",
            render: (row: TagRow) => (
              <span className="inline-flex flex-wrap justify-end gap-2">
                <Button
                  size="small"
                  aria-label={`Rename ${row.name}`}
                  onClick={() => setTask({ kind: "rename", tags: [row] })}
                >
                  Rename
                </Button>
                <Button
                  size="small"
                  aria-label={`Delete ${row.name}`}
                  onClick={() => setTask({ kind: "delete", tags: [row] })}
                >
                  Delete
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  const isEmpty = data !== undefined && data.total === 0 && q === "";
  return (
    <SettingsPage
      org={org}
      title={data && q === "" ? tagsHeadline(data.total, data.once) : "Tags"}
      lead="A tag is one word for everybody: renaming, merging and deleting it changes all initiatives at once, and can be undone at once."
    >
      <Section
        id="tags"
        name="Tags of initiatives"
        aside={chosen.length > 0 ? `${counted(chosen.length, "tag")} chosen` : "counts are of what you may see"}
      >
        {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-1/2" />) : null}
        {isEmpty ? (
          <EmptyState title="No tags yet">They appear here as soon as an initiative gets one.</EmptyState>
        ) : null}
        {data && !isEmpty ? (
          <>
            <div className="mb-2 flex flex-wrap items-center gap-2">
              <Input
                type="search"
                aria-label="Find a tag"
                placeholder="Find a tag"
                className="max-w-[240px]"
                value={q}
                onChange={(event) => {
                  setQ(event.target.value);
                  setPage(1);
                }}
              />
              {chosen.length > 1 ? (
                <Button size="small" onClick={() => setTask({ kind: "rename", tags: [...chosen] })}>
                  Merge into one
                </Button>
              ) : null}
              {chosen.length > 0 ? (
                <Button size="small" tone="danger" onClick={() => setTask({ kind: "delete", tags: [...chosen] })}>
                  Delete
                </Button>
              ) : null}
            </div>
            {data.rows.length === 0 ? (
              <p className="py-4 text-ink-2">No tag is called so.</p>
            ) : (
              <PlainTable label="Tags of initiatives" rows={data.rows} rowKey={({ name }) => name} columns={columns} />
            )}
            {data.total > data.pageSize ? (
              <Pager page={data.page} pageSize={data.pageSize} total={data.total} onPage={setPage} />
            ) : null}
          </>
        ) : null}
      </Section>
      {task ? (
        <TagDialog org={org} task={task} known={data?.rows ?? []} onClose={() => setTask(null)} onDone={done} />
      ) : null}
    </SettingsPage>
  );
}
