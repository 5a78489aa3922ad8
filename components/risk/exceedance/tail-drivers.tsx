import { formatNumber } from "@/components/ui/format";
import { TextLink } from "@/components/ui/section";
import type { ExposureFigures } from "@/domain/risk/exposure-figures";

export type NamedRisk = { code: string; title: string; href: string };

/** Risks named at most. */
export const MOST_DRIVERS = 5;

/** Which risks make the bad years: their share of what is lost beyond P80. */
export function TailDrivers({
  figures: { tail, p80 },
  named,
  money,
  locale,
}: {
  figures: Pick<ExposureFigures, "tail" | "p80">;
  named: ReadonlyMap<string, NamedRisk>;
  money: (minor: number) => string;
  locale: string | undefined;
}) {
  const known = tail.drivers.flatMap((driver) => {
    const risk = named.get(driver.id);
    return risk && driver.share !== null && driver.share > 0 ? [{ ...driver, ...risk, share: driver.share }] : [];
  });
  const shown = known.slice(0, MOST_DRIVERS);
  if (shown.length === 0) return null;
  return (
    <table className="mt-4 w-full border-separate border-spacing-0 text-table">
      <caption className="border-rule border-t pt-3 pb-1 text-left font-semibold text-table">
        What makes the years beyond P80, {money(p80)}
      </caption>
      <thead className="text-ink-2 text-label">
        <tr>
          <th scope="col" colSpan={2} className="border-rule border-b py-1.5 text-left font-medium">
            Risk
          </th>
          <th scope="col" className="border-rule border-b py-1.5 pl-3 text-right font-medium">
            Mean loss there
          </th>
          <th scope="col" className="border-rule border-b py-1.5 pl-3 text-right font-medium">
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ id, code, title, href, mean, share }) => (
          <tr key={id}>
            <td className="w-14 border-rule-2 border-b py-1.5 pr-2 align-top text-ink-2">{code}</td>
            <th scope="row" className="border-rule-2 border-b py-1.5 text-left font-normal">
              <TextLink href={href}>{title}</TextLink>
            </th>
            <td className="border-rule-2 border-b py-1.5 pl-3 text-right tabular">{money(mean)}</td>
            <td className="border-rule-2 border-b py-1.5 pl-3 text-right tabular">
              {formatNumber(share, { percent: true, digits: 0, ...(locale ? { locale } : {}) })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
