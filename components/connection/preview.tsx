"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { Sparkline } from "@/components/chart/sparkline";
import { type ConnectionValues, sameTarget, targetOf } from "@/components/connection/form-values";
import type { PreviewedSeries } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { ABSENT, formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { CATALOGUE } from "@/domain/connection/catalogue";
import { connectionTest } from "@/domain/connection/input";
import { dimsWords, toggleMeasure, valueWords } from "@/domain/connection/preview";
import { counted, sentence } from "@/domain/shared/sentence";

type Props = {
  org: string;
  connectionId: string | undefined;
  values: ConnectionValues;
  onFaults: (faults: { path: string; message: string }[]) => void;
  onMeasures: (measures: string[]) => void;
};

/** Rows drawn at once; who looks for others searches. */
const SHOWN = 40;

/** The last values these settings would bring, before anything is saved; where all come at once, which are followed. */
export function Preview({ org, connectionId, values, onFaults, onMeasures }: Props) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState<ConnectionValues | null>(null);
  const [text, setText] = useState("");
  const preview = useMutation(trpc.connection.preview.mutationOptions());
  /** A page or a tracking server shows all it has, so that one can choose from it. */
  const whole = { ...values, measures: [] };
  const show = () => {
    const input = { ...targetOf(whole), ...(connectionId ? { connectionId } : {}) };
    const issues = connectionTest.safeParse(input).error?.issues ?? [];
    if (issues.length > 0) return onFaults(issues.map(({ path, message }) => ({ path: path.join("."), message })));
    setAsked(whole);
    preview.mutate({ org, ...input });
  };
  const { data } = preview;
  const isCurrent = asked !== null && sameTarget(asked, whole);
  const mayChoose = CATALOGUE[values.kind].platform !== "prometheus";
  const wanted = text.trim().toLowerCase();
  const rows = (data?.series ?? []).filter(({ model, label, metric }) =>
    `${model} ${label} ${metric}`.toLowerCase().includes(wanted),
  );
  const names = [...new Set((data?.series ?? []).map(({ metric }) => metric))];
  return (
    <Section id="preview" name="Values" aside="writes nothing">
      <div className="grid gap-3">
        {data && isCurrent ? (
          <p role="status" className="font-serif text-sentence">
            {data.total === 0
              ? "With these settings no value comes."
              : sentence(`${counted(data.total, "series", "series")} of ${counted(data.models, "model")} come`)}
          </p>
        ) : (
          <p className="font-serif text-sentence">
            {data ? "Something changed since; look again." : "See the last values before you save."}
          </p>
        )}
        <div>
          <Button onClick={show} busy={preview.isPending ? "Reading" : false} disabled={values.url.trim() === ""}>
            Show values
          </Button>
        </div>
        <FormError message={preview.error?.message} />
        {data && isCurrent && data.notes.length > 0 ? (
          <p className="wrap-anywhere text-note text-watch">The server warns: {data.notes.join("; ")}.</p>
        ) : null}
        {data && isCurrent && data.series.length > 8 ? (
          <Input
            aria-label="Search the values"
            placeholder="Search model or measure"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        ) : null}
        {data && isCurrent && rows.length > 0 ? (
          <PreviewTable
            org={org}
            rows={rows.slice(0, SHOWN)}
            follow={
              mayChoose
                ? {
                    is: (metric) => values.measures.length === 0 || values.measures.includes(metric),
                    toggle: (metric) => onMeasures(toggleMeasure(names, values.measures, metric)),
                  }
                : null
            }
          />
        ) : null}
        {rows.length > SHOWN || (data && data.total > data.series.length) ? (
          <p className="text-ink-2 text-note">The first {Math.min(SHOWN, rows.length)} are shown.</p>
        ) : null}
      </div>
    </Section>
  );
}

type Follow = { is: (metric: string) => boolean; toggle: (metric: string) => void };

function PreviewTable({ org, rows, follow }: { org: string; rows: readonly PreviewedSeries[]; follow: Follow | null }) {
  const { org: organisation } = useShell(org);
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone };
  const course = ({ points, label, model }: PreviewedSeries): string => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return `${label} of ${model}: no value`;
    return `${label} of ${model}: ${counted(points.length, "value")}, from ${valueWords(first.value)} to ${valueWords(last.value)}`;
  };
  return (
    <PlainTable
      label="Last values"
      rows={rows}
      rowKey={({ model, metric, dims }) => JSON.stringify([model, metric, dims])}
      align="middle"
      columns={[
        ...(follow
          ? [
              {
                key: "follow",
                label: "Follow",
                width: "56px",
                render: ({ metric, label }: PreviewedSeries) => (
                  <Checkbox
                    aria-label={`Follow ${label}`}
                    checked={follow.is(metric)}
                    onChange={() => follow.toggle(metric)}
                  />
                ),
              },
            ]
          : []),
        {
          key: "series",
          label: "Series",
          render: ({ label, model, dims }) => (
            <TwoLine main={label} sub={[model, dimsWords(dims)].filter(Boolean).join(" · ")} />
          ),
        },
        {
          key: "course",
          label: "Last values",
          width: "130px",
          wideOnly: true,
          render: (row) =>
            row.points.length > 1 ? (
              <Sparkline
                label={course(row)}
                points={row.points.map(({ at, value }) => ({
                  at: at.getTime(),
                  value: Number.isFinite(value) ? value : null,
                }))}
              />
            ) : (
              ABSENT
            ),
        },
        {
          key: "last",
          label: "Last",
          align: "right",
          width: "120px",
          render: ({ points, unit }) => {
            const last = points.at(-1);
            return last ? (
              <TwoLine plain main={valueWords(last.value, unit)} sub={formatDate(last.at, "instant", where)} />
            ) : (
              ABSENT
            );
          },
        },
      ]}
    />
  );
}
