import type { Metadata } from "next";
import { ProgramTree } from "@/components/program/program-tree";
import { parseAt } from "@/components/ui/at";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Programs" };

export default async function ProgramsPage({ params, searchParams }: PageProps<"/[org]/initiatives/programs">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.program.list.queryOptions({ org, at }), `/${org}/initiatives/programs`);
  return (
    <Hydrate>
      <ProgramTree org={org} />
    </Hydrate>
  );
}
