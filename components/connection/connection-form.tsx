"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type FieldPath, type UseFormSetError, useForm, useWatch } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { CheckStepList } from "@/components/connection/check-steps";
import {
  type ConnectionConflict,
  ConnectionConflictDialog,
  type ConnectionEdited,
} from "@/components/connection/connection-conflict";
import {
  type ConnectionValues,
  detailsOf,
  fieldOf,
  sameTarget,
  targetOf,
  valuesOf,
  watchedValues,
} from "@/components/connection/form-values";
import { Preview } from "@/components/connection/preview";
import type { ConnectionData } from "@/components/connection/shape";
import { TargetFields } from "@/components/connection/target-fields";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { Button, LinkButton } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { connectionCreate, connectionEdit, connectionTest } from "@/domain/connection/input";
import { intervalWords } from "@/domain/connection/sentence";
import { sentenceCase } from "@/domain/shared/sentence";

const INTERVALS = [15, 60, 300, 900, 3600, 21_600, 86_400];

type Schema = { safeParse(input: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } } };
type Refusal = { message: string; data?: { code?: string; fields?: Record<string, string> | null } | null };

/** Puts each fault beside its field; what has none stands above the buttons. */
function place(
  faults: { path: string; message: string }[],
  auth: ConnectionValues["auth"],
  setError: UseFormSetError<ConnectionValues>,
): void {
  for (const { path, message } of faults) setError(fieldOf(path, auth) ?? "root", { message });
}

const faultsOf = (schema: Schema, input: unknown) =>
  (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => ({ path: path.join("."), message }));

/** A new connection, or the settings of one. It can be saved once the very same address and sign-in were tried. */
export function ConnectionForm({ org, held: opened }: { org: string; held?: ConnectionData }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  /** What the input started from: it moves on only with a choice between two edits. */
  const [held, setHeld] = useState(opened);
  const [conflict, setConflict] = useState<ConnectionConflict | null>(null);
  const start = valuesOf(held);
  const { register, handleSubmit, setError, setValue, reset, clearErrors, control, formState, getValues } = useForm({
    defaultValues: start,
  });
  const values = watchedValues(start, useWatch({ control }));
  const [tried, setTried] = useState<ConnectionValues | null>(null);
  const { errors, isDirty } = formState;
  const connectionId = held?.id;

  const refuse = (error: Refusal) => {
    const fields = Object.entries(error.data?.fields ?? {}).map(([path, message]) => ({ path, message }));
    place(fields.length > 0 ? fields : [{ path: "", message: error.message }], getValues("auth"), setError);
  };
  /** The server tries it again before it stores it; when that fails, the test that passed no longer counts. */
  const refuseSave = (error: Refusal) => {
    if (error.data?.code === "PRECONDITION_FAILED") test.reset();
    refuse(error);
  };
  const test = useMutation(trpc.connection.test.mutationOptions({ onError: refuse }));
  const saved = async ({ id }: { id: string }) => {
    await queries.invalidateQueries({ queryKey: trpc.connection.pathKey() });
    router.push(`/${org}/connections/${id}`);
    await notify({
      message: held ? "The connection is saved and polled now." : "Connected. The first poll is under way.",
    });
  };
  const create = useMutation(trpc.connection.create.mutationOptions({ onSuccess: saved, onError: refuseSave }));
  const edit = useMutation(
    trpc.connection.edit.mutationOptions({
      onSuccess: (result) => (result.outcome === "saved" ? saved(result) : setConflict(result)),
      onError: refuseSave,
    }),
  );
  const isSaving = create.isPending || edit.isPending;
  const isSaved = create.isSuccess || edit.data?.outcome === "saved";
  useLeaveWarning(isDirty && !isSaving && !isSaved);

  const isTried = tried !== null && sameTarget(tried, values) && test.data?.ok === true;
  const mayKeep = held !== undefined && sameTarget(start, values);
  const tryIt = () => {
    clearErrors();
    const now = getValues();
    const input = { ...targetOf(now), ...(connectionId ? { connectionId } : {}) };
    const faults = faultsOf(connectionTest, input);
    if (faults.length > 0) return place(faults, now.auth, setError);
    setTried({ ...now });
    test.mutate({ org, ...input });
  };
  const save = (now: ConnectionValues) => {
    const input = { ...detailsOf(now), ...targetOf(now) };
    const faults = held
      ? faultsOf(connectionEdit, { ...input, connectionId, version: held.version })
      : faultsOf(connectionCreate, input);
    if (faults.length > 0) return place(faults, now.auth, setError);
    if (held) edit.mutate({ org, ...input, connectionId: held.id, version: held.version });
    else create.mutate({ org, ...input });
  };
  /** What was chosen is saved at once where its target was tried; a mixed one goes into the form, to be tried first. */
  const resolve = (met: ConnectionConflict, chosen: ConnectionEdited, mine: string[]) => {
    if (!held) return;
    setConflict(null);
    const { theirs, version, fields } = met;
    const now = getValues();
    const settled = valuesOf(chosen);
    const { username, password, token, secretHeaders } = now;
    const typed = { username, password, token, secretHeaders };
    const { secret } = targetOf(now);
    const stored = fields.find(({ field }) => field === "sealedSecret");
    const isTheirs = sameTarget(settled, valuesOf(theirs)) && !mine.includes("sealedSecret");
    const isTried = tried !== null && sameTarget(tried, { ...settled, ...typed }) && test.data?.ok === true;
    if (isTheirs || isTried)
      return edit.mutate({ org, ...chosen, ...(isTheirs ? {} : { secret }), connectionId: held.id, version });
    const next = { ...held, ...theirs, version, hasSecret: stored ? Boolean(stored.theirs) : held.hasSecret };
    setHeld(next);
    reset(valuesOf(next));
    for (const [name, value] of Object.entries({ ...settled, ...typed }))
      setValue(name as FieldPath<ConnectionValues>, value, { shouldDirty: true });
  };
  const seconds = Number(values.intervalSeconds);
  const intervals = INTERVALS.includes(seconds) ? INTERVALS : [...INTERVALS, seconds].sort((a, b) => a - b);
  return (
    <form noValidate className="columns-page" onSubmit={handleSubmit(save)}>
      <Section id="settings" name="Connection" aside={held ? "saved as one change" : undefined}>
        <div className="grid gap-4">
          <Field label="Name" hint="As people here call the server." error={errors.name?.message} required>
            <Input {...register("name")} autoComplete="off" />
          </Field>
          <TargetFields
            org={org}
            connectionId={connectionId}
            values={values}
            form={{ register, control, setValue, getValues }}
            errors={errors}
            keeps={Boolean(held?.hasSecret) && held?.auth === values.auth}
          />
          <Field
            label="Poll it"
            hint="New and corrected values are stored; the same again is not."
            error={errors.intervalSeconds?.message}
          >
            <Select {...register("intervalSeconds")}>
              {intervals.map((each) => (
                <option key={each} value={each}>
                  {sentenceCase(intervalWords(each))}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </Section>
      <div className="grid content-start gap-9">
        <Section id="test" name="Test" aside="writes nothing">
          {test.isPending ? (
            <p role="status" className="font-serif text-sentence">
              Trying; it takes ten seconds at most.
            </p>
          ) : test.data && tried ? (
            sameTarget(tried, values) ? (
              <CheckStepList steps={test.data.steps} ok={test.data.ok} />
            ) : (
              <p className="font-serif text-sentence">
                Something changed since the test. Try it again before you save.
              </p>
            )
          ) : (
            <p className="font-serif text-sentence">
              {mayKeep
                ? "Name and interval can be saved as they are; a new address or sign-in is tried first."
                : "Before it is saved the connection is tried, step by step."}
            </p>
          )}
          <div className="mt-6 grid gap-3">
            <FormError message={errors.root?.message} />
            <div className="flex flex-wrap gap-2">
              <Button
                onClick={tryIt}
                busy={test.isPending ? "Trying" : false}
                tone={isTried || mayKeep ? "plain" : "primary"}
              >
                Test
              </Button>
              <Button
                type="submit"
                tone={isTried || mayKeep ? "primary" : "plain"}
                disabled={!isTried && !(mayKeep && isDirty)}
                busy={isSaving ? "Saving" : false}
              >
                {held ? "Save" : "Save and poll"}
              </Button>
              <LinkButton tone="quiet" href={`/${org}/connections${held ? `/${held.id}` : ""}`}>
                Cancel
              </LinkButton>
            </div>
          </div>
        </Section>
        <Preview
          org={org}
          connectionId={connectionId}
          values={values}
          onFaults={(faults) => place(faults, values.auth, setError)}
          onMeasures={(measures) => setValue("measures", measures, { shouldDirty: true })}
        />
      </div>
      {conflict ? (
        <ConnectionConflictDialog
          org={org}
          conflict={conflict}
          onResolve={(chosen, mine) => resolve(conflict, chosen, mine)}
          onClose={() => setConflict(null)}
        />
      ) : null}
    </form>
  );
}
