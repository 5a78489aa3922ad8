"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { InvitationTable } from "@/components/invitation/invitation-table";
import { InviteDialog } from "@/components/invitation/invite-dialog";
import { MemberFilter } from "@/components/member/member-filter";
import { MemberTable } from "@/components/member/member-table";
import { useMemberFilter } from "@/components/member/use-member-filter";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useMay } from "@/components/organisation/use-shell";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { membersHeadline, membersLead } from "@/domain/member/sentence";
import { counted, sentenceCase } from "@/domain/shared/sentence";

/** Who has access, in which role; for administrators also who is invited. */
export function MembersPage({ org, at }: { org: string; at?: string }) {
  const trpc = useTRPC();
  const manages = useMay(org)("member:manage");
  const { filter, isFiltered, setFilter } = useMemberFilter();
  const [inviting, setInviting] = useState(false);
  const members = useQuery({
    ...trpc.member.list.queryOptions({ org, at, ...filter }),
    placeholderData: keepPreviousData,
  });
  const { data: everybody } = useSuspenseQuery(trpc.member.list.queryOptions({ org, at, q: "", page: 1 }));
  const invitations = useQuery({ ...trpc.invitation.list.queryOptions({ org }), enabled: manages });
  const shown = members.data;
  return (
    <SettingsPage
      org={org}
      title={membersHeadline(everybody.all)}
      lead={membersLead(everybody.all, invitations.data?.total ?? 0)}
      actions={
        manages ? (
          <Button tone="primary" onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        ) : null
      }
    >
      <div>
        <MemberFilter filter={filter} isFiltered={isFiltered} setFilter={setFilter} />
        <Section
          id="members"
          name="Members"
          aside={shown ? sentenceCase(counted(shown.total, "person", "people")) : null}
        >
          {members.error && !shown ? (
            <ErrorState message={members.error.message} onRetry={() => void members.refetch()} />
          ) : !shown ? (
            <TableSkeleton rows={8} />
          ) : shown.rows.length === 0 ? (
            <EmptyState
              title="Nobody matches"
              action={<Button onClick={() => void setFilter(null)}>Show everybody</Button>}
            >
              Search by a part of a name or an email address, or take a filter away.
            </EmptyState>
          ) : (
            <>
              <MemberTable org={org} rows={shown.rows} manages={manages} signInsKnown={shown.lastSignInKnown} />
              <Pager
                page={filter.page}
                pageSize={shown.pageSize}
                total={shown.total}
                onPage={(page) => void setFilter({ page })}
              />
            </>
          )}
        </Section>
      </div>
      {manages && invitations.data && invitations.data.rows.length > 0 ? (
        <InvitationTable org={org} rows={invitations.data.rows} />
      ) : null}
      {manages ? <InviteDialog org={org} open={inviting} onClose={() => setInviting(false)} /> : null}
    </SettingsPage>
  );
}
