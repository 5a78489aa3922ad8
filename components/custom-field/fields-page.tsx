"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FieldDialog } from "@/components/custom-field/field-dialog";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { fieldsHeadline } from "@/domain/custom-field/sentence";
import { CUSTOM_FIELD_KIND_LABELS, type CustomFieldKind } from "@/domain/initiative/choice";
import { quickerSentence } from "@/domain/shared/edit";
import { shorten } from "@/domain/shared/sentence";

export type FieldRow = {
  id: string;
  label: string;
  kind: CustomFieldKind;
  choices: string[];
  archived: boolean;
  version: number;
  used: number;
};

const CHOICES_SHOWN = 80; // characters

const columns = (actions: ((row: FieldRow) => React.ReactNode) | null): PlainColumn<FieldRow>[] => [
  {
    key: "label",
    label: "Field",
    render: ({ label, choices }) => (
      <TwoLine
        main={<span className="wrap-anywhere">{label}</span>}
        sub={choices.length ? shorten(choices.join(" · "), CHOICES_SHOWN) : null}
      />
    ),
  },
  { key: "kind", label: "Kind", width: "90px", render: ({ kind }) => CUSTOM_FIELD_KIND_LABELS[kind] },
  { key: "used", label: "Initiatives", align: "right", width: "90px", render: ({ used }) => formatCount(used) },
  ...(actions
    ? [
        {
          key: "more",
          label: <span className="sr-only">Actions</span>,
          align: "right" as const,
          width: "190px",
          render: actions,
        },
      ]
    : []),
];

/** The organisation's own fields of an initiative. */
export function FieldsPage({ org, at }: { org: string; at?: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const manages = useMay(org)("custom-field:manage");
  const { data } = useSuspenseQuery(trpc.customField.list.queryOptions({ org, at, archived: true }));
  const [editing, setEditing] = useState<FieldRow | "new" | null>(null);
  const archive = useMutation(
    trpc.customField.archive.mutationOptions({
      onSuccess: async (result, { archived, fieldId }) => {
        await queries.invalidateQueries({ queryKey: trpc.customField.pathKey() });
        if (result.outcome === "conflict") return notify({ message: quickerSentence(result), tone: "bad" });
        const { label, version } = result.row;
        await notify({
          message: `${label} is ${archived ? "archived" : "restored"}.`,
          detail: archived ? "Its values stay and come back with it." : undefined,
          action: {
            label: "Undo",
            onSelect: () => archive.mutate({ org, fieldId, version, archived: !archived }),
          },
        });
      },
      onError: (error) => void notify({ message: error.message, tone: "bad" }),
    }),
  );
  const set = (row: FieldRow, archived: boolean) =>
    archive.mutate({ org, fieldId: row.id, version: row.version, archived });
  const [shown, archived] = [data.filter((row) => !row.archived), data.filter((row) => row.archived)];
  const create = manages ? (
    <Button tone="primary" onClick={() => setEditing("new")}>
      New field
    </Button>
  ) : null;
  return (
    <SettingsPage
      org={org}
      title={fieldsHeadline(data)}
      lead="They stand on every initiative, in the register, in imports and exports. An import makes one for a column it does not know."
      actions={shown.length > 0 ? create : null}
    >
      <Section id="fields" name="Fields of an initiative">
        {shown.length === 0 ? (
          <EmptyState title="No fields of your own" action={create}>
            Make one for what your organisation tracks and the built-in fields do not say.
          </EmptyState>
        ) : (
          <PlainTable
            label="Fields of an initiative"
            rows={shown}
            rowKey={({ id }) => id}
            columns={columns(
              manages
                ? (row) => (
                    <span className="inline-flex flex-wrap justify-end gap-2">
                      <Button size="small" aria-label={`Edit ${row.label}`} onClick={() => setEditing(row)}>
                        Edit
                      </Button>
                      <Button
                        size="small"
                        aria-label={`Archive ${row.label}`}
                        disabled={archive.isPending}
                        onClick={() => set(row, true)}
                      >
                        Archive
                      </Button>
                    </span>
                  )
                : null,
            )}
          />
        )}
      </Section>
      {archived.length > 0 ? (
        <Section id="archived" name="Archived fields" aside="out of forms and the register; values are kept">
          <PlainTable
            label="Archived fields"
            rows={archived}
            rowKey={({ id }) => id}
            columns={columns(
              manages
                ? (row) => (
                    <Button
                      size="small"
                      aria-label={`Restore ${row.label}`}
                      disabled={archive.isPending}
                      onClick={() => set(row, false)}
                    >
                      Restore
                    </Button>
                  )
                : null,
            )}
          />
        </Section>
      ) : null}
      {editing ? (
        <FieldDialog org={org} field={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </SettingsPage>
  );
}
