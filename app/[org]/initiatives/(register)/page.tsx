import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { InitiativeRegister } from "@/components/initiative/register/initiative-register";
import { addressFrom, boardAsked, rowsAsked, scopeAsked } from "@/components/table/asked";
import { openingAddress } from "@/components/table/opening";
import { parseAt } from "@/components/ui/at";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Initiatives" };

export default async function InitiativesPage({ params, searchParams }: PageProps<"/[org]/initiatives">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { view, page } = addressFrom(query, INITIATIVE_REGISTER);
  const { columns, noun } = INITIATIVE_REGISTER;
  const from = `/${org}/initiatives`;
  const views = fetchOrNotFound(trpc.view.list.queryOptions({ org, noun }), from);
  prefetch(trpc.initiative.columns.queryOptions({ org, at }));
  prefetch(trpc.initiative.summary.queryOptions({ org, at, ...scopeAsked(view), worst: 2 }));
  if (view.board) prefetch(trpc.initiative.board.queryOptions({ org, at, ...boardAsked(view, columns) }));
  else prefetch(trpc.initiative.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  const opening = openingAddress(from, query, INITIATIVE_REGISTER, await views);
  if (opening) redirect(opening);
  return (
    <Hydrate>
      <InitiativeRegister org={org} now={Date.now()} />
    </Hydrate>
  );
}
