"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { packFileAddress } from "@/components/pack/file-address";
import { SendSection } from "@/components/pack/send-section";
import type { PackDetail } from "@/components/pack/shape";
import { Verification } from "@/components/pack/verification";
import { useTRPC } from "@/components/providers/trpc";
import { Crumbs } from "@/components/shell/crumbs";
import { WorkerNotice } from "@/components/shell/worker-notice";
import { Button, buttonClass, LinkButton } from "@/components/ui/button";
import { ABSENT, formatCount } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { ErrorState } from "@/components/ui/states";
import { packHeadline } from "@/domain/pack/state";
import { formatInstant, formatLongDay, formatMeasure } from "@/domain/shared/figure";
import { counted } from "@/domain/shared/sentence";

/** While a pack is made its page asks again this often, should no live event arrive. */
const ASK_MS = 1500;

/** One pack: how far it is, the file in the browser's viewer, and how to check it. */
export function PackView({ org, at, id }: { org: string; at: string | undefined; id: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.pack.get.queryOptions(
      { org, at, id },
      { refetchInterval: ({ state }) => (state.data?.status === "building" ? ASK_MS : false) },
    ),
  );
  const day = formatLongDay(data.asOf, data.timeZone);
  const isReady = data.status === "ready";
  return (
    <div className="flex flex-col gap-[34px]">
      <Crumbs trail={[{ label: data.number }]} />
      <Headline
        title={packHeadline({ ...data, day })}
        lead={
          data.since
            ? `It compares with ${formatLongDay(data.since, data.timeZone)}.`
            : "There was no earlier date to compare with."
        }
        actions={
          isReady ? (
            <>
              <LinkButton href={packFileAddress(org, id, "data")} download>
                Data
              </LinkButton>
              <LinkButton tone="primary" href={packFileAddress(org, id, "download")} download>
                Download
              </LinkButton>
            </>
          ) : undefined
        }
      />
      {data.status === "building" ? <Making org={org} pack={data} /> : null}
      {data.status === "failed" ? <ErrorState title="This pack was refused" message={data.error ?? undefined} /> : null}
      {isReady ? (
        <>
          <iframe
            title={`Pack ${data.number}`}
            src={`${packFileAddress(org, id)}#navpanes=0&view=FitH`}
            className="hidden aspect-[1.36/1] w-full border border-rule bg-wash wide:block"
          />
          <p className="wide:hidden">
            <a href={packFileAddress(org, id)} className={buttonClass("plain", "normal", "w-full")}>
              Open the file{data.pages === null ? null : `, ${counted(data.pages, "page")}`}
            </a>
          </p>
          {at === undefined ? (
            <SendSection org={org} id={id} mayBuild={data.mayBuild} timeZone={data.timeZone} />
          ) : null}
          <Section name="How to check this pack" id="check" sentence="It can be rebuilt from the record at any time.">
            <Facts pack={data} />
            <div className="mt-4">
              <Verification org={org} id={id} />
            </div>
          </Section>
        </>
      ) : null}
    </div>
  );
}

function Making({ org, pack }: { org: string; pack: PackDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const cancel = useMutation(
    trpc.pack.cancel.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.pack.pathKey() }),
    }),
  );
  const { step, done, total } = pack.progress ?? { step: "Waiting for a worker", done: 0, total: 1 };
  return (
    <Section name="Progress" id="progress">
      <WorkerNotice className="mb-4" />
      <div role="status" className="max-w-[520px]">
        <p className="flex justify-between gap-4 font-medium text-table">
          <span>{step}</span>
          <span className="font-normal text-ink-2 tabular">
            {pack.progress ? `${formatCount(done)} of ${formatCount(total)} steps` : null}
          </span>
        </p>
        <div
          role="progressbar"
          aria-label="Pack"
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
          className="mt-2 h-1.5 overflow-hidden bg-rule"
        >
          <div className="h-full bg-ink" style={{ width: `${(done / total) * 100}%` }} />
        </div>
      </div>
      {pack.mayBuild ? (
        <Button
          className="mt-4"
          busy={cancel.isPending ? "Cancelling" : false}
          onClick={() => cancel.mutate({ org, id: pack.id })}
        >
          Cancel
        </Button>
      ) : null}
    </Section>
  );
}

function Facts({ pack }: { pack: PackDetail }) {
  const facts = [
    ["Number", pack.number],
    ["Data as of", `${formatInstant(pack.asOf, pack.timeZone)} (${pack.timeZone})`],
    ["Template", pack.templateVersion],
    ["Pages", pack.pages === null ? ABSENT : formatCount(pack.pages)],
    ["Size", pack.file ? formatMeasure(pack.file.bytes / 1000, "kB") : ABSENT],
    ["Asked for by", pack.requestedBy ?? ABSENT],
  ] as const;
  return (
    <dl className="grid gap-x-6 gap-y-1 text-table wide:grid-cols-[140px_1fr]">
      {facts.map(([name, words]) => (
        <Fact key={name} name={name}>
          {words}
        </Fact>
      ))}
      <Fact name="SHA-256 of the data">
        <code className="break-all font-mono text-note">{pack.dataSha256}</code>
      </Fact>
      <Fact name="SHA-256 of the file">
        <code className="break-all font-mono text-note">{pack.pdfSha256}</code>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="mb-2 min-w-0 wide:mb-0">{children}</dd>
    </>
  );
}
