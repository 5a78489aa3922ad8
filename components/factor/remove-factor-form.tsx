"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { factorRemoval } from "@/domain/factor/input";

export function RemoveFactorForm({ email, onRemoved }: { email: string; onRemoved: () => Promise<void> }) {
  const trpc = useTRPC();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(factorRemoval),
    defaultValues: { password: "", code: "" },
  });
  const { errors } = formState;
  const remove = useMutation(trpc.factor.remove.mutationOptions({ onSuccess: onRemoved }));
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={handleSubmit((values) => remove.mutate(values))}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="current-password" />
      </Field>
      <Field label="Code" hint="Six digits from your authenticator, or a recovery code." error={errors.code?.message}>
        <Input {...register("code")} autoComplete="one-time-code" spellCheck={false} />
      </Field>
      <FormError message={remove.error?.message} />
      <div>
        <Button type="submit" tone="danger" busy={remove.isPending ? "Removing" : false}>
          Remove
        </Button>
      </div>
    </form>
  );
}
