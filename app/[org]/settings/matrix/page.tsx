import type { Metadata } from "next";
import { MatrixPage } from "@/components/risk/matrix/matrix-page";
import { parseAt } from "@/components/ui/at";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Risk matrix" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/matrix">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const from = `/${org}/settings/matrix`;
  await Promise.all([
    fetchOrNotFound(trpc.matrix.list.queryOptions({ org, at }), from),
    fetchOrNotFound(trpc.risk.choices.queryOptions({ org, at }), from),
  ]);
  return (
    <Hydrate>
      <MatrixPage org={org} />
    </Hydrate>
  );
}
