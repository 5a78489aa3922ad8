import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { overdueAsked } from "@/components/risk/log/headline";
import { LogPage } from "@/components/risk/log/log-page";
import { addressFrom, boardAsked, rowsAsked, saysNothing } from "@/components/table/asked";
import { narrowedAddress, openingAddress } from "@/components/table/opening";
import { parseAt } from "@/components/ui/at";
import { RAID_REGISTER } from "@/domain/raid/columns";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Risks, assumptions and issues" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/risks/log">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { view, page } = addressFrom(query, RAID_REGISTER);
  const { columns, noun } = RAID_REGISTER;
  const from = `/${org}/risks/log`;
  const views = await fetchOrNotFound(trpc.view.list.queryOptions({ org, noun }), from);
  const opening = openingAddress(from, query, RAID_REGISTER, views);
  if (opening) redirect(opening);
  if (saysNothing(query, RAID_REGISTER)) redirect(narrowedAddress(from, query, { state: "open" }));
  prefetch(trpc.raid.values.queryOptions(overdueAsked(org, at)));
  if (view.board) prefetch(trpc.raid.board.queryOptions({ org, at, ...boardAsked(view, columns) }));
  else prefetch(trpc.raid.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  return (
    <Hydrate>
      <LogPage org={org} />
    </Hydrate>
  );
}
