import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ModelRegister } from "@/components/model/register/model-register";
import { addressFrom, boardAsked, rowsAsked } from "@/components/table/asked";
import { openingAddress } from "@/components/table/opening";
import { parseAt } from "@/components/ui/at";
import { MODEL_REGISTER } from "@/domain/model/columns";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params, searchParams }: PageProps<"/[org]/models">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { view, page } = addressFrom(query, MODEL_REGISTER);
  const { columns, noun } = MODEL_REGISTER;
  const from = `/${org}/models`;
  const views = fetchOrNotFound(trpc.view.list.queryOptions({ org, noun }), from);
  prefetch(trpc.organisation.shell.queryOptions({ org, at }));
  if (view.board) prefetch(trpc.model.board.queryOptions({ org, at, ...boardAsked(view, columns) }));
  else prefetch(trpc.model.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  const opening = openingAddress(from, query, MODEL_REGISTER, await views);
  if (opening) redirect(opening);
  return (
    <Hydrate>
      <ModelRegister org={org} now={Date.now()} />
    </Hydrate>
  );
}
