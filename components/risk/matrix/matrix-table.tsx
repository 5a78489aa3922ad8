import { clsx } from "clsx";
import { SEVERITY_WASH } from "@/components/risk/severity";
import { formatMoney } from "@/components/ui/format";
import { impactBand, likelihoodBand } from "@/domain/risk/band-text";
import { type MatrixDefinition, scoreOf, stepName } from "@/domain/risk/matrix";
import { SEVERITY_LABELS } from "@/domain/risk/severity";

/** A matrix to be read: each cell with its level and score, each step with its band, and the floors. */
export function MatrixTable({
  definition,
  categories,
  currency,
}: {
  definition: MatrixDefinition;
  categories: readonly { key: string; name: string }[];
  currency: string;
}) {
  const { likelihoods, impacts, levels, grid, floors } = definition;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section aria-label="Matrix" tabIndex={0} className="overflow-x-auto">
        <table
          aria-label="Matrix"
          className="w-full min-w-[560px] table-fixed border-separate border-spacing-0 text-label"
        >
          <tbody>
            {likelihoods
              .map((step, likelihood) => ({ step, likelihood }))
              .toReversed()
              .map(({ step, likelihood }) => (
                <tr key={step.name}>
                  <th scope="row" className="wrap-anywhere pr-2 text-right align-middle font-normal">
                    {step.name}
                    <span className="block text-ink-3">{likelihoodBand(step)}</span>
                  </th>
                  {impacts.map(({ name }, impact) => {
                    const level = levels[grid[likelihood]?.[impact] ?? 0];
                    return (
                      <td
                        key={name}
                        title={level?.name}
                        className={clsx("h-[46px] border border-rule px-1.5", level && SEVERITY_WASH[level.severity])}
                      >
                        <span title={level?.name} className="block truncate">
                          {level?.name}
                        </span>
                        <span className="text-ink-2 tabular">{scoreOf(likelihood, impact)}</span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            <tr>
              <td />
              {impacts.map((step) => (
                <th key={step.name} scope="col" className="wrap-anywhere pt-1 align-top font-normal">
                  {step.name}
                  <span className="block text-ink-3">{impactBand(step, (minor) => formatMoney(minor, currency))}</span>
                </th>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <p className="mt-3 text-ink-2 text-note">
        Levels: {levels.map(({ name, severity }) => `${name} (${SEVERITY_LABELS[severity].toLowerCase()})`).join(", ")}.
      </p>
      {floors.map(({ category, impact, severity }) => (
        <p key={`${category} ${impact} ${severity}`} className="text-ink-2 text-note">
          Floor: {(categories.find(({ key }) => key === category)?.name ?? category).toLowerCase()} at{" "}
          {stepName(impacts, impact)} or graver is never milder than {severity}.
        </p>
      ))}
    </>
  );
}
