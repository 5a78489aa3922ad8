"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { counted, listOf, plural } from "@/domain/shared/sentence";

type Removal = { name: string; initiatives: number; models: number; packs: number; changes: number; accounts: number };

function whatGoes({ initiatives, models, packs, changes }: Removal): string {
  const some = (count: number, noun: string) => (count > 0 ? [counted(count, noun)] : []);
  return listOf([
    ...some(initiatives, "initiative"),
    ...some(models, "model"),
    ...some(packs, "steering pack"),
    `the record of ${counted(changes, "change")}`,
  ]);
}

/** The one thing that cannot be undone: it says what goes, and asks for the name. */
export function RemoveSample({ org }: { org: string }) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { data } = useQuery(trpc.organisation.removal.queryOptions({ org }));
  const remove = useMutation(
    trpc.organisation.removeSample.mutationOptions({ onSuccess: () => window.location.assign("/?choose") }),
  );
  const close = () => {
    setOpen(false);
    setTyped("");
    remove.reset();
  };
  const busy = remove.isPending || remove.isSuccess;
  return (
    <Section
      id="remove"
      name="Remove the sample"
      sentence="This organisation is a sample. When you are done looking around, it can go."
    >
      <Button tone="danger" disabled={!data} onClick={() => setOpen(true)}>
        Remove the sample organisation
      </Button>
      {data ? (
        <Dialog
          open={open}
          onClose={close}
          title={`Remove ${data.name}?`}
          description={`Deleted for good: ${whatGoes(data)}.${
            data.accounts > 0
              ? ` The ${counted(data.accounts, "account")} that ${plural(data.accounts, "belongs", "belong")} to no other organisation ${plural(data.accounts, "goes", "go")} too; yours stays.`
              : ""
          } Other organisations are not touched. There is no way back.`}
          actions={
            <>
              <Button onClick={close}>Keep it</Button>
              <Button
                tone="danger"
                disabled={typed.trim() !== data.name}
                busy={busy ? "Removing" : false}
                onClick={() => remove.mutate({ org, name: typed })}
              >
                Remove for good
              </Button>
            </>
          }
        >
          <div className="grid gap-3">
            <Field label={`Type the name to confirm: ${data.name}`}>
              <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
            </Field>
            <FormError message={remove.error?.message} />
          </div>
        </Dialog>
      ) : null}
    </Section>
  );
}
