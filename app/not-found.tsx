import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-[720px] px-[18px] pt-[12vh] wide:px-9">
      <EmptyState title="There is nothing at this address" action={<LinkButton href="/">Go to the start</LinkButton>}>
        It may have been moved or removed, or it belongs to an organisation you are not a member of.
      </EmptyState>
    </main>
  );
}
