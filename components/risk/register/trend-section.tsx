"use client";

import { useState } from "react";
import { ViewSwitch } from "@/components/chart/view-switch";
import type { TrendData } from "@/components/risk/register/shape";
import { TrendPlot } from "@/components/risk/register/trend-plot";
import { type PlainColumn, PlainTable } from "@/components/table/plain-table";
import { formatDate, formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { moneyUnit } from "@/domain/risk/money-unit";
import { fromFirst, type TrendPoint, trendSentence } from "@/domain/risk/trend";

const HEIGHT = 190;
const NAME = "Course of the portfolio";

/** The risks that stand here today as they stood at the ends of the last twelve months. */
export function TrendSection({
  trend,
  currency,
  locale,
  timeZone,
}: {
  trend: TrendData | undefined;
  currency: string;
  locale: string | undefined;
  timeZone: string;
}) {
  const [isTable, setIsTable] = useState(false);
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  if (!trend)
    return (
      <Section id="trend" name={NAME} sentence={"\u00a0"}>
        <div style={{ height: HEIGHT }}>
          <Skeleton className="w-2/3" />
        </div>
      </Section>
    );
  const points = fromFirst(trend);
  const day = (at: Date) => formatDate(at, "day", { timeZone });
  const said = trendSentence(points, { money, day });
  const unit = moneyUnit(
    points.map(({ expected }) => expected),
    currency,
  );
  const columns: PlainColumn<TrendPoint>[] = [
    { key: "at", label: "End of", render: ({ at }) => day(at) },
    { key: "open", label: "Open", align: "right", render: ({ open }) => open },
    { key: "red", label: "Red", align: "right", render: ({ red }) => red },
    { key: "expected", label: "Expected loss", align: "right", render: ({ expected }) => money(expected) },
  ];
  return (
    <Section id="trend" name={NAME} aside={`expected loss, ${unit.name}`} sentence={said}>
      {points.length < 2 ? null : isTable ? (
        <PlainTable label={NAME} columns={columns} rows={points.toReversed()} rowKey={({ at }) => at.toISOString()} />
      ) : (
        <TrendPlot {...{ points, currency, locale, timeZone }} height={HEIGHT} label={said} />
      )}
      {points.length < 2 ? null : (
        <p className="mt-1 text-right">
          <ViewSwitch name={NAME} isTable={isTable} onTable={setIsTable} />
        </p>
      )}
    </Section>
  );
}
