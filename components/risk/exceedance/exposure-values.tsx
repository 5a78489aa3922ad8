import { clsx } from "clsx";
import { chanceAt } from "@/components/chart/exceedance-line";
import { formatMoney } from "@/components/ui/format";
import { chanceText, type ExposureChartProps, exposureRows } from "./exposure-view";

const ROWS = 16;

/** The curve as a table: amounts in even steps and the chance of losing more. */
export function ExposureValues(props: ExposureChartProps & { height: number }) {
  const { now, currency, locale, height } = props;
  const rows = exposureRows(props);
  const { from, to } = now.curve;
  const amounts = Array.from({ length: ROWS + 1 }, (_, at) => Math.round(from + ((to - from) * at) / ROWS));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section aria-label="Chances" tabIndex={0} className="overflow-y-auto" style={{ maxHeight: height }}>
      <table className="w-full border-separate border-spacing-0 text-table">
        <thead className="sticky top-0 bg-paper text-ink-2 text-label">
          <tr>
            <th scope="col" className="border-rule border-b py-1 text-left font-medium">
              Losing more than
            </th>
            {rows.map(({ key, label }) => (
              <th key={key} scope="col" className="border-rule border-b py-1 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {amounts.map((amount) => (
            <tr key={amount}>
              <th scope="row" className="tabular border-rule-2 border-b py-1 text-left font-normal">
                {formatMoney(amount, currency, locale ? { locale } : {})}
              </th>
              {rows.map(({ key, figures }) => (
                <td
                  key={key}
                  className={clsx("tabular border-rule-2 border-b py-1 text-right", key !== "now" && "text-ink-2")}
                >
                  {chanceText(chanceAt(figures.curve, amount), locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
