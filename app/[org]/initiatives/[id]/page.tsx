import type { Metadata } from "next";
import { InitiativePage } from "@/components/initiative/page/initiative-page";
import { parseAt } from "@/components/ui/at";
import { shorten } from "@/domain/shared/sentence";
import { prefetchAbout } from "@/server/trpc/prefetch-about";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

type Props = PageProps<"/[org]/initiatives/[id]">;

async function load({ params, searchParams }: Props) {
  const [{ org, id: segment }, query] = await Promise.all([params, searchParams]);
  const [id, at] = [decodeURIComponent(segment), parseAt(query.at) ?? undefined];
  const page = await fetchOrNotFound(
    trpc.initiative.get.queryOptions({ org, at, id }),
    `/${org}/initiatives/${segment}`,
  );
  return { org, id, at, page };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page } = await load(props);
  return { title: shorten(page.title, 80) };
}

export default async function Page(props: Props) {
  const { org, id, at, page } = await load(props);
  const from = `/${org}/initiatives`;
  prefetchAbout({ org, at, about: { noun: "initiative", id: page.id } });
  await Promise.all([
    fetchOrNotFound(trpc.initiative.activity.queryOptions({ org, at, id: page.id, page: 1, pageSize: 8 }), from),
    page.may.edit ? fetchOrNotFound(trpc.initiative.choices.queryOptions({ org, at }), from) : null,
  ]);
  return (
    <Hydrate>
      <InitiativePage org={org} id={id} />
    </Hydrate>
  );
}
