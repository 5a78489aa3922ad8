import type { Metadata } from "next";
import { FieldsPage } from "@/components/custom-field/fields-page";
import { parseAt } from "@/components/ui/at";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Fields" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/fields">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.customField.list.queryOptions({ org, at, archived: true }), `/${org}/settings/fields`);
  return (
    <Hydrate>
      <FieldsPage org={org} at={at} />
    </Hydrate>
  );
}
