"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { CustomInputs } from "@/components/initiative/form/custom-inputs";
import {
  type Draft,
  draftValues,
  emptyDraft,
  FORM_FIELDS,
  type FormField,
  resolvedDraft,
} from "@/components/initiative/form/draft";
import { LeaveGuard } from "@/components/initiative/form/leave-guard";
import { programOptions } from "@/components/initiative/page/facts";
import { useTRPC } from "@/components/providers/trpc";
import { Crumbs } from "@/components/shell/crumbs";
import { Button, LinkButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS } from "@/domain/access/permission";
import {
  DELIVERY_METHODS,
  INITIATIVE_STAGE_LABELS,
  INITIATIVE_STAGES,
  INITIATIVE_TIERS,
  INITIATIVE_TYPE_LABELS,
  INITIATIVE_TYPES,
} from "@/domain/initiative/choice";
import { FIELD_LABELS } from "@/domain/initiative/field-label";

function Suggestions({ id, words }: { id: string; words: readonly string[] }) {
  return (
    <datalist id={id}>
      {words.map((word) => (
        <option key={word} value={word} />
      ))}
    </datalist>
  );
}

/** A form for one new initiative. Only its title is needed; the rest can be stated later. */
export function NewInitiative({ org, memberId, role }: { org: string; memberId: string; role: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const id = useId();
  const { data: choices } = useSuspenseQuery(trpc.initiative.choices.queryOptions({ org }));
  const { register, handleSubmit, setError, watch, control, formState } = useForm<Draft, unknown, Draft>({
    defaultValues: emptyDraft(role === ROLE_LABELS.owner ? memberId : ""),
    resolver: zodResolver(resolvedDraft),
  });
  const { errors, isDirty } = formState;
  const create = useMutation(
    trpc.initiative.create.mutationOptions({
      onSuccess: async ({ id: made, code }) => {
        await queries.invalidateQueries(trpc.initiative.pathFilter());
        router.push(`/${org}/initiatives/${made}`);
        await notify({ message: `${code} was entered` });
      },
      onError: (error) => showServerErrors(error, FORM_FIELDS, setError),
    }),
  );
  const done = create.isPending || create.isSuccess;
  const fault = (field: FormField) => ({ error: errors[field]?.message });
  const people = choices.members.filter(({ active }) => active);
  const person = (field: "sponsorId" | "ownerId" | "leadId", hint: string) => (
    <Field label={FIELD_LABELS[field]} hint={hint} optional {...fault(field)}>
      <Select {...register(field)}>
        <option value="">Nobody</option>
        {people.map((member) => (
          <option key={member.id} value={member.id}>
            {member.name} ({ROLE_LABELS[member.role].toLowerCase()})
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-8"
      onSubmit={handleSubmit((draft) => create.mutate({ org, ...draftValues(draft) }))}
    >
      <Crumbs trail={[{ label: "New initiative" }]} />
      <Headline
        title="Enter a new initiative."
        lead="Only the title is needed now. Everything stated here is recorded with your name and can be changed later."
      />
      <div className="columns-page">
        <div className="grid content-start gap-9">
          <Section id="purpose" name="What it is for">
            <div className="grid gap-4">
              <Field label="Title" required {...fault("title")}>
                <Input {...register("title")} autoFocus autoComplete="off" />
              </Field>
              <Field label="Problem" hint="What goes wrong today, in plain words." optional {...fault("problem")}>
                <Textarea {...register("problem")} rows={4} />
              </Field>
              <Field label="Outcome" hint="What will be better, and for whom." optional {...fault("outcome")}>
                <Textarea {...register("outcome")} rows={4} />
              </Field>
            </div>
          </Section>
          <Section id="people" name="Who answers for it">
            <div className="grid gap-4 wide:grid-cols-3">
              {person("sponsorId", "Answers for the outcome.")}
              {person("ownerId", "Runs it day to day.")}
              {person("leadId", "Leads the technical work.")}
            </div>
            <Checkbox className="mt-4" {...register("restricted")}>
              Restricted: only these people, administrators and auditors see it
            </Checkbox>
            {watch("restricted") ? (
              <p className="mt-1 text-ink-2 text-note">You are named on it too. Others can be named on its page.</p>
            ) : null}
          </Section>
          {choices.fields.length > 0 ? (
            <Section id="fields" name="Your organisation’s fields">
              <CustomInputs control={control} fields={choices.fields} errors={errors.custom} />
            </Section>
          ) : null}
        </div>
        <div className="grid content-start gap-9">
          <Section id="facts" name="Facts">
            <div className="grid gap-4 wide:grid-cols-2">
              <Field label="Code" hint="Left blank, it gets the next number." optional {...fault("code")}>
                <Input {...register("code")} autoComplete="off" />
              </Field>
              <Field label="Stage" hint="Where it stands today." optional {...fault("stage")}>
                <Select {...register("stage")}>
                  <option value="">Not stated</option>
                  {INITIATIVE_STAGES.map((stage) => (
                    <option key={stage} value={stage}>
                      {INITIATIVE_STAGE_LABELS[stage]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Type" optional {...fault("type")}>
                <Select {...register("type")}>
                  <option value="">Not stated</option>
                  {INITIATIVE_TYPES.map((type) => (
                    <option key={type} value={type}>
                      {INITIATIVE_TYPE_LABELS[type]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Tier" optional {...fault("tier")}>
                <Select {...register("tier")}>
                  <option value="">Unrated</option>
                  {INITIATIVE_TIERS.map((tier) => (
                    <option key={tier} value={tier}>
                      Tier {tier}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Business unit" optional {...fault("businessUnit")}>
                <Input {...register("businessUnit")} list={`${id}-units`} autoComplete="off" />
              </Field>
              <Field label="Domain" optional {...fault("domain")}>
                <Input {...register("domain")} list={`${id}-domains`} autoComplete="off" />
              </Field>
              <Field label="Program" optional {...fault("programId")}>
                <Select {...register("programId")}>
                  <option value="">None</option>
                  {programOptions(choices).map((option) => (
                    <option key={option.value} value={option.value}>
                      {option.label}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Delivery method" optional {...fault("deliveryMethod")}>
                <Input {...register("deliveryMethod")} list={`${id}-methods`} autoComplete="off" />
              </Field>
              <Field label="Start date" optional {...fault("startOn")}>
                <Input type="date" {...register("startOn")} />
              </Field>
              <Field label="Target date" optional {...fault("targetOn")}>
                <Input type="date" {...register("targetOn")} />
              </Field>
              <Field
                label="Tags"
                hint="Separate them by commas."
                optional
                className="wide:col-span-2"
                {...fault("tags")}
              >
                <Input {...register("tags")} list={`${id}-tags`} autoComplete="off" />
              </Field>
            </div>
          </Section>
        </div>
      </div>
      <Suggestions id={`${id}-units`} words={choices.units} />
      <Suggestions id={`${id}-domains`} words={choices.domains} />
      <Suggestions id={`${id}-methods`} words={[...new Set([...DELIVERY_METHODS, ...choices.methods])]} />
      <Suggestions id={`${id}-tags`} words={choices.tags} />
      <div className="grid gap-3 border-rule border-t pt-4">
        <FormError message={errors.root?.message} />
        <div className="flex gap-2">
          <Button type="submit" tone="primary" busy={done ? "Entering" : false}>
            Enter initiative
          </Button>
          <LinkButton href={`/${org}/initiatives`} tone="quiet">
            Cancel
          </LinkButton>
        </div>
      </div>
      <LeaveGuard dirty={isDirty && !done} what="This initiative" />
    </form>
  );
}
