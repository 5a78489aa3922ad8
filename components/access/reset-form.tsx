"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { newPassword, PASSWORD_LENGTH } from "@/domain/access/input";

const chosen = z.object({ password: newPassword });

export function ResetForm({ token, email }: { token: string; email: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(chosen),
    defaultValues: { password: "" },
  });
  const reset = useMutation(
    trpc.access.resetPassword.mutationOptions({
      onSuccess: () => window.location.assign("/sign-in?reason=password"),
      onError: (error) => showServerErrors(error, ["password"], setError),
    }),
  );
  const { errors } = formState;
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={handleSubmit(({ password }) => reset.mutate({ token, password }))}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="New password" hint={`${PASSWORD_LENGTH.min} characters or more.`} error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" />
      </Field>
      <FormError message={errors.root?.message} />
      <div>
        <Button
          type="submit"
          tone="primary"
          disabled={!hydrated}
          busy={reset.isPending || reset.isSuccess ? "Saving" : false}
        >
          Save the new password
        </Button>
      </div>
    </form>
  );
}
