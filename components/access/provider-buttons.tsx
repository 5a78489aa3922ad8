"use client";

import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/ui/use-hydrated";

/** One button for each identity provider. The action runs on the server: a form post would be held back by the page's policy. */
export function ProviderButtons({
  providers,
  next,
  action,
}: {
  providers: readonly { id: string; name: string }[];
  next: string;
  action: (form: FormData) => Promise<void>;
}) {
  const hydrated = useHydrated();
  return (
    <form action={action} className="mb-6 grid justify-items-start gap-2">
      <input type="hidden" name="next" value={next} />
      {providers.map(({ id, name }) => (
        <Button key={id} type="submit" name="provider" value={id} disabled={!hydrated}>
          Sign in with {name}
        </Button>
      ))}
    </form>
  );
}
