"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { newPassword, PASSWORD_LENGTH, personName } from "@/domain/access/input";

const newAccount = z.object({ name: personName, password: newPassword });

/** A name and a password: account, membership and session in one step. */
export function AcceptForm({ token, name, email }: { token: string; name: string; email: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(newAccount),
    defaultValues: { name, password: "" },
  });
  const accept = useMutation(
    trpc.invitation.accept.mutationOptions({
      onSuccess: ({ slug }) => window.location.assign(`/${slug}`),
      onError: (error) => setError("root", { message: error.message }),
    }),
  );
  const { errors } = formState;
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={handleSubmit((account) => accept.mutate({ token, account }))}
    >
      {/* Password managers store the password under the address it signs in with. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Your name" hint="As others read it beside what you record." error={errors.name?.message}>
        <Input {...register("name")} autoComplete="name" />
      </Field>
      <Field label="Password" hint={`${PASSWORD_LENGTH.min} characters or more.`} error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" />
      </Field>
      <FormError message={errors.root?.message} />
      <div>
        <Button
          type="submit"
          tone="primary"
          disabled={!hydrated}
          busy={accept.isPending || accept.isSuccess ? "Joining" : false}
        >
          Create my account and join
        </Button>
      </div>
    </form>
  );
}
