import type { Metadata } from "next";
import { Suspense } from "react";
import { type Asked, ComparePage } from "@/components/compare/compare-page";
import { atPresets, parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { compareInput } from "@/domain/compare/input";
import { dayOf } from "@/domain/shared/day";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Compare two days" };

/** What the address asks for; what is mistyped in it falls back to initiatives since the end of last month. */
function askedOf(query: Record<string, string | string[] | undefined>, today: string): Asked {
  const past = (text: unknown) => {
    const day = parseAt(text);
    return day && day < today ? day : null;
  };
  const { shape } = compareInput;
  const [from, to] = [past(query.from) ?? atPresets(today)[0]?.day ?? today, past(query.to)];
  const [first, second] = to && to < from ? [to, from] : [from, to === from ? null : to];
  return {
    noun: shape.noun.catch("initiative").parse(query.noun),
    from: first,
    ...(second ? { to: second } : {}),
    ...(shape.id.safeParse(query.id).data ? { id: String(query.id) } : {}),
    page: shape.page.catch(1).parse(Number(query.page ?? 1)),
  };
}

export default async function Compare({ params, searchParams }: PageProps<"/[org]/compare">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const asked = askedOf(query, dayOf(new Date(), "UTC"));
  await fetchOrNotFound(trpc.compare.days.queryOptions({ org, ...asked }), `/${org}/compare`);
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={8} table />}>
        <ComparePage org={org} asked={asked} />
      </Suspense>
    </Hydrate>
  );
}
