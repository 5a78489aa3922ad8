"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { usePolicySave } from "@/components/risk/policy/use-save";
import { severityStatus } from "@/components/risk/severity";
import type { PolicyData } from "@/components/risk/shape";
import { PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { AUTHORITY_LABELS, AUTHORITY_ROLES, type AuthorityRole } from "@/domain/risk/authority";
import { authoritiesSave } from "@/domain/risk/policy-input";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

type Roles = Record<Severity, AuthorityRole>;

const bySeverity = <T,>(policy: PolicyData, value: (each: PolicyData["authorities"][number]) => T) =>
  Object.fromEntries(policy.authorities.map((each) => [each.severity, value(each)])) as Record<Severity, T>;

function AuthoritiesDialog({ org, policy, onClose }: { org: string; policy: PolicyData; onClose: () => void }) {
  const trpc = useTRPC();
  const [versions] = useState(() => bySeverity(policy, ({ version }) => version));
  const [seenNow, setSeenNow] = useState(versions);
  const [roles, setRoles] = useState(() => bySeverity(policy, ({ role }) => role));
  const { org: organisation } = useShell(org);
  const { save, fault, setFault, met, setMet, busy } = usePolicySave<Roles>(onClose);
  const send = useMutation(trpc.appetite.saveAuthorities.mutationOptions());
  const submit = (given: Roles, over: typeof versions) => {
    const parsed = authoritiesSave.safeParse({ versions: over, roles: given });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "");
    void save(async () => {
      const result = await send.mutateAsync({ org, ...parsed.data });
      if (result.outcome === "conflict") setSeenNow(result.versions);
      return result;
    }, "Authorities are saved");
  };
  if (met)
    return (
      <ConflictDialog
        conflict={met}
        label={(field) => SEVERITY_LABELS[field as Severity] ?? field}
        words={(_, value) => AUTHORITY_LABELS[value as AuthorityRole] ?? ""}
        where={organisation}
        busy={busy}
        onClose={() => setMet(null)}
        onResolve={(chosen) => {
          setMet(null);
          setRoles(chosen);
          submit(chosen, seenNow);
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Who owns which class"
      description="The level to which a risk is raised, and the lowest that may accept it. A red risk to patient safety is never owned below an executive."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={() => submit(roles, versions)}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {SEVERITIES.map((severity) => (
          <Field key={severity} label={SEVERITY_LABELS[severity]}>
            <Select
              value={roles[severity]}
              onChange={(event) => setRoles((all) => ({ ...all, [severity]: event.target.value as AuthorityRole }))}
            >
              {AUTHORITY_ROLES.map((role) => (
                <option key={role} value={role}>
                  {AUTHORITY_LABELS[role]}
                </option>
              ))}
            </Select>
          </Field>
        ))}
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}

/** Which level owns and may accept risks of each class. */
export function AuthoritiesSection({ org, policy }: { org: string; policy: PolicyData }) {
  const [open, setOpen] = useState(false);
  return (
    <Section id="authorities" name="Authorities" aside="who owns, and may accept, risks of a class">
      <PlainTable
        label="Authorities"
        rows={policy.authorities}
        rowKey={({ severity }) => severity}
        columns={[
          {
            key: "severity",
            label: "Class",
            render: ({ severity }) => <Status status={severityStatus(severity)}>{SEVERITY_LABELS[severity]}</Status>,
          },
          { key: "label", label: "Level", render: ({ label }) => label },
          {
            key: "start",
            label: "As it started",
            align: "right",
            wideOnly: true,
            render: ({ role, start }) =>
              role === start ? <span className="text-ink-3">the same</span> : AUTHORITY_LABELS[start],
          },
        ]}
      />
      <p className="mt-2 text-ink-2 text-note">
        Whatever is decided here, a red risk to patient safety is never owned, nor accepted, below an executive.
      </p>
      {policy.mayManage ? (
        <Button size="small" className="mt-3" onClick={() => setOpen(true)}>
          Change who owns what
        </Button>
      ) : null}
      {open ? <AuthoritiesDialog org={org} policy={policy} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
