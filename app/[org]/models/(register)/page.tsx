import type { Metadata } from "next";
import { ModelRegister } from "@/components/model/register/model-register";
import { parseAt } from "@/components/ui/at";
import { modelRequest, readerOf } from "@/domain/model/register-params";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params, searchParams }: PageProps<"/[org]/models">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const from = `/${org}/models`;
  await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), from),
    fetchOrNotFound(trpc.model.list.queryOptions({ org, at, ...modelRequest(readerOf(query)) }), from),
  ]);
  return (
    <Hydrate>
      <ModelRegister org={org} now={Date.now()} />
    </Hydrate>
  );
}
