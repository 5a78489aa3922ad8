import { ReasonWords } from "@/components/initiative/reason-words";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status, StatusGlyph } from "@/components/ui/status";
import { portfolioStandfirst } from "@/domain/pack/sentence";
import type { Overview } from "@/server/trpc/root";

/** Initiatives that need attention, worst first, each with its reasons in words. */
export function WorstSection({ org, data }: { org: string; data: Overview }) {
  const { worst, totals, total, reasons } = data;
  return (
    <Section
      id="attention"
      name="Needs attention"
      link={{ label: `${totals.good} on track`, href: `/${org}/initiatives` }}
      sentence={portfolioStandfirst(reasons, total)}
    >
      {worst.length === 0 ? null : (
        <table className="block w-full text-table wide:table">
          <thead className="sr-only wide:not-sr-only wide:table-header-group">
            <tr className="border-rule border-b text-ink-2 text-label">
              <th scope="col" className="py-1.5 text-left font-normal">
                Initiative
              </th>
              <th scope="col" className="py-1.5 text-left font-normal">
                Why
              </th>
              <th scope="col" className="py-1.5 text-right font-normal">
                State
              </th>
            </tr>
          </thead>
          <tbody className="block wide:table-row-group">
            {worst.map(({ id, code, title, reasons: why }) => (
              <tr
                key={id}
                className="grid grid-cols-[1fr_auto] gap-x-3 border-rule-2 border-b py-2.5 align-baseline last:border-b-0 wide:table-row wide:py-0"
              >
                <th scope="row" className="text-left font-medium wide:w-[34%] wide:py-2.5 wide:pr-4">
                  <OrgLink
                    href={`/${org}/initiatives/${code}`}
                    className="wrap-anywhere line-clamp-2 underline-offset-2 hover:underline"
                    title={title}
                  >
                    {title}
                  </OrgLink>
                  <span className="block font-normal text-ink-2 text-label">{code}</span>
                </th>
                <td className="order-last col-span-2 mt-1 wide:py-2.5 wide:pr-4">
                  {why.map((each) => (
                    <span key={`${each.reason} ${each.words}`} className="flex items-baseline gap-2">
                      <StatusGlyph status={each.standing} size={8} />
                      <ReasonWords org={org} id={id} reason={each} end="." />
                    </span>
                  ))}
                </td>
                <td className="text-right wide:py-2.5">{why[0] ? <Status status={why[0].standing} /> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
