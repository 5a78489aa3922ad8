import type { Metadata } from "next";
import { AuditPage } from "@/components/audit/audit-page";
import { parseAt } from "@/components/ui/at";
import { auditPage } from "@/domain/audit/input";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Audit" };

const only = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) || undefined;

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/audit">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const asked = {
    ...{ what: only(query.what), who: only(query.who), from: only(query.from), to: only(query.to) },
    page: Number(only(query.page) ?? 1),
  };
  const filter = auditPage.catch(auditPage.parse({})).parse(asked);
  await fetchOrNotFound(trpc.audit.list.queryOptions({ org, at, ...filter }), `/${org}/settings/audit`);
  prefetch(trpc.audit.people.queryOptions({ org }));
  return (
    <Hydrate>
      <AuditPage org={org} at={at} />
    </Hydrate>
  );
}
