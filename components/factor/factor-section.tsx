"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CodeForm } from "@/components/access/code-form";
import { Enrol } from "@/components/factor/enrol";
import { RecoveryCodes } from "@/components/factor/recovery-codes";
import { RemoveFactorForm } from "@/components/factor/remove-factor-form";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { counted } from "@/domain/shared/sentence";

type Asked = "enrol" | "codes" | "remove";

/** The person's own second factor: set it up, make new recovery codes, remove it. */
export function FactorSection({ email }: { email: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(trpc.factor.state.queryOptions());
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = async () => {
    setAsked(null);
    await queries.invalidateQueries();
  };
  const sentence = data.isOn
    ? `On: signing in asks for a code as well. ${counted(data.codesLeft, "recovery code")} left.`
    : data.hasPassword
      ? "Off: whoever learns your password can sign in as you."
      : "You sign in through your identity provider, which asks for a second factor itself.";
  return (
    <Section id="factor" name="Second factor" sentence={sentence}>
      <div className="flex flex-wrap gap-2">
        {data.isOn ? (
          <>
            <Button onClick={() => setAsked("codes")}>New recovery codes</Button>
            <Button tone="danger" onClick={() => setAsked("remove")}>
              Remove
            </Button>
          </>
        ) : data.hasPassword ? (
          <Button tone="primary" onClick={() => setAsked("enrol")}>
            Set up
          </Button>
        ) : null}
      </div>
      {asked === "enrol" ? (
        <Dialog
          open
          onClose={() => void close()}
          title="Set up a second factor"
          description="You need an authenticator app, on a phone for example. Your other sessions end."
        >
          <Enrol
            email={email}
            done={
              <Button tone="primary" onClick={() => void close()}>
                I have kept them
              </Button>
            }
          />
        </Dialog>
      ) : null}
      {asked === "codes" ? <NewCodes onClose={() => void close()} /> : null}
      {asked === "remove" ? (
        <Dialog
          open
          onClose={() => setAsked(null)}
          title="Remove the second factor?"
          description="Signing in then asks for the password only. Organisations that ask for a second factor close to you."
        >
          <RemoveFactorForm
            email={email}
            onRemoved={async () => {
              await close();
              await notify({ message: "The second factor is removed." });
            }}
          />
        </Dialog>
      ) : null}
    </Section>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const renew = useMutation(trpc.factor.renewCodes.mutationOptions());
  return (
    <Dialog
      open
      onClose={onClose}
      title="New recovery codes"
      description={renew.data ? undefined : "The codes you have now stop working."}
      actions={renew.data ? <Button onClick={onClose}>I have kept them</Button> : undefined}
    >
      {renew.data ? (
        <RecoveryCodes codes={renew.data.recoveryCodes} />
      ) : (
        <CodeForm
          label="Code"
          action="Make new codes"
          busy={renew.isPending ? "Making them" : false}
          error={renew.error?.message}
          onCode={(code) => renew.mutate({ code })}
        />
      )}
    </Dialog>
  );
}
