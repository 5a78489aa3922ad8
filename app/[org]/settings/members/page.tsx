import type { Metadata } from "next";
import { MembersPage } from "@/components/member/members-page";
import { parseAt } from "@/components/ui/at";
import { memberFilter } from "@/domain/member/input";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Members" };

const only = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/members">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const everybody = memberFilter.parse({});
  const asked = {
    q: only(query.q),
    role: only(query.role),
    state: only(query.state),
    page: Number(only(query.page) ?? 1),
  };
  const filter = memberFilter.catch(everybody).parse(asked);
  await fetchOrNotFound(trpc.member.list.queryOptions({ org, at, ...everybody }), `/${org}/settings/members`);
  prefetch(trpc.member.list.queryOptions({ org, at, ...filter }));
  return (
    <Hydrate>
      <MembersPage org={org} at={at} />
    </Hydrate>
  );
}
