import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { MembersPage } from "@/components/member/members-page";
import { addressFrom, boardAsked, rowsAsked } from "@/components/table/asked";
import { openingAddress } from "@/components/table/opening";
import { parseAt } from "@/components/ui/at";
import { ACTIVE_BY_ROLE } from "@/domain/member/active";
import { MEMBER_REGISTER } from "@/domain/member/columns";
import { columnsFor } from "@/domain/table/column";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Members" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/members">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { view, page } = addressFrom(query, MEMBER_REGISTER);
  const from = `/${org}/settings/members`;
  const [{ permissions }, views] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), from),
    fetchOrNotFound(trpc.view.list.queryOptions({ org, noun: MEMBER_REGISTER.noun }), from),
    fetchOrNotFound(trpc.member.groups.queryOptions({ org, at, ...ACTIVE_BY_ROLE }), from),
  ]);
  const opening = openingAddress(from, query, MEMBER_REGISTER, views);
  if (opening) redirect(opening);
  const may = (permission: (typeof permissions)[number]) =>
    permissions.includes(permission) && (!at || permission.endsWith(":read"));
  const columns = columnsFor(MEMBER_REGISTER.columns, may);
  if (view.board) prefetch(trpc.member.board.queryOptions({ org, at, ...boardAsked(view, columns) }));
  else prefetch(trpc.member.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  return (
    <Hydrate>
      <MembersPage org={org} at={at} />
    </Hydrate>
  );
}
