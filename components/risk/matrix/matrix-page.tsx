"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { useState } from "react";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { MatrixTable } from "@/components/risk/matrix/matrix-table";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { quickerSentence } from "@/domain/shared/edit";
import type { AppRouter } from "@/server/trpc/root";

export type VersionData = inferRouterOutputs<AppRouter>["matrix"]["list"]["versions"][number];

const MatrixEditor = dynamic(() => import("@/components/risk/matrix/matrix-editor").then((it) => it.MatrixEditor));
const RerateDialog = dynamic(() => import("@/components/risk/matrix/rerate-dialog").then((it) => it.RerateDialog));

/** The matrices of the organisation: their versions, which one is in use, and what older assessments would become. */
export function MatrixPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const at = useAt() ?? undefined;
  const may = useMay(org)("matrix:manage");
  const { org: organisation } = useShell(org);
  const { data } = useSuspenseQuery(trpc.matrix.list.queryOptions({ org, at }));
  const { data: choices } = useSuspenseQuery(trpc.risk.choices.queryOptions({ org, at }));
  const [shownId, setShown] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  const [rerating, setRerating] = useState(false);
  const activate = useMutation(trpc.matrix.activate.mutationOptions());
  const inUse = data.versions.find((each) => each.inUse);
  const shown = data.versions.find(({ id }) => id === shownId) ?? inUse ?? data.versions[0];
  const older = data.versions.filter((each) => !each.inUse).reduce((sum, { rates }) => sum + rates, 0);
  const use = async (version: VersionData) => {
    try {
      const result = await activate.mutateAsync({ org, versionId: version.id, version: data.settingVersion });
      await Promise.all([queries.invalidateQueries({ queryKey: trpc.matrix.pathKey() }), refreshRisks()]);
      if (result.outcome === "conflict") await notify({ message: quickerSentence(result), tone: "bad" });
      else
        await notify({
          message: `${version.name}, version ${version.number}, is in use. Old assessments stay as they are.`,
        });
    } catch (error) {
      await notify({ message: failureWords(error), tone: "bad" });
    }
  };
  return (
    <SettingsPage
      org={org}
      title={inUse ? `${inUse.name}, version ${inUse.number}, rates new assessments.` : "No matrix is in use."}
      lead="A version never changes. Assessments keep the version they were made by until somebody rates them again by choice."
      actions={
        may && shown && !editing ? (
          <Button tone="primary" onClick={() => setEditing(true)}>
            New version
          </Button>
        ) : null
      }
    >
      {editing && shown ? (
        <MatrixEditor key={shown.id} org={org} from={shown} choices={choices} onClose={() => setEditing(false)} />
      ) : shown ? (
        <Section
          id="matrix"
          name={`${shown.name}, version ${shown.number}`}
          aside={shown.inUse ? "in use" : "not in use"}
        >
          <MatrixTable definition={shown.definition} categories={choices.categories} currency={choices.currency} />
        </Section>
      ) : null}
      <Section
        id="versions"
        name="Versions"
        sentence={
          older > 0 ? `${older} open ${older === 1 ? "risk is" : "risks are"} still rated by an older one.` : undefined
        }
      >
        <PlainTable
          label="Versions"
          rows={data.versions}
          rowKey={({ id }) => id}
          isMarked={({ id }) => id === shown?.id}
          columns={[
            {
              key: "name",
              label: "Matrix",
              render: ({ name, number, note }) => (
                <TwoLine
                  main={`${name}, version ${number}`}
                  sub={note ? <span className="wrap-anywhere">{note}</span> : null}
                />
              ),
            },
            {
              key: "made",
              label: "Made",
              wideOnly: true,
              render: ({ by, at: when }) =>
                `${by}${when ? `, ${formatDate(when, "day", { timeZone: organisation?.timeZone })}` : ""}`,
            },
            { key: "rates", label: "Open risks", align: "right", render: ({ rates }) => rates },
            {
              key: "state",
              label: "State",
              render: ({ inUse: isIt }) =>
                isIt ? <Status status="good">in use</Status> : <span className="text-ink-2">kept</span>,
            },
            {
              key: "do",
              label: <span className="sr-only">Actions</span>,
              align: "right",
              render: (version) => (
                <span className="inline-flex flex-wrap justify-end gap-1">
                  <Button
                    size="small"
                    tone="quiet"
                    aria-label={`Show ${version.name}, version ${version.number}`}
                    onClick={() => setShown(version.id)}
                  >
                    Show
                  </Button>
                  {may && !version.inUse ? (
                    <Button
                      size="small"
                      busy={activate.isPending ? "Under way" : false}
                      aria-label={`Put ${version.name}, version ${version.number}, to use`}
                      onClick={() => void use(version)}
                    >
                      Put to use
                    </Button>
                  ) : null}
                </span>
              ),
            },
          ]}
        />
        {may && older > 0 && inUse ? (
          <Button className="mt-3" onClick={() => setRerating(true)}>
            Rate old assessments again
          </Button>
        ) : null}
      </Section>
      {rerating && inUse ? <RerateDialog org={org} version={inUse} onClose={() => setRerating(false)} /> : null}
    </SettingsPage>
  );
}
