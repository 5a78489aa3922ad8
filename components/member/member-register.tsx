"use client";

import { useState } from "react";
import { ActivationDialog } from "@/components/member/activation-dialog";
import { RoleSelect } from "@/components/member/role-select";
import type { MemberRow } from "@/components/member/shape";
import { SignOutDialog } from "@/components/member/sign-out-dialog";
import { useShell } from "@/components/providers/use-shell";
import type { Drawings } from "@/components/table/drawing";
import { Register } from "@/components/table/register";
import { useRegister } from "@/components/table/use-register";
import { DateText } from "@/components/ui/date-text";
import { Menu } from "@/components/ui/menu";
import { EmptyState } from "@/components/ui/states";
import { ROLE_LABELS } from "@/domain/access/permission";
import { MEMBER_REGISTER } from "@/domain/member/columns";

type Asked = { what: "activation" | "sign-out"; member: MemberRow };

/** Everybody with access, and for administrators what may be done about it. */
export function MemberRegister({ org }: { org: string }) {
  const { person } = useShell(org);
  const [asked, setAsked] = useState<Asked | null>(null);
  const register = useRegister({ org, declaration: MEMBER_REGISTER, edit: "member:manage" });
  const { mayEdit, locale, timeZone } = register;
  const isMe = ({ id }: MemberRow) => id === person.memberId;
  const named = (row: MemberRow) => (isMe(row) ? `${row.name}, you` : row.name);
  const drawings: Drawings<MemberRow> = {
    name: {
      words: (row) => `${named(row)}, ${row.email}`,
      tone: "name",
      narrow: "name",
      render: (row) => (
        <>
          {named(row)} <span className="ml-1 font-normal text-ink-2 text-note max-wide:block">{row.email}</span>
        </>
      ),
    },
    role: {
      words: ({ role }) => ROLE_LABELS[role],
      narrow: "detail",
      render: (row) => (mayEdit && row.active ? <RoleSelect org={org} member={row} /> : ROLE_LABELS[row.role]),
    },
    state: {
      words: ({ active }) => (active ? "active" : "deactivated"),
      narrow: "state",
      render: ({ active }) => (active ? "active" : <span className="text-ink-2">deactivated</span>),
    },
    seen: {
      align: "right",
      render: ({ lastSignInAt }) =>
        lastSignInAt ? (
          <DateText value={lastSignInAt} shape="instant" locale={locale} timeZone={timeZone} />
        ) : (
          <span className="text-ink-2">never</span>
        ),
    },
  };
  return (
    <>
      <Register
        register={register}
        drawings={drawings}
        rowName={(row) => row.name}
        {...(mayEdit
          ? {
              rowActions: (row: MemberRow) => (
                <Menu
                  label={`Actions for ${row.name}`}
                  triggerClass="min-h-6 min-w-6 rounded-small px-1.5 text-ink-2 hover:bg-wash hover:text-ink"
                  trigger={<span aria-hidden="true">⋯</span>}
                  items={[
                    {
                      kind: "action",
                      label: "Sign out everywhere",
                      onSelect: () => setAsked({ what: "sign-out", member: row }),
                    },
                    {
                      kind: "action",
                      label: row.active ? "Deactivate" : "Reactivate",
                      danger: row.active,
                      disabled: isMe(row),
                      note: isMe(row) ? "not yourself" : undefined,
                      onSelect: () => setAsked({ what: "activation", member: row }),
                    },
                  ]}
                />
              ),
            }
          : {})}
        empty={<EmptyState title="Nobody has access yet" />}
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
