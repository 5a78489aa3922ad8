"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { ConnectionRow } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { WorkerNotice } from "@/components/shell/worker-notice";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { LinkButton } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { CATALOGUE, kindOf } from "@/domain/connection/catalogue";
import {
  connectionsHeadline,
  connectionsLead,
  intervalWords,
  nextPoll,
  pollingWords,
} from "@/domain/connection/sentence";
import { counted } from "@/domain/shared/sentence";

/** How polling goes is no part of the record, so no change of the record announces it. */
const LOOK_AGAIN_MS = 15_000;

/** Every platform figures come from, and whether they come. */
export function ConnectionList({ org, now }: { org: string; now: number }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const manages = useMay(org)("connection:manage");
  const { org: organisation } = useShell(org);
  const { data: rows, dataUpdatedAt } = useSuspenseQuery({
    ...trpc.connection.list.queryOptions({ org, at }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const add = manages ? (
    <LinkButton href={`/${org}/connections/new`} tone="primary">
      New connection
    </LinkButton>
  ) : null;
  const next = (row: ConnectionRow) => {
    const when = nextPoll(row, new Date(Math.max(now, dataUpdatedAt)));
    if (when) return `next ${formatDate(when, "time", where)}`;
    return row.paused ? "not while paused" : "waits for the sign-in";
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Headline title={connectionsHeadline(rows)} lead={connectionsLead(rows)} actions={rows.length > 0 ? add : null} />
      <WorkerNotice />
      <Section id="connections" name="Connections" aside={rows.length > 0 ? `${rows.length} kept` : undefined}>
        {rows.length === 0 ? (
          <EmptyState title="No platform is connected" action={add}>
            Connect a model server, an MLflow tracking server or a Prometheus; its models and their measures appear by
            themselves.
          </EmptyState>
        ) : (
          <PlainTable
            label="Connections"
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "name",
                label: "Connection",
                render: ({ id, name, url, models, measures }) => (
                  <TwoLine
                    main={
                      <OrgLink href={`/${org}/connections/${id}`} className="underline-offset-2 hover:underline">
                        {name}
                      </OrgLink>
                    }
                    sub={
                      <>
                        <span className="wrap-anywhere block">{url}</span>
                        {models > 0 ? `${counted(models, "model")}, ${counted(measures, "measure")}` : "no model yet"}
                      </>
                    }
                  />
                ),
              },
              {
                key: "platform",
                label: "Platform",
                width: "150px",
                wideOnly: true,
                render: ({ platform, config, intervalSeconds }) => (
                  <TwoLine
                    plain
                    main={CATALOGUE[kindOf(platform, config)].label}
                    sub={intervalWords(intervalSeconds)}
                  />
                ),
              },
              {
                key: "last",
                label: "Last good answer",
                width: "170px",
                wideOnly: true,
                render: (row) => (
                  <TwoLine
                    plain
                    main={row.lastSuccessAt ? formatDate(row.lastSuccessAt, "instant", where) : "none yet"}
                    sub={next(row)}
                  />
                ),
              },
              {
                key: "health",
                label: "Health",
                align: "right",
                render: (row) => <Health row={row} />,
              },
            ]}
          />
        )}
      </Section>
    </div>
  );
}

function Health({ row }: { row: ConnectionRow }) {
  const { mark, words } = pollingWords(row);
  return (
    <span className="block">
      <Status status={mark} className="whitespace-normal!">
        {words}
      </Status>
      {row.lastError && mark !== "good" ? (
        <span className="wrap-anywhere block text-ink-2 text-label">{row.lastError}</span>
      ) : null}
    </span>
  );
}
