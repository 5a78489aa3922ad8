import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { emptyRisk } from "@/components/risk/add/draft";
import { NewRisk } from "@/components/risk/add/new-risk";
import { type PlaceValue, PORTFOLIO } from "@/components/risk/place-value";
import { ROLE_LABELS } from "@/domain/access/permission";
import { isUuid } from "@/domain/shared/id";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New risk" };

type Query = Record<string, string | string[] | undefined>;

/** Where the form was opened from: ?initiative= or ?model=. */
async function placeOf(org: string, query: Query): Promise<PlaceValue> {
  const from = `/${org}/risks/new`;
  const { initiative, model } = query;
  if (typeof initiative === "string" && isUuid(initiative)) {
    const { id, code, title } = await fetchOrNotFound(trpc.initiative.get.queryOptions({ org, id: initiative }), from);
    return { noun: "initiative", id, name: `${code} ${title}` };
  }
  if (typeof model === "string" && isUuid(model)) {
    const { id, name } = await fetchOrNotFound(trpc.model.get.queryOptions({ org, modelId: model }), from);
    return { noun: "model", id, name };
  }
  return PORTFOLIO;
}

export default async function Page({ params, searchParams }: PageProps<"/[org]/risks/new">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const from = `/${org}/risks/new`;
  const [shell, place] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), from),
    placeOf(org, query),
    fetchOrNotFound(trpc.risk.choices.queryOptions({ org }), from),
    fetchOrNotFound(trpc.initiative.choices.queryOptions({ org }), from),
  ]);
  if (!shell.permissions.includes("risk:edit")) notFound();
  const owner = shell.person.role === ROLE_LABELS.owner ? shell.person.memberId : "";
  return (
    <Hydrate>
      <NewRisk org={org} start={emptyRisk(place, owner)} />
    </Hydrate>
  );
}
