"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { TextLink } from "@/components/ui/section";
import { useHydrated } from "@/components/ui/use-hydrated";
import { RESET_MINUTES, resetRequest } from "@/domain/access/input";

/** Says the same whether the address has an account or not. */
export function RequestResetForm() {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(resetRequest),
    defaultValues: { email: "" },
  });
  const ask = useMutation(
    trpc.access.requestReset.mutationOptions({
      onError: (error) => showServerErrors(error, ["email"], setError),
    }),
  );
  const { errors } = formState;
  if (ask.isSuccess) {
    return (
      <div role="status" className="grid gap-3 text-table">
        <p>
          If {ask.variables.email} has an account with a password, a link is on its way. It works once, for{" "}
          {RESET_MINUTES} minutes. Look into the spam folder too.
        </p>
        <p>
          <TextLink href="/sign-in">Back to sign-in</TextLink>
        </p>
      </div>
    );
  }
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={handleSubmit((values) => ask.mutate(values))}>
      <Field label="Email address" error={errors.email?.message}>
        <Input {...register("email")} type="email" autoComplete="username" spellCheck={false} />
      </Field>
      <FormError message={errors.root?.message} />
      <div className="flex flex-wrap items-center justify-between gap-3 text-table">
        <Button type="submit" tone="primary" disabled={!hydrated} busy={ask.isPending ? "Sending" : false}>
          Mail me a link
        </Button>
        <TextLink href="/sign-in">Back to sign-in</TextLink>
      </div>
    </form>
  );
}
