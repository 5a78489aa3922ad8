import type { Metadata } from "next";
import { OverviewPage } from "@/components/overview/overview";
import { parseAt } from "@/components/ui/at";
import { overviewInput } from "@/domain/overview/input";
import { overviewModels } from "@/domain/overview/models";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Overview" };

/** No suspense around it: what is prefetched stands in the first answer, and React would show a large part of a page late. */
export default async function Page({ params, searchParams }: PageProps<"/[org]">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { since } = overviewInput.catch({}).parse({ since: query.since });
  const shell = await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), `/${org}`);
  prefetch(trpc.overview.get.queryOptions({ org, at, since }));
  prefetch(trpc.model.rows.queryOptions({ org, at, ...overviewModels }));
  return (
    <Hydrate>
      <OverviewPage org={org} at={at} since={since} maySeePacks={shell.permissions.includes("pack:read")} />
    </Hydrate>
  );
}
