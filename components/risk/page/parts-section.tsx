"use client";

import { type ReactNode, useState } from "react";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { type PlainColumn, PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";

/** The parts of one kind a risk has: read as a table, added, edited and taken away, which can be undone. */
export function PartsSection<Part extends { id: string }>({
  id,
  name,
  one,
  aside,
  sentence,
  empty,
  parts,
  nameOf,
  first,
  columns,
  mayEdit,
  buttons,
  onRemove,
  onPutBack,
  dialog,
}: {
  id: string;
  name: string;
  /** "a control" */
  one: string;
  aside?: string;
  sentence: string;
  /** What belongs here, while nothing does. */
  empty: string;
  parts: readonly Part[];
  nameOf: (part: Part) => string;
  /** The first column; the rest follows it. Narrow, the buttons stand below its cell. */
  first: PlainColumn<Part>;
  columns: readonly PlainColumn<Part>[];
  mayEdit: boolean;
  /** Before Edit and Remove. */
  buttons?: (part: Part) => ReactNode;
  onRemove: (part: Part) => Promise<unknown>;
  onPutBack: (part: Part) => Promise<unknown>;
  dialog: (part: Part | null, close: () => void) => ReactNode;
}) {
  const refresh = useRefreshRisk();
  const [open, setOpen] = useState<Part | "new" | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const failed = (error: unknown) => notify({ message: failureWords(error), tone: "bad" });
  const remove = async (part: Part) => {
    setRemoving(part.id);
    try {
      await onRemove(part);
      await refresh();
      const onSelect = () => void onPutBack(part).then(refresh, failed);
      await notify({ message: `${nameOf(part)} was removed`, action: { label: "Undo", onSelect } });
    } catch (error) {
      await failed(error);
    } finally {
      setRemoving(null);
    }
  };
  const row = (part: Part) => (
    <>
      {buttons?.(part)}
      <Button size="small" tone="quiet" aria-label={`Edit ${nameOf(part)}`} onClick={() => setOpen(part)}>
        Edit
      </Button>
      <Button
        size="small"
        tone="quiet"
        aria-label={`Remove ${nameOf(part)}`}
        disabled={removing === part.id}
        onClick={() => void remove(part)}
      >
        Remove
      </Button>
    </>
  );
  const shown: PlainColumn<Part>[] = [
    {
      ...first,
      render: (part) => (
        <>
          {first.render(part)}
          {mayEdit ? (
            <span className={`mt-1 flex flex-wrap gap-1 wide:hidden ${buttons ? "" : "-ml-2.5"}`}>{row(part)}</span>
          ) : null}
        </>
      ),
    },
    ...columns,
    ...(mayEdit
      ? [
          {
            key: "do",
            label: <span className="sr-only">Change</span>,
            align: "right" as const,
            wideOnly: true,
            width: "1%",
            render: (part: Part) => <span className="-mr-2.5 inline-flex whitespace-nowrap">{row(part)}</span>,
          },
        ]
      : []),
  ];
  return (
    <Section id={id} name={name} {...(aside && parts.length > 0 ? { aside } : {})} sentence={sentence}>
      {parts.length === 0 ? (
        <p className="text-ink-2 text-table">{empty}</p>
      ) : (
        <PlainTable label={name} rows={parts} rowKey={(part) => part.id} columns={shown} />
      )}
      {mayEdit ? (
        <Button size="small" className="mt-3" onClick={() => setOpen("new")}>
          Add {one}
        </Button>
      ) : null}
      {open ? dialog(open === "new" ? null : open, () => setOpen(null)) : null}
    </Section>
  );
}
