"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { factorShown } from "@/domain/factor/input";

/** Asks for one code of an authenticator, or a recovery code where that will do. */
export function CodeForm({
  label,
  action,
  busy,
  error,
  recovery = true,
  onCode,
}: {
  label: string;
  action: string;
  /** What is going on while the button rests; false when nothing is. */
  busy: string | false;
  error: string | undefined;
  recovery?: boolean;
  onCode: (code: string) => void;
}) {
  const hydrated = useHydrated();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(factorShown),
    defaultValues: { code: "" },
  });
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4 wide:max-w-[360px]"
      onSubmit={handleSubmit(({ code }) => onCode(code))}
    >
      <Field
        label={label}
        hint={
          recovery ? "Six digits from your authenticator, or a recovery code." : "Six digits from your authenticator."
        }
        error={formState.errors.code?.message}
      >
        <Input {...register("code")} autoComplete="one-time-code" inputMode="text" spellCheck={false} autoFocus />
      </Field>
      <FormError message={error} />
      <div>
        <Button type="submit" tone="primary" disabled={!hydrated} busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
