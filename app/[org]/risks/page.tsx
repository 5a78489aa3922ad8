import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { questionsOf, risksAsked } from "@/components/risk/register/asked";
import { RiskRegister } from "@/components/risk/register/risk-register";
import { addressFrom, boardAsked, rowsAsked, saysNothing } from "@/components/table/asked";
import { narrowedAddress, openingAddress } from "@/components/table/opening";
import { parseAt } from "@/components/ui/at";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { dayOf } from "@/domain/shared/day";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Risks" };

export default async function RisksPage({ params, searchParams }: PageProps<"/[org]/risks">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { view, page } = addressFrom(query, RISK_REGISTER);
  const { columns, noun } = RISK_REGISTER;
  const from = `/${org}/risks`;
  const views = await fetchOrNotFound(trpc.view.list.queryOptions({ org, noun }), from);
  const opening = openingAddress(from, query, RISK_REGISTER, views);
  if (opening) redirect(opening);
  if (saysNothing(query, RISK_REGISTER)) redirect(narrowedAddress(from, query, { status: "open" }));
  const get = (name: string) => [query[name]].flat()[0] ?? null;
  const questions = questionsOf(org, view, risksAsked({ get }, at, at ?? dayOf(new Date(), "UTC")));
  prefetch(trpc.risk.map.queryOptions(questions.map));
  prefetch(trpc.risk.exposure.queryOptions(questions.exposure));
  prefetch(trpc.risk.moved.queryOptions(questions.moved));
  prefetch(trpc.risk.trend.queryOptions(questions.trend));
  prefetch(trpc.risk.asks.queryOptions(questions.asks));
  prefetch(trpc.risk.choices.queryOptions({ org }));
  if (view.board) prefetch(trpc.risk.board.queryOptions({ org, at, ...boardAsked(view, columns) }));
  else prefetch(trpc.risk.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  return (
    <Hydrate>
      <RiskRegister org={org} now={Date.now()} />
    </Hydrate>
  );
}
