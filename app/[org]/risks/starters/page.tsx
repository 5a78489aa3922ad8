import type { Metadata } from "next";
import { StartersPage } from "@/components/risk/add/starters-page";
import { isUuid } from "@/domain/shared/id";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Starter library" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/risks/starters">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const idIn = (value: unknown) => (typeof value === "string" && isUuid(value) ? value : undefined);
  const [initiativeId, modelId] = [idIn(query.initiative), idIn(query.model)];
  const on = initiativeId ? { initiativeId } : modelId ? { modelId } : {};
  await fetchOrNotFound(trpc.starter.list.queryOptions({ org, q: "", ...on }), `/${org}/risks`);
  return (
    <Hydrate>
      <StartersPage org={org} on={on} />
    </Hydrate>
  );
}
