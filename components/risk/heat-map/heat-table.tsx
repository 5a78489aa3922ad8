import { clsx } from "clsx";
import { SEVERITY_WASH, severityStatus } from "@/components/risk/severity";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { impactBand, likelihoodBand } from "@/domain/risk/band-text";
import { cellName, stepName } from "@/domain/risk/matrix";
import type { Cell } from "./heat-grid";
import { isSame } from "./heat-grid";
import { type HeatMapData, severityOf, type ViewedMark } from "./heat-view";

const NAMED = 5;
/** A link in a cell is large enough to be hit. */
const TARGET = "inline-flex min-h-6 min-w-6 items-center";

/** The map as a table: how many stand in each cell, the gravest by name, and where those came from that moved. */
export function HeatTable({
  definition,
  cells,
  marks,
  currency,
  locale,
  riskHref,
  cellHref,
}: Omit<HeatMapData, "marks"> & {
  marks: readonly ViewedMark[];
  riskHref: (id: string) => string;
  cellHref: ((cell: Cell) => string) | null;
}) {
  const { likelihoods, impacts } = definition;
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const rows = likelihoods.map((_, index) => likelihoods.length - 1 - index);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section aria-label="Risks by cell" tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-note">
        <thead className="text-ink-2 text-label">
          <tr>
            <th scope="col" className="border-rule border-b py-1 text-left font-medium">
              Likelihood
            </th>
            {impacts.map((step) => (
              <th key={step.name} scope="col" className="border-rule border-b px-2 py-1 text-left font-medium">
                {step.name}
                <span className="block whitespace-nowrap font-normal">{impactBand(step, money)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row" className="border-rule-2 border-b py-2 pr-3 text-left align-top font-medium">
                {stepName(likelihoods, likelihood)}
                <span className="block whitespace-nowrap font-normal text-ink-2">
                  {likelihoodBand(likelihoods[likelihood] ?? { name: "" })}
                </span>
              </th>
              {impacts.map((step, impact) => {
                const cell = { likelihood, impact };
                const count = cells.find((each) => isSame(each, cell))?.count ?? 0;
                const here = marks.filter((mark) => isSame(mark, cell));
                const severity = severityOf(definition, cell);
                return (
                  <td
                    key={step.name}
                    className={clsx("border-rule-2 border-b px-2 py-2 align-top", SEVERITY_WASH[severity])}
                  >
                    <p className="tabular font-semibold">
                      {count > 0 && cellHref ? (
                        <TextLink href={cellHref(cell)} className={TARGET}>
                          {count}
                          <span className="sr-only"> at {cellName(definition, likelihood, impact)}</span>
                        </TextLink>
                      ) : (
                        count
                      )}
                      <Status status={severityStatus(severity)} className="ml-1.5 font-normal">
                        {severity}
                      </Status>
                    </p>
                    {here.slice(0, NAMED).map((mark) => (
                      <p key={mark.id}>
                        <TextLink href={riskHref(mark.id)} className={TARGET}>
                          {mark.code}
                          <span className="sr-only"> {mark.title}</span>
                        </TextLink>
                        <span className="text-ink-2">{cameFrom(definition, mark)}</span>
                      </p>
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cameFrom(definition: HeatMapData["definition"], { state, from }: ViewedMark): string {
  if (state === "new") return " new";
  return from ? ` from ${cellName(definition, from.likelihood, from.impact)}` : "";
}
