"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { CodeForm } from "@/components/access/code-form";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { signIn as signInInput } from "@/domain/access/input";

/** `next` is a path that was checked to stay inside the application. */
export function SignInForm({ next }: { next: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, setError, setFocus, formState } = useForm({
    resolver: zodResolver(signInInput),
    defaultValues: { email: "", password: "" },
  });
  const [challenge, setChallenge] = useState<string>();
  const enter = () => window.location.assign(next); // a full load: the server knows the person from its first byte
  const signIn = useMutation(
    trpc.access.signIn.mutationOptions({
      onSuccess: (answer) => ("challenge" in answer && answer.challenge ? setChallenge(answer.challenge) : enter()),
      onError: (error) => {
        setError("root", { message: error.message });
        setFocus("password", { shouldSelect: true });
      },
    }),
  );
  const code = useMutation(
    trpc.access.signInCode.mutationOptions({
      onSuccess: enter,
      onError: (error) => {
        if (error.data?.code !== "UNAUTHORIZED") return;
        setChallenge(undefined); // it took too long: from the start
        signIn.reset();
        setError("root", { message: error.message });
      },
    }),
  );
  const { errors } = formState;
  const busy = signIn.isPending || signIn.isSuccess;
  if (challenge) {
    return (
      <CodeForm
        label="Code"
        action="Sign in"
        busy={code.isPending || code.isSuccess ? "Signing in" : false}
        error={code.error?.message}
        onCode={(given) => code.mutate({ challenge, code: given })}
      />
    );
  }
  return (
    // post: should the browser send it before this code runs, the password must not land in the address
    <form method="post" noValidate className="grid gap-4" onSubmit={handleSubmit((values) => signIn.mutate(values))}>
      <Field label="Email address" error={errors.email?.message}>
        <Input {...register("email")} type="email" autoComplete="username" spellCheck={false} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="current-password" />
      </Field>
      <FormError message={errors.root?.message} />
      <div>
        <Button type="submit" tone="primary" disabled={!hydrated} busy={busy ? "Signing in" : false}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
