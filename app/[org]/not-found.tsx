"use client";

import { useParams } from "next/navigation";
import { LinkButton } from "@/components/ui/button";

/** Inside an organisation: what stands around the page stays, so that one goes on from here. */
export default function NotFoundHere() {
  const { org } = useParams<{ org: string }>();
  return (
    <div className="pt-[6vh]">
      <h1 className="font-medium font-serif text-headline">There is nothing at this address</h1>
      <p className="mt-2.5 mb-6 max-w-[560px] font-serif text-ink-2 text-lead">
        It may have been moved or removed, or it is not open to your role.
      </p>
      <LinkButton href={`/${org}`}>Go to the overview</LinkButton>
    </div>
  );
}
