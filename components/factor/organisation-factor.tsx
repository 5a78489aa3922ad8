"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { counted, sentenceCase } from "@/domain/shared/sentence";

type MemberRow = { id: string; name: string; email: string; has: boolean };

/** For administrators: whether members need a second factor, who has one, and taking away one that is lost. */
export function OrganisationFactor({ org }: { org: string }) {
  const trpc = useTRPC();
  const overview = useQuery(trpc.factor.overview.queryOptions({ org }));
  const [asking, setAsking] = useState(false);
  const [resetting, setResetting] = useState<MemberRow | null>(null);
  const { data } = overview;
  if (!data) {
    return (
      <Section id="members-factor" name="Second factors of members">
        {overview.error ? <ErrorState message={overview.error.message} /> : <TableSkeleton rows={4} />}
      </Section>
    );
  }
  const without = data.total - data.having;
  const sentence = data.required
    ? "Members see nothing of the organisation before they have shown a second factor."
    : data.having === 0
      ? `None of ${counted(data.total, "member")} has a second factor, and none is asked for.`
      : `${sentenceCase(counted(data.having, "member"))} of ${data.total} ${data.having === 1 ? "has" : "have"} a second factor; none is asked for.`;
  return (
    <Section id="members-factor" name="Second factors of members" sentence={sentence}>
      <Button onClick={() => setAsking(true)}>{data.required ? "Ask for none" : "Ask every member for one"}</Button>
      <div className="mt-4">
        <PlainTable
          label="Second factors of members"
          rows={data.rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "name",
              label: "Name",
              render: ({ name, email }) => <TwoLine main={name} sub={<span className="wrap-anywhere">{email}</span>} />,
            },
            { key: "has", label: "Second factor", render: ({ has }) => (has ? "on" : "none") },
            {
              key: "more",
              label: <span className="sr-only">Actions</span>,
              align: "right",
              render: (row) =>
                row.has ? (
                  <Button
                    size="small"
                    aria-label={`Reset the second factor of ${row.name}`}
                    onClick={() => setResetting(row)}
                  >
                    Reset
                  </Button>
                ) : null,
            },
          ]}
        />
      </div>
      {asking ? (
        <RequireDialog
          org={org}
          required={!data.required}
          version={data.version}
          without={without}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {resetting ? <ResetDialog org={org} member={resetting} onClose={() => setResetting(null)} /> : null}
    </Section>
  );
}

type RequireProps = { org: string; required: boolean; version: number; without: number; onClose: () => void };

function RequireDialog({ org, required, version, without, onClose }: RequireProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(
    trpc.factor.require.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={required ? "Ask every member for a second factor?" : "Ask for no second factor?"}
      description={
        required
          ? `${sentenceCase(counted(without, "member"))} without one ${without === 1 ? "sets" : "set"} it up at the next page they open. Who comes through an identity provider is not asked: it vouches for them.`
          : "Members who have one keep using it."
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending ? "Saving" : false}
            onClick={() => save.mutate({ org, required, version })}
          >
            {required ? "Ask everybody" : "Ask nobody"}
          </Button>
        </>
      }
    >
      <FormError message={save.error?.message} />
    </Dialog>
  );
}

function ResetDialog({ org, member, onClose }: { org: string; member: MemberRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const formId = useId();
  const reset = useMutation(
    trpc.factor.reset.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.factor.pathKey() });
        await notify({ message: `The second factor of ${member.name} is gone.` });
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Reset the second factor of ${member.name}?`}
      description="Make sure that it is they who ask. Their sessions end; they sign in with the password alone and set up a new one."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="danger" busy={reset.isPending ? "Resetting" : false}>
            Reset
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate({ org, memberId: member.id, reason });
        }}
      >
        <Field label="Reason" error={reset.error?.data?.fields?.reason}>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <FormError message={reset.error?.data?.fields ? undefined : reset.error?.message} />
      </form>
    </Dialog>
  );
}
