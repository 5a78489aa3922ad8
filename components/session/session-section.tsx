"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { SignOutButton } from "@/components/access/sign-out-button";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { DateText } from "@/components/ui/date-text";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { counted, sentenceCase } from "@/domain/shared/sentence";

/** Where the person is signed in, and ending what should not be. */
export function SessionSection({ org }: { org: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { org: organisation } = useShell(org);
  const { data } = useSuspenseQuery(trpc.session.list.queryOptions());
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.session.pathKey() });
  const failed = (error: { message: string }) => notify({ message: error.message, tone: "bad" });
  const end = useMutation(trpc.session.end.mutationOptions({ onError: failed, onSettled: refresh }));
  const endOthers = useMutation(
    trpc.session.endOthers.mutationOptions({
      onSuccess: ({ sessions }) => notify({ message: `${sentenceCase(counted(sessions, "other session"))} ended.` }),
      onError: failed,
      onSettled: refresh,
    }),
  );
  return (
    <Section
      id="sessions"
      name="Sessions"
      sentence={
        data.length === 1
          ? "You are signed in here and nowhere else."
          : `You are signed in ${data.length} times. End what you do not know.`
      }
    >
      <PlainTable
        label="Sessions"
        rows={data}
        rowKey={({ id }) => id}
        isMarked={({ isThis }) => isThis}
        columns={[
          {
            key: "device",
            label: "Device",
            render: ({ device, method, isThis }) => (
              <TwoLine main={isThis ? `${device}, this one` : device} sub={`by ${method}`} />
            ),
          },
          {
            key: "address",
            label: "From",
            render: ({ address }) => <span className="wrap-anywhere">{address ?? "–"}</span>,
          },
          {
            key: "opened",
            label: "Signed in",
            align: "right",
            wideOnly: true,
            render: ({ openedAt }) => <DateText value={openedAt} shape="instant" {...where} />,
          },
          {
            key: "used",
            label: "Last use",
            align: "right",
            wideOnly: true,
            render: ({ lastUsedAt }) => <DateText value={lastUsedAt} shape="instant" {...where} />,
          },
          {
            key: "more",
            label: <span className="sr-only">Actions</span>,
            align: "right",
            render: ({ id, device, isThis }) =>
              isThis ? null : (
                <Button
                  size="small"
                  aria-label={`End the session of ${device}`}
                  disabled={end.isPending}
                  onClick={() => end.mutate({ sessionId: id })}
                >
                  End
                </Button>
              ),
          },
        ]}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        {data.length > 1 ? (
          <Button busy={endOthers.isPending ? "Ending" : false} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        ) : null}
        <SignOutButton />
      </div>
    </Section>
  );
}
