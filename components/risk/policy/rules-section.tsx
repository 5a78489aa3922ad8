"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { usePolicySave } from "@/components/risk/policy/use-save";
import type { PolicyData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { AUTHORITY_LABELS, AUTHORITY_ROLES } from "@/domain/risk/authority";
import { escalationRule, escalationRuleText } from "@/domain/risk/escalation-rule";
import { type RuleSave, ruleSave } from "@/domain/risk/policy-input";
import { counted } from "@/domain/shared/sentence";

type Rule = PolicyData["rules"][number];

const LABELS: Readonly<Record<string, string>> = {
  ...{ workingDays: "To be raised within, working days", months: "May come true in less than, months" },
  ...{ hours: "To be raised within, hours", days: "Overdue for more than, days", to: "To" },
};

function RuleDialog({ org, rule, onClose }: { org: string; rule: Rule; onClose: () => void }) {
  const trpc = useTRPC();
  const [seen] = useState(rule);
  const [enabled, setEnabled] = useState(seen.enabled);
  const [params, setParams] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(seen.params).map(([key, value]) => [key, String(value)])),
  );
  const { org: organisation } = useShell(org);
  const { save, fault, setFault, met, setMet, busy } = usePolicySave<Pick<RuleSave, "enabled" | "params">>(onClose);
  const send = useMutation(trpc.appetite.saveRule.mutationOptions());
  const read = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      key === "to" ? value : value.trim() === "" ? null : Number(value),
    ]),
  );
  const parsed = ruleSave.safeParse({ key: seen.key, version: seen.version, enabled, params: read });
  const shown = escalationRule.safeParse({ key: seen.key, enabled, params: read });
  const submit = () => {
    if (!parsed.success) return setFault("Give whole numbers that make sense: a rule cannot wait for ever.");
    void save(() => send.mutateAsync({ org, ...parsed.data }), `${seen.name} is saved`);
  };
  if (met)
    return (
      <ConflictDialog
        conflict={met}
        label={(field) => (field === "enabled" ? "The rule" : "Its figures")}
        words={(field, value) => {
          if (field === "enabled") return value ? "on" : "off";
          const rule = escalationRule.safeParse({ key: seen.key, enabled: true, params: value });
          return rule.success ? escalationRuleText(rule.data) : "";
        }}
        where={organisation}
        busy={busy}
        onClose={() => setMet(null)}
        onResolve={(fields) => {
          setMet(null);
          void save(
            () => send.mutateAsync({ org, key: seen.key, ...fields, version: met.version }),
            `${seen.name} is saved`,
          );
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={seen.name}
      description={<span aria-live="polite">{shown.success ? escalationRuleText(shown.data) : seen.text}</span>}
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
        <Checkbox checked={enabled} onChange={(event) => setEnabled(event.target.checked)}>
          The rule is on
        </Checkbox>
        {Object.entries(params).map(([key, value]) => (
          <Field key={key} label={LABELS[key] ?? key}>
            {key === "to" ? (
              <Select value={value} onChange={(event) => setParams((all) => ({ ...all, [key]: event.target.value }))}>
                {AUTHORITY_ROLES.map((role) => (
                  <option key={role} value={role}>
                    {AUTHORITY_LABELS[role]}
                  </option>
                ))}
              </Select>
            ) : (
              <Input
                inputMode="numeric"
                value={value}
                onChange={(event) => setParams((all) => ({ ...all, [key]: event.target.value }))}
              />
            )}
          </Field>
        ))}
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}

/** The rules that raise a risk to the level that owns it. What each says of a risk stands on that risk's page. */
export function RulesSection({ org, policy }: { org: string; policy: PolicyData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { org: organisation } = useShell(org);
  const [open, setOpen] = useState<Rule | null>(null);
  const { data: changes } = useQuery(trpc.appetite.changes.queryOptions({ org, at }));
  const changeOf = ({ key }: Rule) =>
    changes?.find(({ part, row, fields }) => part === "rule" && row === key && fields !== null);
  const facts = (rule: Rule) => {
    const changed = changeOf(rule);
    const raised = counted(rule.raised, "open risk");
    const said = rule.enabled ? (at ? `Had raised ${raised}` : `Raises ${raised} now`) : null;
    const when = changed && formatDate(changed.at, "day", { timeZone: organisation?.timeZone });
    // A change that lies further back than is read is not named; nor is the rule then as it started.
    const last = changed ? `Last changed by ${changed.by}, ${when}` : rule.version === 1 ? "As it started" : null;
    return [said, last].filter(Boolean).join(" · ");
  };
  return (
    <Section id="rules" name="Escalation rules" aside="what each says of a risk stands on its page">
      <ul>
        {policy.rules.map((rule) => (
          <li
            key={rule.key}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-rule-2 border-b py-2.5 text-table last:border-b-0"
          >
            <div className="min-w-0 max-w-[620px]">
              <p className="font-medium">{rule.name}</p>
              <p className="text-ink-2">{rule.text}</p>
              <p className="text-ink-3 text-note">{facts(rule)}</p>
            </div>
            <span className="flex items-center gap-3">
              <Status status={rule.enabled ? "good" : "none"}>{rule.enabled ? "on" : "off"}</Status>
              {policy.mayManage ? (
                <Button size="small" aria-label={`Change ${rule.name}`} onClick={() => setOpen(rule)}>
                  Change
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {open ? <RuleDialog key={open.key} org={org} rule={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}
