import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NewConnection } from "@/components/connection/new-connection";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New connection" };

export default async function NewConnectionPage({ params }: PageProps<"/[org]/connections/new">) {
  const { org } = await params;
  const shell = await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), `/${org}/connections/new`);
  if (!shell.permissions.includes("connection:manage")) notFound();
  return (
    <Hydrate>
      <NewConnection org={org} />
    </Hydrate>
  );
}
