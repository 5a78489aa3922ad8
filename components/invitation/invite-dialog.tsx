"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { RoleOptions } from "@/components/access/role-options";
import { showServerErrors } from "@/components/access/server-errors";
import { ShownLink } from "@/components/invitation/shown-link";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { ROLE_MEANINGS } from "@/domain/access/permission";
import { INVITATION_DAYS, type Invite, invite as inviteInput } from "@/domain/invitation/input";

type Made = { path: string; expiresAt: Date; name: string; email: string };

/** Asks for a person and a role, then shows the link once. */
export function InviteDialog({ org, open, onClose }: { org: string; open: boolean; onClose: () => void }) {
  return open ? <OpenInviteDialog org={org} onClose={onClose} /> : null;
}

function OpenInviteDialog({ org, onClose }: { org: string; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const formId = useId();
  const [busy, setBusy] = useState(false);
  if (made) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`${made.name} is invited`}
        description={`The link goes to ${made.email} by mail; you can send it yourself as well. It works once, until ${formatDate(made.expiresAt)}.`}
        actions={<Button onClick={onClose}>Done</Button>}
      >
        <ShownLink path={made.path} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Invite somebody"
      description={`They get a link by mail, and you see it once. It works for ${INVITATION_DAYS} days and can be withdrawn.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" busy={busy ? "Making the link" : false}>
            Make the link
          </Button>
        </>
      }
    >
      <InviteForm id={formId} org={org} onMade={setMade} onBusy={setBusy} />
    </Dialog>
  );
}

const EMPTY: Invite = { email: "", name: "", role: "viewer" };

type FormProps = { id: string; org: string; onMade: (made: Made) => void; onBusy: (busy: boolean) => void };

function InviteForm({ id, org, onMade, onBusy }: FormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { register, handleSubmit, setError, watch, formState } = useForm({
    resolver: zodResolver(inviteInput),
    defaultValues: EMPTY,
  });
  const { errors } = formState;
  const create = useMutation(
    trpc.invitation.create.mutationOptions({
      onMutate: () => onBusy(true),
      onSettled: () => onBusy(false),
      onSuccess: async ({ path, expiresAt }, { name, email }) => {
        onMade({ path, expiresAt, name, email });
        await queries.invalidateQueries({ queryKey: trpc.invitation.pathKey() });
      },
      onError: (error) => {
        if (error.data?.code === "CONFLICT") setError("email", { message: error.message }, { shouldFocus: true });
        else showServerErrors(error, ["email", "name", "role"], setError);
      },
    }),
  );
  return (
    <form
      id={id}
      noValidate
      className="grid gap-4"
      onSubmit={handleSubmit((values) => create.mutate({ org, ...values }))}
    >
      <Field label="Name" error={errors.name?.message}>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label="Email address" error={errors.email?.message}>
        <Input {...register("email")} type="email" autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Role" hint={ROLE_MEANINGS[watch("role")]} error={errors.role?.message}>
        <Select {...register("role")}>
          <RoleOptions />
        </Select>
      </Field>
      <FormError message={errors.root?.message} />
    </form>
  );
}
