"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { type ConnectionValues, type QueryValues, targetOf } from "@/components/connection/form-values";
import type { BrowsedSeries } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { type MetricType, suggestMeasure, suggestQuery } from "@/domain/connection/promql";
import { counted, listOf } from "@/domain/shared/sentence";

type Props = {
  org: string;
  connectionId: string | undefined;
  values: ConnectionValues;
  isFull: boolean;
  onFollow: (query: QueryValues) => void;
  onModelLabel: (label: string) => void;
};

/** Looks for metrics at the address typed above, shows what tells their series apart, and follows them. */
export function SeriesBrowser({ org, connectionId, values, isFull, onFollow, onModelLabel }: Props) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const search = useMutation(trpc.connection.browse.mutationOptions());
  const look = useMutation(trpc.connection.browse.mutationOptions());
  const input = () => ({ org, ...targetOf({ ...values, queries: [] }), ...(connectionId ? { connectionId } : {}) });
  const find = () => {
    look.reset();
    search.mutate({ ...input(), search: text });
  };
  const chosen = look.data?.chosen;
  const found = search.data;
  return (
    <div className="grid gap-3 border-rule border-t pt-3">
      <div className="flex items-end gap-2">
        <Field label="Find metrics" hint="By a part of the name, of the last 30 days. Empty: all." className="grow">
          <Input
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault(); // the form behind is not sent
              find();
            }}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <Button onClick={find} busy={search.isPending ? "Looking" : false} disabled={values.url.trim() === ""}>
          Find
        </Button>
      </div>
      <FormError message={search.error?.message ?? look.error?.message} />
      {found ? (
        <div role="status" className="text-ink-2 text-note">
          {found.total === 0
            ? "No metric of that name has had a value within the last 30 days."
            : found.total > found.metrics.length
              ? `${counted(found.total, "metric")}; the first ${found.metrics.length} are shown. Search for more of the name.`
              : `${counted(found.total, "metric")}.`.replace(/^./, (first) => first.toUpperCase())}
        </div>
      ) : null}
      {found && found.metrics.length > 0 ? (
        <ul className="max-h-[260px] overflow-y-auto border-rule border-y" aria-label="Metrics found">
          {found.metrics.map(({ name, type, help }) => (
            <li key={name} className="border-rule-2 border-b last:border-b-0">
              <button
                type="button"
                aria-pressed={chosen?.name === name}
                className="block min-h-[33px] w-full px-1.5 py-1 text-left hover:bg-wash aria-pressed:bg-wash"
                onClick={() => look.mutate({ ...input(), metric: name })}
              >
                <code className="wrap-anywhere font-mono text-table">{name}</code>
                <span className="text-ink-2 text-note"> {type === "unknown" ? "" : type}</span>
                {help ? <span className="block text-ink-2 text-note">{help}</span> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {chosen ? (
        <Chosen chosen={chosen} values={values} isFull={isFull} onFollow={onFollow} onModelLabel={onModelLabel} />
      ) : null}
    </div>
  );
}

function Chosen({
  chosen,
  values,
  isFull,
  onFollow,
  onModelLabel,
}: Pick<Props, "values" | "isFull" | "onFollow" | "onModelLabel"> & { chosen: BrowsedSeries }) {
  const about = { name: chosen.name, type: chosen.type as MetricType, labels: chosen.labels.map(({ name }) => name) };
  const measure = suggestMeasure(about);
  const query = suggestQuery(about, {
    ...{ modelLabel: values.modelLabel, versionLabel: values.versionLabel },
    dropLabels: values.dropLabels.split(",").map((label) => label.trim()),
    stepSeconds: Number(values.stepSeconds),
  });
  const isFollowed = values.queries.some((each) => each.query === query);
  const hasModel = about.labels.includes(values.modelLabel);
  return (
    <div className="grid gap-2 rounded-control bg-wash p-2.5" role="status">
      <p className="text-table">
        <code className="wrap-anywhere font-mono">{chosen.name}</code>: {counted(chosen.series, "series", "series")}{" "}
        within the last 30 days.
      </p>
      <dl className="grid gap-x-4 gap-y-0.5 text-note wide:grid-cols-[140px_minmax(0,1fr)]">
        {chosen.labels.map(({ name, values: known }) => (
          <div key={name} className="contents">
            <dt className="font-mono text-ink-2">{name}</dt>
            <dd className="wrap-anywhere">{listOf(known, 6)}</dd>
          </div>
        ))}
      </dl>
      {hasModel || values.model.trim() !== "" ? null : (
        <Field
          label="Which label names the model?"
          hint={`There is no label "${values.modelLabel}" here. Without one, name the model all values belong to, below.`}
        >
          <Select value="" onChange={(event) => onModelLabel(event.target.value)}>
            <option value="" disabled>
              Choose a label
            </option>
            {about.labels.map((label) => (
              <option key={label} value={label}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {about.type === "counter" ? (
        <p className="text-ink-2 text-note">It is a counter, which only grows: its rate is followed.</p>
      ) : null}
      <code className="wrap-anywhere font-mono text-note">{query}</code>
      <div>
        <Button
          size="small"
          disabled={isFollowed || isFull}
          onClick={() => onFollow({ measure, query, unit: chosen.unit ?? "" })}
        >
          {isFollowed ? "Followed" : "Follow"}
        </Button>
      </div>
    </div>
  );
}
