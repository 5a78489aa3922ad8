import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignOutButton } from "@/components/access/sign-out-button";
import { PlaceList } from "@/components/organisation/place-list";
import { DataProvider } from "@/components/providers/trpc";
import { Logo } from "@/components/shell/logo";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Your organisations" };

/** To the one organisation, unless there is a choice: several, or the sample and the chance to start one's own. */
export default async function StartPage({ searchParams }: PageProps<"/">) {
  if (!(await fetchOrNotFound(trpc.access.session.queryOptions()))) redirect("/sign-in");
  const person = await fetchOrNotFound(trpc.access.whoAmI.queryOptions());
  const [only, ...others] = person.places;
  const isFirstRun = only?.sample && person.mayStart;
  if (only && others.length === 0 && !isFirstRun && (await searchParams).choose === undefined)
    redirect(`/${only.slug}`);
  return (
    <DataProvider>
      <header className="flex h-[52px] items-center justify-between border-rule border-b px-[18px] wide:px-9">
        <Logo />
        <SignOutButton />
      </header>
      <main id="content" className="mx-auto max-w-[660px] px-[18px] pt-9 pb-16 wide:pt-[10vh]">
        <PlaceList person={person} />
      </main>
    </DataProvider>
  );
}
