"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { usePolicySave } from "@/components/risk/policy/use-save";
import type { PolicyData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { formatMoney } from "@/components/ui/format";
import { exposureSave } from "@/domain/risk/policy-input";
import { minorDigits, readAmount } from "@/domain/shared/money";
import { printNumber, withUnit } from "@/domain/shared/number";

type Fields = { exposureLimit: number | null; exposureChance: number | null };

/** How much may be lost in a year with which chance: both, or neither. */
export function ExposureDialog({ org, policy, onClose }: { org: string; policy: PolicyData; onClose: () => void }) {
  const trpc = useTRPC();
  const [seen] = useState(policy.exposure);
  const { currency } = policy;
  const [limit, setLimit] = useState(seen.limit === null ? "" : `${seen.limit / 10 ** minorDigits(currency)}`);
  const [chance, setChance] = useState(seen.chance === null ? "" : `${Math.round(seen.chance * 1000) / 10}`);
  const { org: organisation } = useShell(org);
  const { save, fault, setFault, met, setMet, busy } = usePolicySave<Fields>(onClose);
  const send = useMutation(trpc.appetite.saveExposure.mutationOptions());
  const submit = () => {
    const read = limit.trim() === "" ? null : readAmount(limit, currency);
    if (read && !read.ok) return setFault(read.because);
    const typed = chance.replace("%", "").replace(",", ".").trim();
    const parsed = exposureSave.safeParse({
      ...{ version: seen.version, limit: read?.ok ? read.minor : null },
      chance: typed === "" ? null : Number(typed) / 100,
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return setFault(issue?.code === "custom" ? issue.message : "The chance lies above 0 and below 100 %.");
    }
    void save(() => send.mutateAsync({ org, ...parsed.data }), "The limit of exposure is saved");
  };
  if (met)
    return (
      <ConflictDialog
        conflict={met}
        label={(field) => (field === "exposureLimit" ? "Loss in twelve months" : "Chance of losing more")}
        words={(field, value) => {
          if (typeof value !== "number") return "";
          return field === "exposureLimit"
            ? formatMoney(value, currency, { exact: true })
            : withUnit(printNumber(value * 100, { digits: [0, 1] }), "%");
        }}
        where={organisation}
        busy={busy}
        onClose={() => setMet(null)}
        onResolve={({ exposureLimit, exposureChance }) => {
          const parsed = exposureSave.safeParse({ version: met.version, limit: exposureLimit, chance: exposureChance });
          setMet(null);
          if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "");
          void save(() => send.mutateAsync({ org, ...parsed.data }), "The limit of exposure is saved");
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="How much may be lost"
      description="Drawn as the corner of the exposure chart: beyond it lies what is not borne. Leave both blank to state no limit."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={submit}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label={`Loss in twelve months, ${currency}`} hint="Such as 5M.">
          <Input value={limit} onChange={(event) => setLimit(event.target.value)} autoComplete="off" />
        </Field>
        <Field label="Chance of losing more, at most, %">
          <Input inputMode="decimal" value={chance} onChange={(event) => setChance(event.target.value)} />
        </Field>
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
