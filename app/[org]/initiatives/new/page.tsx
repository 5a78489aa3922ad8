import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NewInitiative } from "@/components/initiative/form/new-initiative";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New initiative" };

export default async function NewInitiativePage({ params }: PageProps<"/[org]/initiatives/new">) {
  const { org } = await params;
  const from = `/${org}/initiatives/new`;
  const [shell] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), from),
    fetchOrNotFound(trpc.initiative.choices.queryOptions({ org }), from),
  ]);
  if (!shell.permissions.includes("initiative:create")) notFound();
  return (
    <Hydrate>
      <NewInitiative org={org} memberId={shell.person.memberId} role={shell.person.role} />
    </Hydrate>
  );
}
