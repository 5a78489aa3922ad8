"use client";

import { useState } from "react";
import { ActivationDialog } from "@/components/member/activation-dialog";
import { RoleSelect } from "@/components/member/role-select";
import { SignOutDialog } from "@/components/member/sign-out-dialog";
import { useShell } from "@/components/organisation/use-shell";
import { type PlainColumn, PlainTable, TwoLine } from "@/components/table/plain-table";
import { DateText } from "@/components/ui/date-text";
import { Menu } from "@/components/ui/menu";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";

export type MemberRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  version: number;
  lastSignInAt: Date | null;
};

type Asked = { what: "activation" | "sign-out"; member: MemberRow };

export function MemberTable({
  org,
  rows,
  manages,
  signInsKnown,
}: {
  org: string;
  rows: readonly MemberRow[];
  manages: boolean;
  signInsKnown: boolean;
}) {
  const { org: organisation, person } = useShell(org);
  const [asked, setAsked] = useState<Asked | null>(null);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const columns: (PlainColumn<MemberRow> | null)[] = [
    {
      key: "name",
      label: "Name",
      render: (member) => (
        <TwoLine
          main={member.id === person.memberId ? `${member.name}, you` : member.name}
          sub={
            <span className="wrap-anywhere">
              {member.email}
              {manages && !member.active ? <span className="wide:hidden"> · deactivated</span> : null}
            </span>
          }
        />
      ),
    },
    {
      key: "role",
      label: "Role",
      width: manages ? "190px" : undefined,
      render: (member) =>
        manages && member.active ? <RoleSelect org={org} member={member} /> : <span>{ROLE_LABELS[member.role]}</span>,
    },
    {
      key: "state",
      label: "State",
      wideOnly: manages,
      width: "110px",
      render: (member) => (member.active ? "active" : <span className="text-ink-2">deactivated</span>),
    },
    signInsKnown
      ? {
          key: "seen",
          label: "Last sign-in",
          align: "right",
          width: "150px",
          wideOnly: true,
          render: ({ lastSignInAt }) =>
            lastSignInAt ? (
              <DateText value={lastSignInAt} shape="instant" {...where} />
            ) : (
              <span className="text-ink-2">never</span>
            ),
        }
      : null,
    manages
      ? {
          key: "more",
          label: <span className="sr-only">Actions</span>,
          align: "right",
          width: "44px",
          render: (member) => (
            <Menu
              label={`Actions for ${member.name}`}
              triggerClass="min-h-6 min-w-6 rounded-small px-1.5 text-ink-2 hover:bg-wash hover:text-ink"
              trigger={<span aria-hidden="true">⋯</span>}
              items={[
                {
                  kind: "action",
                  label: "Sign out everywhere",
                  onSelect: () => setAsked({ what: "sign-out", member }),
                },
                {
                  kind: "action",
                  label: member.active ? "Deactivate" : "Reactivate",
                  danger: member.active,
                  disabled: member.id === person.memberId,
                  note: member.id === person.memberId ? "not yourself" : undefined,
                  onSelect: () => setAsked({ what: "activation", member }),
                },
              ]}
            />
          ),
        }
      : null,
  ];
  return (
    <>
      <PlainTable
        label="Members"
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns.filter((column) => column !== null)}
      />
      {asked?.what === "activation" ? (
        <ActivationDialog org={org} member={asked.member} onClose={() => setAsked(null)} />
      ) : null}
      {asked?.what === "sign-out" ? (
        <SignOutDialog org={org} member={asked.member} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}
