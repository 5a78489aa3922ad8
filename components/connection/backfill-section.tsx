"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { BackfillRow, ConnectionData } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { StatusGlyph } from "@/components/ui/status";
import { backfillShare, backfillWords } from "@/domain/connection/sentence";
import { dayOf } from "@/domain/shared/day";

type Where = { locale: string | undefined; timeZone: string | undefined };
type Props = { org: string; connection: ConnectionData; manages: boolean; where: Where };

const DAY_MS = 86_400_000;
const FIRST_DAYS = 30;

/** Days of the past read by a job: asked for here, with how far it is, and a way to stop it. */
export function BackfillSection({ org, connection, manages, where }: Props) {
  const { backfills, mayBackfill } = connection;
  const isRunning = backfills.some(({ status }) => status === "running");
  return (
    <Section
      id="backfill"
      name="Past figures"
      sentence="Days before the first poll can be read at any time; what is stored already stays as it is."
    >
      <div className="grid gap-5">
        {manages && mayBackfill && !isRunning ? <Ask org={org} id={connection.id} where={where} /> : null}
        {backfills.length > 0 ? (
          <ul className="grid gap-4" aria-label="Backfills">
            {backfills.map((one) => (
              <li key={one.id}>
                <Progress org={org} one={one} where={where} manages={manages} mayContinue={!isRunning} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Section>
  );
}

function Ask({ org, id, where }: { org: string; id: string; where: Where }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const today = dayOf(new Date(), where.timeZone ?? "UTC");
  const [from, setFrom] = useState(() => dayOf(new Date(Date.now() - FIRST_DAYS * DAY_MS), where.timeZone ?? "UTC"));
  const [to, setTo] = useState(today);
  const start = useMutation(
    trpc.connection.backfill.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.connection.get.queryKey() }),
    }),
  );
  const fields = (start.error?.data as { fields?: Record<string, string> | null } | null | undefined)?.fields;
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ org, connectionId: id, from, to });
      }}
    >
      <div className="grid items-end gap-3 wide:grid-cols-[160px_160px_auto]">
        <Field label="From" error={fields?.from}>
          <Input type="date" max={today} value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="Until" error={fields?.to}>
          <Input type="date" max={today} value={to} onChange={(event) => setTo(event.target.value)} />
        </Field>
        <div>
          <Button type="submit" busy={start.isPending ? "Asking" : false}>
            Read these days
          </Button>
        </div>
      </div>
      <FormError message={fields?.from || fields?.to ? undefined : start.error?.message} />
    </form>
  );
}

const MARK = { running: "none", done: "good", failed: "bad", cancelled: "none" } as const;

function Progress({
  org,
  one,
  where,
  manages,
  mayContinue,
}: {
  org: string;
  one: BackfillRow;
  where: Where;
  manages: boolean;
  mayContinue: boolean;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: trpc.connection.get.queryKey() });
  const cancel = useMutation(trpc.connection.cancelBackfill.mutationOptions({ onSettled }));
  const goOn = useMutation(trpc.connection.continueBackfill.mutationOptions({ onSettled }));
  const percent = Math.floor(backfillShare(one) * 100);
  const lastDay = new Date(one.toAt.getTime() - 1); // half-open
  const days = `${formatDate(one.fromAt, "day", where)} to ${formatDate(lastDay, "day", where)}`;
  const isRunning = one.status === "running";
  const isStopped = one.status === "failed" || one.status === "cancelled";
  return (
    <div className="grid gap-1.5">
      <p className="flex items-baseline justify-between gap-4 text-table">
        <span className="font-medium">{days}</span>
        <span className="text-ink-2 tabular">
          {one.requestedBy ? `${one.requestedBy}, ` : null}
          {formatDate(one.createdAt, "instant", where)}
        </span>
      </p>
      {isRunning || isStopped ? (
        <div
          role="progressbar"
          aria-label={`Backfill, ${days}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-1.5 overflow-hidden bg-rule"
        >
          <div className={isRunning ? "h-full bg-ink" : "h-full bg-line"} style={{ width: `${percent}%` }} />
        </div>
      ) : null}
      <p role={isRunning ? "status" : undefined} className="flex items-baseline gap-1.5 text-table">
        {isRunning ? null : <StatusGlyph status={MARK[one.status]} label={one.status} />}
        <span className="wrap-anywhere min-w-0">{backfillWords(one)}</span>
      </p>
      {manages && isRunning ? (
        <div>
          <Button
            size="small"
            busy={cancel.isPending ? "Cancelling" : false}
            onClick={() => cancel.mutate({ org, backfillId: one.id })}
          >
            Cancel
          </Button>
        </div>
      ) : null}
      {manages && isStopped && mayContinue ? (
        <div>
          <Button
            size="small"
            busy={goOn.isPending ? "Asking" : false}
            onClick={() => goOn.mutate({ org, backfillId: one.id })}
          >
            Go on
          </Button>
        </div>
      ) : null}
      <FormError message={cancel.error?.message ?? goOn.error?.message} />
    </div>
  );
}
