import type { Metadata } from "next";
import { SealPage } from "@/components/seal/seal-page";
import { parseAt } from "@/components/ui/at";
import { sealPage } from "@/domain/seal/input";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Seal" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/seal">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const paging = sealPage.catch(sealPage.parse({})).parse({ page: Number(query.page ?? 1) });
  await fetchOrNotFound(trpc.seal.list.queryOptions({ org, at, ...paging }), `/${org}/settings/seal`);
  return (
    <Hydrate>
      <SealPage org={org} at={at} pageSize={paging.pageSize} />
    </Hydrate>
  );
}
