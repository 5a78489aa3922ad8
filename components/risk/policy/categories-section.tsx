"use client";

import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshPolicy } from "@/components/risk/policy/use-save";
import { severityStatus } from "@/components/risk/severity";
import type { PolicyData } from "@/components/risk/shape";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Section, TextLink } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { STANCE_LABELS } from "@/domain/risk/appetite";
import { SEVERITY_LABELS } from "@/domain/risk/severity";

export type CategoryData = PolicyData["categories"][number];
type Way = "up" | "down";

/** The order as it is shown, ahead of the server, and how it is changed: by button, or by Alt and an arrow on one. */
function useOrder(org: string, categories: readonly CategoryData[]) {
  const trpc = useTRPC();
  const refresh = useRefreshPolicy();
  const [wish, setWish] = useState<string[] | null>(null);
  const [moved, setMoved] = useState<{ category: string; way: Way; said: string } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const send = useMutation(trpc.appetite.order.mutationOptions());
  const keys = categories.map(({ category }) => category);
  const isWhole = wish?.length === keys.length && wish.every((key) => keys.includes(key));
  const order = wish && isWhole ? wish : keys;
  const shown = order.flatMap((key) => categories.find(({ category }) => category === key) ?? []);
  // A row that moved takes the focus along; at an end its other button has it.
  useEffect(() => {
    if (!moved) return;
    const button = (way: Way) =>
      box.current?.querySelector<HTMLButtonElement>(`[data-move="${moved.category} ${way}"]:not(:disabled)`);
    (button(moved.way) ?? button(moved.way === "up" ? "down" : "up"))?.focus();
  }, [moved]);
  const move = async (row: CategoryData, way: Way) => {
    const from = order.indexOf(row.category);
    const to = way === "up" ? from - 1 : from + 1;
    if (to < 0 || to >= order.length || send.isPending) return;
    const next = order.filter((key) => key !== row.category);
    next.splice(to, 0, row.category);
    setWish(next);
    setMoved({ category: row.category, way, said: `${row.name} stands at place ${to + 1} of ${order.length}.` });
    try {
      await send.mutateAsync({ org, order: next });
      await refresh();
    } catch (error) {
      await notify({ message: failureWords(error), tone: "bad" });
    }
    setWish(null);
  };
  const onKey = (event: KeyboardEvent, row: CategoryData) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    void move(row, event.key === "ArrowUp" ? "up" : "down");
  };
  return { box, shown, move, onKey, said: moved?.said ?? "" };
}

/** What is borne of each kind of risk, in the order in which forms and pages name them. */
export function CategoriesSection({
  org,
  policy,
  onChange,
}: {
  org: string;
  policy: PolicyData;
  onChange: (category: CategoryData) => void;
}) {
  const { box, shown, move, onKey, said } = useOrder(org, policy.categories);
  const mover = (row: CategoryData, way: Way, isLast: boolean) => (
    <Button
      size="small"
      tone="quiet"
      data-move={`${row.category} ${way}`}
      aria-label={`Move ${row.name} ${way}`}
      title={`Move ${way} (Alt ${way === "up" ? "↑" : "↓"})`}
      disabled={isLast}
      onClick={() => void move(row, way)}
    >
      {way === "up" ? "↑" : "↓"}
    </Button>
  );
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
    ...(policy.mayManage
      ? [
          {
            key: "do",
            label: <span className="sr-only">Change</span>,
            align: "right" as const,
            render: (row: CategoryData) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: Alt and an arrow on any button of the row moves it
              <span className="flex flex-wrap justify-end gap-1" onKeyDown={(event) => onKey(event, row)}>
                <span className="flex whitespace-nowrap">
                  {mover(row, "up", shown[0] === row)}
                  {mover(row, "down", shown.at(-1) === row)}
                </span>
                <Button size="small" aria-label={`Change ${row.name}`} onClick={() => onChange(row)}>
                  Change
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Section
      id="categories"
      name="Appetite by category"
      aside="a residual graver than its category bears is beyond appetite"
    >
      <div ref={box}>
        <PlainTable label="Appetite by category" rows={shown} rowKey={({ category }) => category} columns={columns} />
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </Section>
  );
}
