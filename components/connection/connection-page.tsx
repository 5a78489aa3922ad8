"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { BackfillSection } from "@/components/connection/backfill-section";
import { SIGN_IN } from "@/components/connection/connection-conflict";
import { DeleteDialog } from "@/components/connection/delete-dialog";
import { RunTable } from "@/components/connection/run-table";
import type { ConnectionData } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { Crumbs } from "@/components/shell/crumbs";
import { WorkerNotice } from "@/components/shell/worker-notice";
import { Pairs } from "@/components/table/plain-table";
import { Button, LinkButton } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { CATALOGUE, kindOf } from "@/domain/connection/catalogue";
import { connectionHeadline, intervalWords, nextPoll, pollingWords } from "@/domain/connection/sentence";
import { quickerSentence } from "@/domain/shared/edit";
import { counted, listOf } from "@/domain/shared/sentence";

/** How polling goes is no part of the record, so no change of the record announces it. */
const LOOK_AGAIN_MS = 15_000;
/** While a backfill is under way its progress is looked at. */
const LOOK_SOON_MS = 2000;

/** What is read, beside the defaults: "names that begin with model_". */
function configWords({ platform, config }: ConnectionData): string {
  const text = (name: string): string => (typeof config[name] === "string" ? String(config[name]) : "");
  const list = (name: string): string[] => (Array.isArray(config[name]) ? config[name].map(String) : []);
  if (platform === "prometheus") {
    const asked = Array.isArray(config.queries) ? (config.queries as { measure?: unknown }[]) : [];
    const measures = asked.map(({ measure }) => String(measure));
    return `${counted(asked.length, "query", "queries")}: ${listOf(measures, 8)}`;
  }
  const followed = list("measures");
  const only = followed.length > 0 ? `; only ${listOf(followed, 8)}` : "";
  if (platform === "mlflow") {
    const [models, experiments] = [list("models"), list("experiments")];
    const named = models.length > 0 ? models.join(", ") : "every registered model";
    return `${named}${experiments.length > 0 ? `; runs of experiments ${experiments.join(", ")}` : ""}${only}`;
  }
  return `${text("prefix") ? `names that begin with ${text("prefix")}` : "every value that names a model"}${only}`;
}

/** One connection: how polling goes, what it brought, and what can be done about it. */
export function ConnectionPage({ org, id, now }: { org: string; id: string; now: number }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const at = useAt() ?? undefined;
  const manages = useMay(org)("connection:manage");
  const { org: organisation } = useShell(org);
  const { data, dataUpdatedAt } = useSuspenseQuery({
    ...trpc.connection.get.queryOptions({ org, at, connectionId: id }),
    refetchInterval: ({ state }) =>
      state.data?.backfills.some(({ status }) => status === "running") ? LOOK_SOON_MS : LOOK_AGAIN_MS,
  });
  const { data: all } = useSuspenseQuery(trpc.connection.list.queryOptions({ org, at }));
  const [deleting, setDeleting] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.connection.pathKey() });
  const onError = async (error: { message: string }) => {
    await refresh();
    await notify({ message: error.message, tone: "bad" });
  };
  const pause = useMutation(
    trpc.connection.pause.mutationOptions({
      onError,
      onSuccess: async (result, { paused }) => {
        await refresh();
        if (result.outcome === "conflict") return notify({ message: quickerSentence(result), tone: "bad" });
        await notify({ message: paused ? `${data.name} is paused.` : `${data.name} is polled again.` });
      },
    }),
  );
  const poll = useMutation(
    trpc.connection.poll.mutationOptions({
      onError,
      onSuccess: () => notify({ message: "The poll is under way; what it brings appears here by itself." }),
    }),
  );
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const { mark, words } = pollingWords(data);
  const seenAt = Math.max(now, dataUpdatedAt);
  const next = nextPoll(data, new Date(seenAt));
  const measures = all.find((row) => row.id === id)?.measures ?? 0;
  const rests = data.circuitOpenUntil && data.circuitOpenUntil.getTime() > seenAt ? data.circuitOpenUntil : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: data.name }]} />
      <Headline
        facts={[
          <Status key="state" status={mark}>
            {words}
          </Status>,
          CATALOGUE[kindOf(data.platform, data.config)].label,
          intervalWords(data.intervalSeconds),
          next ? `next at ${formatDate(next, "time", where)}` : "not polled until somebody acts",
        ]}
        title={connectionHeadline(data, where.timeZone ?? "UTC")}
        lead={
          data.lastError && mark !== "good" ? (
            <span className="wrap-anywhere">{data.lastError}</span>
          ) : measures > 0 ? (
            `${counted(data.models.length, "model")} and ${counted(measures, "measure")} come through it.`.replace(
              /^./,
              (first) => first.toUpperCase(),
            )
          ) : (
            "It has brought no model yet."
          )
        }
        actions={
          manages ? (
            <>
              <Button tone="danger" onClick={() => setDeleting(true)}>
                Delete
              </Button>
              <LinkButton href={`/${org}/connections/${id}/edit`}>Edit</LinkButton>
              <Button
                busy={pause.isPending}
                onClick={() => pause.mutate({ org, connectionId: id, version: data.version, paused: !data.paused })}
              >
                {data.paused ? "Resume" : "Pause"}
              </Button>
              <Button
                tone="primary"
                disabled={data.paused}
                busy={poll.isPending ? "Asking" : false}
                onClick={() => poll.mutate({ org, connectionId: id })}
              >
                Poll now
              </Button>
            </>
          ) : null
        }
      />
      <WorkerNotice />
      <div className="columns-page">
        <div className="grid content-start gap-9">
          <Section
            id="runs"
            name="Last polls"
            aside="as of now"
            sentence={
              data.runs.length === 0
                ? "No poll has brought anything yet."
                : "A poll that brings nothing new and does not fail leaves no line."
            }
          >
            {data.runs.length === 0 ? null : <RunTable runs={data.runs} where={where} />}
          </Section>
          {at === undefined && (data.mayBackfill || data.backfills.length > 0) ? (
            <BackfillSection org={org} connection={data} manages={manages} where={where} />
          ) : null}
        </div>
        <div className="grid content-start gap-9">
          <Section id="settings" name="How it is asked">
            <Pairs
              pairs={[
                { label: "Address", value: data.url, mono: true },
                { label: "Sign-in", value: data.hasSecret ? `${SIGN_IN[data.auth]}, sealed` : SIGN_IN[data.auth] },
                { label: "Reads", value: configWords(data) },
                {
                  label: "Last answer",
                  value: data.lastSuccessAt ? formatDate(data.lastSuccessAt, "instant", where) : "none yet",
                },
                ...(data.lastAttemptAt
                  ? [{ label: "Last attempt", value: formatDate(data.lastAttemptAt, "instant", where) }]
                  : []),
                ...(data.lastNote ? [{ label: "Last warning", value: data.lastNote }] : []),
                ...(rests ? [{ label: "Rests until", value: formatDate(rests, "instant", where) }] : []),
              ]}
            />
          </Section>
          <Section id="models" name="Models found through it" link={{ label: "All models", href: `/${org}/models` }}>
            {data.models.length === 0 ? (
              <p className="font-serif text-sentence">None yet.</p>
            ) : (
              <ul>
                {data.models.map((model) => (
                  <li key={model.id} className="border-rule-2 border-b py-2 last:border-b-0">
                    <OrgLink href={`/${org}/models/${model.id}`} className="font-medium text-table hover:underline">
                      {model.name}
                    </OrgLink>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      </div>
      {deleting ? <DeleteDialog org={org} held={data} measures={measures} onClose={() => setDeleting(false)} /> : null}
    </div>
  );
}
