"use client";

import { useState } from "react";
import { formatPointDate, type Where } from "@/components/chart/point-date";
import type { AlertData, ModelData } from "@/components/model/shape";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { limitText } from "@/domain/metric/rule-text";
import { alertsSentence, lastingWords } from "@/domain/model/conclusion";
import { figureWords } from "@/domain/model/meaning";
import { healthStatus } from "@/domain/overview/live";
import { unbroken } from "@/domain/shared/figure";

const FIRST = 8;

type Row = AlertData & { measure: string; unit: string | null; windowSeconds: number };

/** "0.66 at a limit of 0.78"; nothing where nothing arrived. */
function figureOf({ value, limit, unit }: Row): string | null {
  if (value === null) return null;
  const figure = figureWords(value, unit);
  return limit === null ? figure : `${figure} at a limit of ${limitText(limit, unit)}`;
}

/** Alerts of the last year, open ones first. */
export function AlertTable({ page, where }: { page: ModelData; where: Where }) {
  const [all, setAll] = useState(false);
  const unitOf = (seriesId: string) => page.measures.find(({ id }) => id === seriesId)?.unit ?? null;
  const rows: Row[] = page.rules
    .flatMap(({ fired, measure, windowSeconds }) =>
      fired.map((alert) => ({ ...alert, measure, windowSeconds, unit: unitOf(alert.seriesId) })),
    )
    .sort(
      (a, b) =>
        Number(b.closedAt === null) - Number(a.closedAt === null) || b.openedAt.getTime() - a.openedAt.getTime(),
    );
  const open = rows.filter(({ closedAt }) => closedAt === null).length;
  const shown = all ? rows : rows.slice(0, Math.max(FIRST, open));
  return (
    <Section
      id="alerts"
      name="Alerts"
      aside={rows.length > 0 ? "12 months" : undefined}
      sentence={alertsSentence(rows, { asOf: page.lookedFrom, timeZone: where.timeZone ?? "UTC" })}
    >
      {rows.length === 0 ? null : (
        <PlainTable
          label="Alerts"
          rows={shown}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "measure",
              label: "Measure",
              render: (row) => <TwoLine main={row.measure} sub={figureOf(row) ?? "nothing arrived"} />,
            },
            {
              key: "when",
              label: "From, for",
              align: "right",
              width: "110px",
              render: ({ openedAt, closedAt, windowSeconds }) => (
                <TwoLine
                  plain
                  main={unbroken(formatPointDate(openedAt, "day", { ...where, everySeconds: windowSeconds }))}
                  sub={`${closedAt ? "" : "until now, "}${lastingWords(openedAt, closedAt ?? page.lookedFrom)}`}
                />
              ),
            },
            {
              key: "state",
              label: "Level",
              align: "right",
              width: "118px",
              render: ({ level, closedAt }) => (
                <TwoLine
                  plain
                  main={<Status status={healthStatus(level)}>{MODEL_HEALTH_TEXT[level]}</Status>}
                  sub={closedAt ? "closed" : "open"}
                />
              ),
            },
          ]}
        />
      )}
      {rows.length > shown.length ? (
        <button
          type="button"
          data-print="hide"
          className="mt-2 min-h-6 text-accent text-note hover:underline"
          onClick={() => setAll(true)}
        >
          All {rows.length} alerts
        </button>
      ) : null}
    </Section>
  );
}
