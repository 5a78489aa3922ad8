"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useId, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { LINK_KINDS, type LinkKind, linkWord } from "@/domain/link/kind";
import { SUBJECT_LABELS, type SubjectRef } from "@/domain/subject/subject";

const WAYS = LINK_KINDS.flatMap((kind) =>
  [false, true]
    .filter((turned) => !turned || linkWord(kind, true) !== linkWord(kind, false))
    .map((turned) => ({ value: `${kind} ${turned}`, kind, turned, label: linkWord(kind, turned) })),
);

/** Says how this record hangs together with another, which is found by some letters of its name. */
export function LinkDialog({
  org,
  about,
  onClose,
  onSaved,
}: {
  org: string;
  about: SubjectRef;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const trpc = useTRPC();
  const formId = useId();
  const [way, setWay] = useState<{ kind: LinkKind; turned: boolean }>({ kind: "relates", turned: false });
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<SubjectRef | null>(null);
  const [fault, setFault] = useState<string>();
  const q = useDeferredValue(words.trim());
  const { data, isFetching } = useQuery({
    ...trpc.link.find.queryOptions({ org, about, q }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  const found = q === "" ? [] : (data ?? []);
  const create = useMutation(
    trpc.link.create.mutationOptions({
      onSuccess: async () => {
        await onSaved();
        onClose();
      },
      onError: (error) => setFault(error.message),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return setFault("Choose a record first.");
    setFault(undefined);
    create.mutate({ org, from: about, to: chosen, ...way });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Link this ${SUBJECT_LABELS[about.noun].one}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" busy={create.isPending ? "Linking" : false}>
            Link
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="grid gap-4" onSubmit={submit}>
        <Field label={`This ${SUBJECT_LABELS[about.noun].one}`}>
          <Select
            value={`${way.kind} ${way.turned}`}
            onChange={(event) => setWay(WAYS.find(({ value }) => value === event.target.value) ?? way)}
          >
            {WAYS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Which record" hint="Some letters of its code, title or name.">
          <Input
            type="search"
            autoComplete="off"
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setChosen(null);
            }}
          />
        </Field>
        <fieldset className="min-h-[72px]" aria-busy={isFetching}>
          <legend className="sr-only">Records found</legend>
          {found.map((record) => (
            <label
              key={record.id}
              className="flex min-h-[36px] items-center gap-2 rounded-small px-1 text-table has-checked:bg-wash wide:min-h-[30px]"
            >
              <input
                type="radio"
                name={`${formId}-record`}
                checked={chosen?.id === record.id}
                onChange={() => setChosen({ noun: record.noun, id: record.id })}
                className="accent-ink"
              />
              <span className="min-w-0 truncate">
                <span className="text-ink-2">{record.code ?? SUBJECT_LABELS[record.noun].one} </span>
                {record.title}
              </span>
            </label>
          ))}
          {q !== "" && data && found.length === 0 && !isFetching ? (
            <p className="text-ink-2 text-table">Nothing is called so.</p>
          ) : null}
        </fieldset>
        <FormError message={fault} />
      </form>
    </Dialog>
  );
}
