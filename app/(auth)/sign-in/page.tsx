import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FormError } from "@/components/access/form-error";
import { ProviderButtons } from "@/components/access/provider-buttons";
import { SignInForm } from "@/components/access/sign-in-form";
import { TextLink } from "@/components/ui/section";
import { isRefusal, REFUSALS } from "@/domain/access/provider";
import { returnPath } from "@/domain/access/return-path";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";
import { signInThrough } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

const REASONS: Record<string, string> = {
  ended: "Your session has ended. Sign in again to go on.",
  password: "Your password is changed.",
};

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, reason, refused, error } = await searchParams;
  // Also whoever lost one organisation while their session lives: the start shows what is left to them.
  if (await fetchOrNotFound(trpc.access.session.queryOptions())) redirect(returnPath(next));
  const said = typeof reason === "string" ? REASONS[reason] : undefined;
  const refusal = isRefusal(refused) ? REFUSALS[refused] : error ? REFUSALS.failed : undefined;
  const providers = await fetchOrNotFound(trpc.access.providers.queryOptions());
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">Sign in to your organisation’s AI program</h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">
        Every initiative from idea to retirement, the models in production, and what was decided on what evidence.
      </p>
      <section aria-label="Sign in" className="mt-9 border-ink border-t pt-4 wide:max-w-[360px]">
        {said ? (
          <p role="status" className="mb-4 text-table">
            {said}
          </p>
        ) : null}
        {refusal ? (
          <div className="mb-4">
            <FormError message={refusal} />
          </div>
        ) : null}
        {providers.length > 0 ? (
          <ProviderButtons providers={providers} next={returnPath(next)} action={signInThrough} />
        ) : null}
        <SignInForm next={returnPath(next)} />
        <p className="mt-4 text-note">
          <TextLink href="/reset">Forgot your password?</TextLink>
        </p>
        <p className="mt-6 text-ink-2 text-note">
          No account yet? An administrator of your organisation invites you by mail.
        </p>
      </section>
    </>
  );
}
