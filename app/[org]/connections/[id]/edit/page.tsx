import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EditConnection } from "@/components/connection/edit-connection";
import { isUuid } from "@/domain/shared/id";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Edit connection" };

export default async function Page({ params }: PageProps<"/[org]/connections/[id]/edit">) {
  const { org, id } = await params;
  if (!isUuid(id)) notFound();
  const from = `/${org}/connections/${id}/edit`;
  const shell = await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), from);
  if (!shell.permissions.includes("connection:manage")) notFound();
  await fetchOrNotFound(trpc.connection.get.queryOptions({ org, connectionId: id }), from);
  return (
    <Hydrate>
      <EditConnection org={org} id={id} />
    </Hydrate>
  );
}
