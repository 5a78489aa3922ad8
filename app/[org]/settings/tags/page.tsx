import type { Metadata } from "next";
import { TagsPage } from "@/components/tag/tags-page";
import { parseAt } from "@/components/ui/at";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

type Props = PageProps<"/[org]/settings/tags">;

export const metadata: Metadata = { title: "Tags" };

export default async function Page({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.tag.list.queryOptions({ org, at, q: "", page: 1 }), `/${org}/settings/tags`);
  return (
    <Hydrate>
      <TagsPage org={org} at={at} />
    </Hydrate>
  );
}
