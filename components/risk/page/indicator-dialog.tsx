"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import type { IndicatorData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { indicatorEdit, indicatorLink } from "@/domain/risk/indicator";
import { quickerSentence } from "@/domain/shared/edit";
import { shorten } from "@/domain/shared/sentence";

const STEPS = [0, 1, 2, 3, 4, 5] as const;

/** Ties a risk to a rule of a model, or changes how far a breach raises it. */
export function IndicatorDialog({
  org,
  page,
  indicator,
  onClose,
}: {
  org: string;
  page: RiskData;
  indicator: IndicatorData | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [seen] = useState(indicator);
  const [text, setText] = useState("");
  const [ruleId, setRuleId] = useState(seen?.ruleId ?? "");
  const [raiseWarning, setWarning] = useState(seen?.raiseWarning ?? 0);
  const [raiseCritical, setCritical] = useState(seen?.raiseCritical ?? 1);
  const [active, setActive] = useState(seen?.active ?? true);
  const [note, setNote] = useState(seen?.note ?? "");
  const [fault, setFault] = useState<string | null>(null);
  const { data: rules } = useQuery({
    ...trpc.indicator.rules.queryOptions({ org, riskId: page.id }),
    enabled: seen === null,
  });
  const link = useMutation(trpc.indicator.link.mutationOptions());
  const edit = useMutation(trpc.indicator.edit.mutationOptions());
  const wanted = text.trim().toLowerCase();
  const offered = (rules ?? []).filter(
    ({ isTaken, measure, model, ruleId: id }) =>
      !isTaken && (id === ruleId || `${measure} ${model}`.toLowerCase().includes(wanted)),
  );
  const chosen = offered.find((each) => each.ruleId === ruleId);
  const send = async () => {
    const fields = { raiseWarning, raiseCritical, note: note.trim() || null };
    if (!seen) {
      const parsed = indicatorLink.safeParse({ riskId: page.id, ruleId, ...fields });
      if (!parsed.success) return ruleId ? (parsed.error.issues[0]?.message ?? "") : "Choose a rule first.";
      await link.mutateAsync({ org, ...parsed.data });
      return null;
    }
    const parsed = indicatorEdit.safeParse({ indicatorId: seen.id, version: seen.version, active, ...fields });
    if (!parsed.success) return parsed.error.issues[0]?.message ?? "";
    const result = await edit.mutateAsync({ org, ...parsed.data });
    return result.outcome === "conflict" ? quickerSentence(result) : null;
  };
  const submit = async () => {
    try {
      const wrong = await send();
      await refresh();
      if (wrong === null) onClose();
      else setFault(wrong);
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  const steps = (label: string, value: number, onChange: (value: number) => void, hint?: string | null) => (
    <Field label={label} hint={hint ?? undefined}>
      <Select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {STEPS.map((count) => (
          <option key={count} value={count}>
            {count === 0 ? "Not at all" : `${count} ${count === 1 ? "step" : "steps"}`}
          </option>
        ))}
      </Select>
    </Field>
  );
  const words = seen?.text ?? chosen?.text;
  return (
    <Dialog
      open
      onClose={onClose}
      title={seen ? `${seen.measure} of ${seen.model}` : "Tie a measure to this risk"}
      description="While the rule is breached, the likelihood stands this many steps higher than a person assessed it. It comes back when the measure recovers."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={link.isPending || edit.isPending ? "Saving" : false}
            onClick={() => void submit()}
          >
            {seen ? "Save" : "Add measure"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {seen ? null : (
          <>
            <Field label="Find a rule" hint="By measure or model.">
              <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
            </Field>
            <Field
              label="Rule"
              required
              hint={rules && rules.length === 0 ? "No model has an active rule yet." : undefined}
            >
              <Select value={ruleId} onChange={(event) => setRuleId(event.target.value)}>
                <option value="">Choose</option>
                {[true, false].map((isSame) => {
                  const group = offered.filter(({ isOfSameInitiative }) => isOfSameInitiative === isSame).slice(0, 100);
                  return group.length === 0 ? null : (
                    <optgroup key={`${isSame}`} label={isSame ? "Of this initiative" : "Of other models"}>
                      {group.map((each) => (
                        <option key={each.ruleId} value={each.ruleId}>
                          {shorten(`${each.model}: ${each.text.critical ?? each.text.warning ?? each.measure}`, 90)}
                        </option>
                      ))}
                    </optgroup>
                  );
                })}
              </Select>
            </Field>
          </>
        )}
        <div className="grid gap-4 wide:grid-cols-2">
          {steps("A warning raises it", raiseWarning, setWarning, words?.warning)}
          {steps("A critical breach raises it", raiseCritical, setCritical, words?.critical)}
        </div>
        <Field label="Note" optional>
          <Textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {seen ? (
          <Checkbox checked={active} onChange={(event) => setActive(event.target.checked)}>
            It moves the risk
          </Checkbox>
        ) : null}
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
