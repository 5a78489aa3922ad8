"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { PAPER_LABELS, PAPERS, PORTFOLIO, packRequest } from "@/domain/pack/input";

type Values = { forum: string; asOf: string; since: string; paper: (typeof PAPERS)[number] };
const EMPTY: Values = { forum: "", asOf: "", since: "", paper: "a4" };

/** An empty date is no date: the form holds text, the request leaves it out. */
const requestOf = ({ forum, asOf, since, paper }: Values) => ({
  ...{ forum, paper },
  ...(asOf ? { asOf } : {}),
  ...(since ? { since } : {}),
});

/** Asks for a pack and goes to its page, where its progress shows. */
export function RequestForm({ org }: { org: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const list = useId();
  const { data: forums = [] } = useQuery(trpc.pack.forums.queryOptions({ org }));
  const resolve = zodResolver(packRequest);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: EMPTY,
    resolver: async (values, context, options) => {
      const { errors } = await resolve(requestOf(values), context, options as never);
      return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
    },
  });
  const { errors } = formState;
  const request = useMutation(
    trpc.pack.request.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries({ queryKey: trpc.pack.pathKey() });
        router.push(`/${org}/packs/${id}`);
      },
      onError: ({ message }) => setError("root", { message }),
    }),
  );
  return (
    <form
      noValidate
      className="grid items-start gap-x-5 gap-y-4 wide:grid-cols-[2fr_1fr_1fr_1fr_auto]"
      onSubmit={handleSubmit((values) => request.mutate({ org, ...packRequest.parse(requestOf(values)) }))}
    >
      <Field label="Forum" error={errors.forum?.message}>
        <Input {...register("forum")} list={list} placeholder={PORTFOLIO} autoComplete="off" />
        <datalist id={list}>
          {forums.map((forum) => (
            <option key={forum} value={forum} />
          ))}
        </datalist>
      </Field>
      <Field label="Data as of" optional error={errors.asOf?.message}>
        <Input {...register("asOf")} type="date" />
      </Field>
      <Field label="Changes since" optional error={errors.since?.message}>
        <Input {...register("since")} type="date" />
      </Field>
      <Field label="Paper">
        <Select {...register("paper")}>
          {PAPERS.map((paper) => (
            <option key={paper} value={paper}>
              {PAPER_LABELS[paper]}
            </option>
          ))}
        </Select>
      </Field>
      <Button type="submit" tone="primary" className="wide:mt-6" busy={request.isPending ? "Asking" : false}>
        Make a pack
      </Button>
      <p className="text-ink-2 text-note wide:col-span-5">
        Without dates: the data of now, compared with the last pack of the same forum, else with 30 days before.
      </p>
      {errors.root?.message ? (
        <p role="alert" className="font-medium text-bad text-note wide:col-span-5">
          {errors.root.message}
        </p>
      ) : null}
    </form>
  );
}
