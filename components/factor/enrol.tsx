"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { CodeForm } from "@/components/access/code-form";
import { FormError } from "@/components/access/form-error";
import { RecoveryCodes } from "@/components/factor/recovery-codes";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { factorBegin } from "@/domain/factor/input";

/** Password, QR code and a first code, recovery codes. `done` follows the codes, so that nobody leaves without them. */
export function Enrol({ email, done }: { email: string; done: ReactNode }) {
  const trpc = useTRPC();
  const begin = useMutation(trpc.factor.begin.mutationOptions());
  const confirm = useMutation(trpc.factor.confirm.mutationOptions());
  if (confirm.data) {
    return (
      <div className="grid justify-items-start gap-4">
        <RecoveryCodes codes={confirm.data.recoveryCodes} />
        {done}
      </div>
    );
  }
  if (begin.data) {
    return (
      <div className="grid gap-4">
        <Secret {...begin.data} />
        <CodeForm
          label="Code"
          action="Turn it on"
          recovery={false}
          busy={confirm.isPending ? "Checking" : false}
          error={confirm.error?.message}
          onCode={(code) => confirm.mutate({ code })}
        />
      </div>
    );
  }
  return (
    <PasswordStep
      email={email}
      busy={begin.isPending ? "Checking" : false}
      error={begin.error?.message}
      onPassword={(password) => begin.mutate({ password })}
    />
  );
}

function Secret({ secret, address, qr }: { secret: string; address: string; qr: { size: number; path: string } }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-table">Scan this with an authenticator app, then write the code it shows.</p>
      <svg
        role="img"
        aria-label="QR code for an authenticator app"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        width="200"
        height="200"
        shapeRendering="crispEdges"
      >
        <rect width={qr.size} height={qr.size} fill="white" />
        <path d={qr.path} fill="black" />
      </svg>
      <p className="text-note">
        <a href={address} className="text-accent underline">
          Open it in an app on this device
        </a>
      </p>
      {isShown ? (
        <p className="wrap-anywhere font-mono text-table">{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>
      ) : (
        <Button size="small" onClick={() => setShown(true)}>
          Show it as text
        </Button>
      )}
    </div>
  );
}

type StepProps = {
  email: string;
  busy: string | false;
  error: string | undefined;
  onPassword: (password: string) => void;
};

function PasswordStep({ email, busy, error, onPassword }: StepProps) {
  const hydrated = useHydrated();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(factorBegin),
    defaultValues: { password: "" },
  });
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4 wide:max-w-[360px]"
      onSubmit={handleSubmit(({ password }) => onPassword(password))}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={formState.errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="current-password" />
      </Field>
      <FormError message={error} />
      <div>
        <Button type="submit" tone="primary" disabled={!hydrated} busy={busy}>
          Set up a second factor
        </Button>
      </div>
    </form>
  );
}
