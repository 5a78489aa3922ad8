import type { Metadata } from "next";
import { InitiativeRegister } from "@/components/initiative/register/initiative-register";
import { parseAt } from "@/components/ui/at";
import { readerOf, registerRequest } from "@/domain/initiative/register-params";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Initiatives" };

export default async function InitiativesPage({ params, searchParams }: PageProps<"/[org]/initiatives">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const request = registerRequest(readerOf(query));
  const { sort: _sort, page: _page, fields: _fields, ...filter } = request;
  const from = `/${org}/initiatives`;
  const [shell] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), from),
    fetchOrNotFound(trpc.initiative.list.queryOptions({ org, at, ...request }), from),
    fetchOrNotFound(trpc.initiative.summary.queryOptions({ org, at, ...filter, worst: 2 }), from),
    fetchOrNotFound(trpc.customField.list.queryOptions({ org, at }), from),
  ]);
  return (
    <Hydrate>
      <InitiativeRegister org={org} timeZone={shell.org?.timeZone ?? "UTC"} now={Date.now()} />
    </Hydrate>
  );
}
