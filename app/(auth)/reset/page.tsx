import type { Metadata } from "next";
import { RequestResetForm } from "@/components/access/request-reset-form";

export const metadata: Metadata = { title: "A new password" };

export default function Page() {
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">Choose a new password</h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">We mail you a link. It works once, for an hour.</p>
      <section aria-label="Ask for a link" className="mt-9 border-ink border-t pt-4 wide:max-w-[360px]">
        <RequestResetForm />
      </section>
    </>
  );
}
