import { clsx } from "clsx";
import { StatusGlyph } from "@/components/ui/status";
import { amountUnit, chanceText, dayText, type ExposureChartProps, exposureRows, inUnit } from "./exposure-view";

const HEAD = "border-rule border-b py-1.5 font-medium";
const CELL = "border-rule-2 py-2 pl-3 text-right tabular";

/** The day, ISO, whose figures are still being worked out: its row is kept free. */
export type Awaited = { awaited?: string | null };

/** Expected loss and percentiles, now beside then and planned, and the chance of passing the appetite's limit. */
export function ExposureTable(props: ExposureChartProps & Awaited) {
  const { locale, now } = props;
  const unit = amountUnit(props);
  const rows = exposureRows(props);
  const limit = now.limit;
  return (
    <table className="mt-3 w-full border-separate border-spacing-0 text-table">
      <caption className="sr-only">{props.name}: expected loss and percentiles</caption>
      <thead className="text-ink-2 text-label">
        <tr>
          <th scope="col" className={clsx(HEAD, "text-left")}>
            {unit.name}
          </th>
          {["Expected", "P50", "P80", "P90"].map((head) => (
            <th key={head} scope="col" className={clsx(HEAD, "pl-3 text-right")}>
              {head}
            </th>
          ))}
          {limit ? (
            <th scope="col" className={clsx(HEAD, "pl-3 text-right")}>
              Over {inUnit(limit.amount, unit, locale)}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, figures }, at) => {
          const border = (at < rows.length - 1 || props.awaited) && "border-b";
          const tone = key === "before" ? "text-ink-2" : key === "now" ? "font-semibold" : "";
          return (
            <tr key={key} className={tone}>
              <th scope="row" className={clsx("border-rule-2 py-2 text-left", border, key !== "now" && "font-normal")}>
                {label}
              </th>
              {(["expected", "p50", "p80", "p90"] as const).map((column) => (
                <td key={column} className={clsx(CELL, border)}>
                  {inUnit(figures[column], unit, locale)}
                </td>
              ))}
              {limit ? (
                <td className={clsx(CELL, border)}>
                  <Over figures={figures} locale={locale} />
                </td>
              ) : null}
            </tr>
          );
        })}
        {props.awaited ? (
          <tr className="text-ink-2">
            <th scope="row" className="py-2 text-left font-normal">
              {dayText(props.awaited, locale)}
            </th>
            <td colSpan={limit ? 5 : 4} className={CELL}>
              …
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

/** Red and a word only past what is borne. */
function Over({ figures: { limit }, locale }: { figures: ExposureChartProps["now"]; locale: string | undefined }) {
  if (!limit) return "–";
  const past = limit.found > limit.chance;
  return (
    <span className={clsx("inline-flex items-center gap-1.5", past && "text-bad")}>
      {chanceText(limit.found, locale)}
      <StatusGlyph status={past ? "bad" : "good"} label={past ? "beyond appetite" : "within appetite"} size={8} />
    </span>
  );
}
