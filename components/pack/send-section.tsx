"use client";

import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { PackSendRow } from "@/components/pack/shape";
import { useTRPC } from "@/components/providers/trpc";
import { PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DateText } from "@/components/ui/date-text";
import { Field, Input, Select } from "@/components/ui/field";
import { ABSENT } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS } from "@/domain/access/permission";
import { LINK_DAYS, MOST_RECIPIENTS } from "@/domain/pack/mail";
import { counted, sentence } from "@/domain/shared/sentence";

const DAYS = [1, 7, LINK_DAYS, 30, 90];

/** Whom the pack was sent to, and sending it to others. */
export function SendSection({
  org,
  id,
  mayBuild,
  timeZone,
}: {
  org: string;
  id: string;
  mayBuild: boolean;
  timeZone: string;
}) {
  const trpc = useTRPC();
  const { data: sends } = useSuspenseQuery(trpc.pack.sends.queryOptions({ org, id }));
  if (!mayBuild && sends.length === 0) return null;
  return (
    <Section
      name="Sent by mail"
      id="sent"
      sentence={
        sends.length === 0
          ? "It has been sent to nobody yet."
          : sentence(`it was sent to ${counted(new Set(sends.map(({ name }) => name)).size, "person", "people")}`)
      }
    >
      <div className="grid gap-5">
        {sends.length > 0 ? <Sends rows={sends} timeZone={timeZone} /> : null}
        {mayBuild ? <SendForm org={org} id={id} /> : null}
      </div>
    </Section>
  );
}

function Sends({ rows, timeZone }: { rows: readonly PackSendRow[]; timeZone: string }) {
  return (
    <PlainTable
      label="Sent to"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "name", label: "Person", render: ({ name }) => name ?? ABSENT },
        {
          key: "at",
          label: "Sent",
          render: ({ sentAt }) => <DateText value={sentAt} shape="instant" timeZone={timeZone} />,
        },
        { key: "by", label: "By", wideOnly: true, render: ({ sentBy }) => sentBy ?? ABSENT },
        {
          key: "until",
          label: "Link until",
          align: "right",
          render: ({ expiresAt }) => <DateText value={expiresAt} timeZone={timeZone} />,
        },
      ]}
    />
  );
}

/** The list of people opens on demand: most visits to a pack only read it. */
function SendForm({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [days, setDays] = useState(LINK_DAYS);
  const [text, setText] = useState("");
  const readers = useQuery({ ...trpc.pack.readers.queryOptions({ org }), enabled: isOpen });
  const send = useMutation(
    trpc.pack.send.mutationOptions({
      onSuccess: async ({ sent }) => {
        setChosen([]);
        setOpen(false);
        await queries.invalidateQueries({ queryKey: trpc.pack.sends.queryKey() });
        await notify({ message: sentence(`${counted(sent, "mail")} ${sent === 1 ? "is" : "are"} on the way`) });
      },
    }),
  );
  if (!isOpen)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>Send by mail</Button>
      </div>
    );
  const wanted = text.trim().toLowerCase();
  const shown = (readers.data ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  const toggle = (memberId: string) =>
    setChosen(chosen.includes(memberId) ? chosen.filter((one) => one !== memberId) : [...chosen, memberId]);
  return (
    <form
      noValidate
      className="grid max-w-[620px] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ org, id, memberIds: [...chosen], days });
      }}
    >
      <Field label="Find a person" optional>
        <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </Field>
      <fieldset aria-describedby={listId}>
        <legend className="font-medium text-table">People</legend>
        <p id={listId} className="text-ink-2 text-note">
          Members whose role reads packs. The link opens for them alone, once they are signed in.
        </p>
        <ul className="mt-1 max-h-[240px] overflow-y-auto border-rule border-y">
          {shown.map(({ id: memberId, name, role }) => (
            <li key={memberId} className="border-rule-2 border-b px-1.5 py-0.5 last:border-b-0">
              <Checkbox checked={chosen.includes(memberId)} onChange={() => toggle(memberId)}>
                <span>
                  {name} <span className="text-ink-2">{ROLE_LABELS[role]}</span>
                </span>
              </Checkbox>
            </li>
          ))}
        </ul>
        {readers.data && shown.length === 0 ? <p className="text-ink-2 text-note">Nobody of that name.</p> : null}
      </fieldset>
      <Field label="The link ends after">
        <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {DAYS.map((each) => (
            <option key={each} value={each}>
              {each === 1 ? "1 day" : `${each} days`}
            </option>
          ))}
        </Select>
      </Field>
      <FormError message={send.error?.message ?? readers.error?.message} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          disabled={chosen.length === 0 || chosen.length > MOST_RECIPIENTS}
          busy={send.isPending ? "Sending" : false}
        >
          {chosen.length === 0 ? "Send" : `Send to ${chosen.length}`}
        </Button>
        <Button tone="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
