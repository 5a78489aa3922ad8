"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import type { EditorStart } from "@/components/risk/matrix/matrix-editor";
import { MatrixTable } from "@/components/risk/matrix/matrix-table";
import { type VersionData, versionName } from "@/components/risk/matrix/version";
import { VersionsSection } from "@/components/risk/matrix/versions-section";
import { Button, buttonClass } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { READY_MATRIX_KEYS, readyMatrices } from "@/domain/risk/ready-matrices";

const MatrixEditor = dynamic(() => import("@/components/risk/matrix/matrix-editor").then((it) => it.MatrixEditor));
const RerateDialog = dynamic(() => import("@/components/risk/matrix/rerate-dialog").then((it) => it.RerateDialog));
const UseVersionDialog = dynamic(() =>
  import("@/components/risk/matrix/use-version-dialog").then((it) => it.UseVersionDialog),
);

type Task = { kind: "use" | "preview"; versionId: string };

/** The matrices of the organisation: their versions, which one is in use, and what older assessments would become. */
export function MatrixPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org)("matrix:manage");
  const { data } = useSuspenseQuery(trpc.matrix.list.queryOptions({ org, at }));
  const { data: choices } = useSuspenseQuery(trpc.risk.choices.queryOptions({ org, at }));
  const [shownId, setShown] = useState<string | null>(null);
  // As it was when the editor opened: what somebody else puts to use meanwhile leaves the editor alone.
  const [editing, setEditing] = useState<EditorStart | null>(null);
  const [task, setTask] = useState<Task | null>(null);
  const { currency, categories } = choices;
  const inUse = data.versions.find((each) => each.inUse);
  const shown = data.versions.find(({ id }) => id === shownId) ?? inUse ?? data.versions[0];
  const concerned = data.versions.find(({ id }) => id === task?.versionId);
  const close = () => setTask(null);
  const preview = ({ id }: VersionData) => setTask({ kind: "preview", versionId: id });
  const ready = readyMatrices(currency);
  const known = new Set(categories.map(({ key }) => key));
  const begin = (key: keyof typeof ready) => {
    const { name, definition } = ready[key];
    const floors = definition.floors.filter(({ category }) => known.has(category));
    setEditing({ matrixId: null, name, definition: { ...definition, floors } });
  };
  return (
    <SettingsPage
      org={org}
      title={inUse ? `${versionName(inUse)}, rates new assessments.` : "No matrix is in use."}
      lead="A version never changes. Assessments keep the version they were made by until somebody rates them again by choice."
      actions={
        may && !editing ? (
          <>
            <Menu
              label="Begin a new matrix"
              trigger="New matrix"
              triggerClass={buttonClass("plain")}
              items={[
                { kind: "heading", label: "Begin with" },
                ...READY_MATRIX_KEYS.map((key) => ({
                  kind: "action" as const,
                  label: ready[key].name,
                  onSelect: () => begin(key),
                })),
              ]}
            />
            {shown ? (
              <Button tone="primary" onClick={() => setEditing(shown)}>
                New version
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      {editing ? (
        <MatrixEditor
          org={org}
          from={editing}
          choices={choices}
          onClose={() => setEditing(null)}
          onMade={(versionId) => {
            setEditing(null);
            setShown(versionId);
          }}
        />
      ) : shown ? (
        <Section id="matrix" name={versionName(shown)} aside={shown.inUse ? "in use" : "not in use"}>
          <MatrixTable definition={shown.definition} categories={categories} currency={currency} />
        </Section>
      ) : null}
      <VersionsSection
        org={org}
        versions={data.versions}
        shownId={shown?.id}
        onShow={({ id }) => setShown(id)}
        manage={may ? { onUse: ({ id }) => setTask({ kind: "use", versionId: id }), onPreview: preview } : null}
      />
      {concerned && task?.kind === "use" ? (
        <UseVersionDialog
          org={org}
          version={concerned}
          settingVersion={data.settingVersion}
          onClose={close}
          onRate={() => preview(concerned)}
        />
      ) : null}
      {concerned && task?.kind === "preview" ? <RerateDialog org={org} version={concerned} onClose={close} /> : null}
    </SettingsPage>
  );
}
