"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { ShownToken } from "@/components/api-token/shown-token";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import type { Permission } from "@/domain/access/permission";
import { API_TOKEN_DAYS } from "@/domain/api-token/input";

const DAYS = [7, 30, 90, 180, 366];

/** Asks what the token is for and may do, then shows it this once. */
export function NewTokenDialog({
  org,
  scopes,
  onClose,
}: {
  org: string;
  scopes: readonly Permission[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const formId = useId();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>(API_TOKEN_DAYS.usual);
  const [chosen, setChosen] = useState<readonly Permission[]>(scopes.filter((scope) => scope.endsWith(":read")));
  const create = useMutation(
    trpc.apiToken.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.apiToken.pathKey() }),
    }),
  );
  const problems = create.error?.data?.fields ?? {};
  if (create.data) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`The token for ${name}`}
        description={`It works until ${formatDate(create.data.expiresAt)} and is shown this once.`}
        actions={<Button onClick={onClose}>Done</Button>}
      >
        <ShownToken token={create.data.token} />
      </Dialog>
    );
  }
  const toggle = (scope: Permission, on: boolean) =>
    setChosen(on ? [...chosen, scope] : chosen.filter((each) => each !== scope));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="New access token"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" busy={create.isPending ? "Making it" : false}>
            Make the token
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ org, name, days, scopes: [...chosen] });
        }}
      >
        <Field label="What it is for" error={problems.name}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Field label="Works for" error={problems.days}>
          <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {count === 366 ? "A year" : `${count} days`}
              </option>
            ))}
          </Select>
        </Field>
        <fieldset className="min-w-0">
          <legend className="font-medium text-table">What it may do</legend>
          {/* Column by column, so that what concerns one noun stays together. */}
          <div className="mt-1 gap-x-6 *:flex *:break-inside-avoid wide:columns-3">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                checked={chosen.includes(scope)}
                onChange={(event) => toggle(scope, event.target.checked)}
              >
                <span className="font-mono text-note">{scope}</span>
              </Checkbox>
            ))}
          </div>
          {problems.scopes ? (
            <p role="alert" className="mt-1 font-medium text-bad text-note">
              {problems.scopes}
            </p>
          ) : null}
        </fieldset>
        <FormError message={create.error && !create.error.data?.fields ? create.error.message : undefined} />
      </form>
    </Dialog>
  );
}
