import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="content" className="mx-auto max-w-[720px] px-[18px] pt-[12vh] wide:px-9">
      <h1 className="font-medium font-serif text-headline">There is nothing at this address</h1>
      <p className="mt-2.5 mb-6 max-w-[560px] font-serif text-ink-2 text-lead">
        It may have been moved or removed, or it belongs to an organisation you are not a member of.
      </p>
      <LinkButton href="/">Go to the start</LinkButton>
    </main>
  );
}
