"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { usualDistance, type Where } from "@/components/chart/point-date";
import { RuleFields } from "@/components/model/rule-fields";
import {
  type RuleValues,
  ruleFieldLabel,
  ruleInputOf,
  ruleValuesOf,
  ruleValueWords,
  windowFor,
} from "@/components/model/rule-values";
import type { MeasureData, ModelData, RuleData } from "@/components/model/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { type RuleEdit, ruleCreate } from "@/domain/metric/input";
import { previewSentence } from "@/domain/model/conclusion";
import type { EditConflict } from "@/domain/shared/edit";

const PREVIEW_DAYS = 90;
const FIELDS = [
  "direction",
  "warning",
  "critical",
  "breaches",
  "clears",
  "noDataAfter",
  "windowSeconds",
  "minimumCases",
  "casesSeriesId",
  "labelDelayDays",
  "note",
] as const;

/** Seconds between two points of a measure, as they came or else as the platform says. */
function distanceOf(measure: MeasureData | undefined): number | null {
  const seconds = Math.round(usualDistance(measure?.points ?? []) / 1000);
  return seconds > 0 ? seconds : (measure?.intervalSeconds ?? null);
}

/** The first fault of each field; said while one types, but not of a form nobody has touched. */
function faultsOf(values: RuleValues, held: RuleData | undefined): Partial<Record<keyof RuleValues, string>> {
  const issues = ruleCreate.safeParse(ruleInputOf(values, held)).error?.issues ?? [];
  const faults: Partial<Record<string, string>> = {};
  for (const { path, message } of issues) {
    const field = String(path[0]).replace("clearWarning", "warning").replace("clearCritical", "critical");
    faults[field] ??= message.startsWith("Invalid input") ? "Give a number." : message;
  }
  return faults;
}

/** A new rule, or one that is held: its limits are checked while they are typed, on what the record already holds. */
export function RuleDialog({
  org,
  page,
  where,
  held: opened,
  onClose,
}: {
  org: string;
  page: ModelData;
  where: Where;
  held?: RuleData;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [held] = useState(opened); // a later edit by somebody else must meet this one as a conflict
  const [conflict, setConflict] = useState<EditConflict<Omit<RuleEdit, "ruleId" | "version">> | null>(null);
  const measure = page.measures.find(({ id }) => id === held?.seriesId) ?? page.measures[0];
  const start = ruleValuesOf(held, {
    ...{ id: measure?.id ?? "", intervalSeconds: distanceOf(measure) },
    countId: page.measures.find(({ kind }) => kind === "volume")?.id,
  });
  const { register, handleSubmit, control, formState, setError, setValue } = useForm({ defaultValues: start });
  const values = { ...start, ...useWatch({ control }) };
  const checked = useDeferredValue(values);
  const faults = faultsOf(checked, held);
  const isSound = Object.keys(faults).length === 0;
  const input = ruleInputOf(checked, held);
  const preview = useQuery({
    ...trpc.metric.previewRule.queryOptions({ org, ...input }),
    enabled: isSound,
    placeholderData: keepPreviousData,
  });
  const done = (message: string) => async () => {
    await queries.invalidateQueries({ queryKey: trpc.model.pathKey() });
    onClose();
    await notify({ message });
  };
  const onError = (error: Parameters<typeof showServerErrors>[0]) =>
    showServerErrors<RuleValues>(error, FIELDS, setError);
  const create = useMutation(
    trpc.metric.createRule.mutationOptions({
      onSuccess: done("The rule is saved; it looks at the record now."),
      onError,
    }),
  );
  const saved = done("The rule is saved; it looks at the record anew.");
  const edit = useMutation(
    trpc.metric.editRule.mutationOptions({
      onSuccess: (result) => (result.outcome === "saved" ? saved() : setConflict(result)),
      onError,
    }),
  );
  const save = (now: RuleValues) => {
    if (Object.keys(faultsOf(now, held)).length > 0) return;
    const { seriesId, ...limits } = ruleInputOf(now, held);
    if (held) edit.mutate({ org, ...limits, ruleId: held.id, version: held.version, active: now.active });
    else create.mutate({ org, seriesId, ...limits });
  };
  const shown = formState.isDirty || formState.isSubmitted ? faults : {};
  const when = { asOf: page.lookedFrom, timeZone: where.timeZone ?? "UTC" };
  if (conflict && held)
    return (
      <ConflictDialog
        conflict={conflict}
        label={ruleFieldLabel}
        words={(field, value) => ruleValueWords(field, value, page.measures)}
        where={where}
        onClose={() => setConflict(null)}
        onResolve={(fields) => {
          setConflict(null);
          edit.mutate({ org, ...fields, ruleId: held.id, version: conflict.version });
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={held ? `Rule on ${held.measure}` : "New rule"}
      description="A rule looks at windows of equal length. It fires when its limit is reached in so many windows in a row, and clears when it is not."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            type="submit"
            form="rule-form"
            disabled={!isSound}
            busy={create.isPending || edit.isPending ? "Saving" : false}
          >
            Save the rule
          </Button>
        </>
      }
    >
      <form id="rule-form" noValidate onSubmit={handleSubmit(save)}>
        <RuleFields
          measures={page.measures}
          onMeasure={(id) => {
            const chosen = page.measures.find((each) => each.id === id);
            setValue("windowSeconds", windowFor(distanceOf(chosen)));
          }}
          register={register}
          faults={{ ...shown, ...serverFaults(formState.errors) }}
          isNew={!held}
          windowSeconds={Number(start.windowSeconds)}
        />
        <div aria-live="polite" className="mt-5 border-rule border-t pt-3">
          {isSound && preview.data ? (
            <>
              <p className="font-serif text-sentence">{previewSentence(preview.data.episodes, PREVIEW_DAYS, when)}</p>
              <ul className="mt-1 text-ink-2 text-note">
                {[preview.data.text.critical, preview.data.text.warning, preview.data.text.noData]
                  .filter((each) => each !== null)
                  .map((each) => (
                    <li key={each}>{each}</li>
                  ))}
              </ul>
            </>
          ) : (
            <p className="font-serif text-ink-2 text-sentence">
              {preview.error?.message ?? "Give a limit, and this says how often it would have fired."}
            </p>
          )}
        </div>
        <FormError message={formState.errors.root?.message} />
      </form>
    </Dialog>
  );
}

const serverFaults = (errors: Partial<Record<keyof RuleValues, { message?: string }>>) =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([name, error]) => (error?.message ? [[name, error.message]] : [])),
  );
