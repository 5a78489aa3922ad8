"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ChangesSection } from "@/components/overview/changes-section";
import { OverviewFigures } from "@/components/overview/figures";
import { LiveModels } from "@/components/overview/live-models";
import { StagesSection } from "@/components/overview/stages-section";
import { WorstSection } from "@/components/overview/worst-section";
import { useTRPC } from "@/components/providers/trpc";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { EmptyState } from "@/components/ui/states";
import { overviewModels } from "@/domain/overview/models";

/** What an executive sees first: the conclusion, the figures under it, what needs a hand and what changed. */
export function OverviewPage({
  org,
  at,
  since,
  maySeePacks,
}: {
  org: string;
  at?: string;
  since?: string;
  maySeePacks: boolean;
}) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.overview.get.queryOptions({ org, at, since }));
  const { data: models } = useSuspenseQuery(trpc.model.rows.queryOptions({ org, at, ...overviewModels }));

  return (
    <div className="grid gap-8">
      <Headline
        title={data.headline}
        lead={data.lead}
        actions={
          maySeePacks ? (
            <LinkButton href={`/${org}/packs`} tone="primary">
              Steering pack
            </LinkButton>
          ) : null
        }
      />
      {data.total === 0 ? (
        <EmptyState
          title="This portfolio is empty"
          action={<LinkButton href={`/${org}/initiatives`}>Go to initiatives</LinkButton>}
        >
          Enter the first initiative or import a list. What stands here is computed from the records.
        </EmptyState>
      ) : (
        <>
          <OverviewFigures org={org} data={data} />
          <div className="columns-page gap-y-9">
            <StagesSection org={org} data={data} />
            <LiveModels org={org} models={models} timeZone={data.timeZone} />
            <WorstSection org={org} data={data} />
            <ChangesSection org={org} data={data} />
          </div>
        </>
      )}
    </div>
  );
}
