"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { useHydrated } from "@/components/ui/use-hydrated";
import { PASSWORD_LENGTH, passwordChange } from "@/domain/access/input";
import { counted, sentenceCase } from "@/domain/shared/sentence";

export function PasswordForm({ email }: { email: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, reset, setError, formState } = useForm({
    resolver: zodResolver(passwordChange),
    defaultValues: { current: "", next: "" },
  });
  const { errors } = formState;
  const change = useMutation(
    trpc.access.changePassword.mutationOptions({
      onSuccess: async ({ endedSessions }) => {
        reset();
        const ended = endedSessions > 0 ? `${sentenceCase(counted(endedSessions, "other session"))} ended.` : undefined;
        await notify({ message: "Your password is changed.", detail: ended });
      },
      onError: (error) => {
        if (error.data?.code === "FORBIDDEN") setError("current", { message: error.message }, { shouldFocus: true });
        else showServerErrors(error, ["current", "next"], setError);
      },
    }),
  );
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4 wide:max-w-[360px]"
      onSubmit={handleSubmit((values) => change.mutate(values))}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={errors.current?.message}>
        <Input {...register("current")} type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" hint={`${PASSWORD_LENGTH.min} characters or more.`} error={errors.next?.message}>
        <Input {...register("next")} type="password" autoComplete="new-password" />
      </Field>
      <FormError message={errors.root?.message} />
      <div>
        <Button type="submit" disabled={!hydrated} busy={change.isPending ? "Changing" : false}>
          Change password
        </Button>
      </div>
    </form>
  );
}
