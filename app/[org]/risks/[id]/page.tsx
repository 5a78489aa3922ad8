import type { Metadata } from "next";
import { RiskPage } from "@/components/risk/page/risk-page";
import { parseAt } from "@/components/ui/at";
import { shorten } from "@/domain/shared/sentence";
import { prefetchAbout } from "@/server/trpc/prefetch-about";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

type Props = PageProps<"/[org]/risks/[id]">;

async function load({ params, searchParams }: Props) {
  const [{ org, id: segment }, query] = await Promise.all([params, searchParams]);
  const [id, at] = [decodeURIComponent(segment), parseAt(query.at) ?? undefined];
  const page = await fetchOrNotFound(trpc.risk.get.queryOptions({ org, at, id }), `/${org}/risks/${segment}`);
  return { org, id, at, page };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page } = await load(props);
  return { title: shorten(`${page.code} ${page.title}`, 80) };
}

export default async function Page(props: Props) {
  const { org, id, at, page } = await load(props);
  const of = { org, at, riskId: page.id };
  prefetchAbout({ org, at, about: { noun: "risk", id: page.id } });
  prefetch(trpc.acceptance.get.queryOptions(of));
  prefetch(trpc.escalation.get.queryOptions(of));
  prefetch(trpc.indicator.get.queryOptions(of));
  prefetch(trpc.taxonomy.of.queryOptions(of));
  prefetch(trpc.risk.activity.queryOptions({ org, at, id: page.id, page: 1, pageSize: 8 }));
  if (page.may.edit) prefetch(trpc.initiative.choices.queryOptions({ org, at }));
  return (
    <Hydrate>
      <RiskPage org={org} id={id} />
    </Hydrate>
  );
}
