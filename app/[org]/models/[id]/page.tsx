import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ModelPage } from "@/components/model/model-page";
import { parseAt } from "@/components/ui/at";
import { modelPageInput } from "@/domain/model/page";
import { shorten } from "@/domain/shared/sentence";
import { prefetchAbout } from "@/server/trpc/prefetch-about";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

type Props = PageProps<"/[org]/models/[id]">;

const DAYS = 90;

async function load({ params, searchParams }: Props) {
  const [{ org, id }, query] = await Promise.all([params, searchParams]);
  const asked = modelPageInput.safeParse({ modelId: id, days: Number(query.days ?? DAYS) });
  const input = asked.data ?? modelPageInput.safeParse({ modelId: id, days: DAYS }).data;
  if (!input) notFound();
  const at = parseAt(query.at) ?? undefined;
  const page = await fetchOrNotFound(trpc.model.get.queryOptions({ org, at, ...input }), `/${org}/models/${id}`);
  return { org, at, input, page };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page } = await load(props);
  return { title: shorten(page.name, 80) };
}

export default async function Page(props: Props) {
  const { org, at, input } = await load(props);
  prefetchAbout({ org, at, about: { noun: "model", id: input.modelId } });
  return (
    <Hydrate>
      <ModelPage org={org} id={input.modelId} days={input.days} now={Date.now()} />
    </Hydrate>
  );
}
