"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { InvitationTable } from "@/components/invitation/invitation-table";
import { InviteDialog } from "@/components/invitation/invite-dialog";
import { MemberRegister } from "@/components/member/member-register";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { ACTIVE_BY_ROLE } from "@/domain/member/active";
import { membersHeadline, membersLead } from "@/domain/member/sentence";

/** Who has access, in which role; for administrators also who is invited. */
export function MembersPage({ org, at }: { org: string; at: string | undefined }) {
  const trpc = useTRPC();
  const manages = useMay(org)("member:manage");
  const [inviting, setInviting] = useState(false);
  const { data } = useSuspenseQuery(trpc.member.groups.queryOptions({ org, at, ...ACTIVE_BY_ROLE }));
  const invitations = useQuery({ ...trpc.invitation.list.queryOptions({ org }), enabled: manages });
  const admins = data.groups.find(({ value }) => value === "admin")?.count ?? 0;
  const counts = { members: data.all, active: data.total, admins };
  return (
    <SettingsPage
      org={org}
      title={membersHeadline(counts)}
      lead={membersLead(counts, invitations.data?.total ?? 0)}
      actions={
        manages ? (
          <Button tone="primary" onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        ) : null
      }
    >
      <MemberRegister org={org} />
      {manages && invitations.data && invitations.data.rows.length > 0 ? (
        <InvitationTable org={org} rows={invitations.data.rows} />
      ) : null}
      {manages ? <InviteDialog org={org} open={inviting} onClose={() => setInviting(false)} /> : null}
    </SettingsPage>
  );
}
