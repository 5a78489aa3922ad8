import { clsx } from "clsx";
import { levelWords, SEVERITY_WASH, severityStatus } from "@/components/risk/severity";
import { formatMoney } from "@/components/ui/format";
import { Status, StatusGlyph } from "@/components/ui/status";
import { impactBand, likelihoodBand } from "@/domain/risk/band-text";
import { type MatrixDefinition, scoreOf, stepName } from "@/domain/risk/matrix";

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
  const money = (minor: number) => formatMoney(minor, currency);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section aria-label="Matrix" tabIndex={0} className="overflow-x-auto">
        <table aria-label="Matrix" className="w-full table-fixed border-collapse text-label wide:min-w-[560px]">
          <tbody>
            {likelihoods
              .map((step, likelihood) => ({ step, likelihood }))
              .toReversed()
              .map(({ step, likelihood }) => (
                <tr key={step.name}>
                  <th
                    scope="row"
                    className="wrap-anywhere pr-1.5 text-right align-middle font-normal text-micro wide:pr-2 wide:text-label"
                  >
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
                        <span className="sr-only wide:not-sr-only wide:block wide:truncate">{level?.name}</span>
                        <span className="flex items-center justify-between gap-1">
                          <span className="text-ink-2 tabular">{scoreOf(likelihood, impact)}</span>
                          {level ? <StatusGlyph status={severityStatus(level.severity)} size={8} /> : null}
                        </span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            <tr>
              <td />
              {impacts.map((step) => (
                <th
                  key={step.name}
                  scope="col"
                  className="wrap-anywhere pt-1 align-top font-normal text-micro wide:text-label"
                >
                  {step.name}
                  <span className="hidden text-ink-3 wide:block">{impactBand(step, money)}</span>
                </th>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <p className="mt-2 text-ink-2 text-note wide:hidden">
        {impacts
          .flatMap((step) => (impactBand(step, money) ? [`${step.name}: ${impactBand(step, money)}`] : []))
          .join("; ")}
      </p>
      <ul aria-label="Levels" className="mt-3 flex flex-wrap gap-x-[18px] gap-y-1 text-note">
        {levels.map(({ name, severity }) => (
          <li key={name}>
            <Status status={severityStatus(severity)}>{levelWords(name, severity)}</Status>
          </li>
        ))}
      </ul>
      {floors.map(({ category, impact, severity }) => (
        <p key={`${category} ${impact} ${severity}`} className="mt-1 text-ink-2 text-note">
          Floor: {(categories.find(({ key }) => key === category)?.name ?? category).toLowerCase()} at{" "}
          {stepName(impacts, impact)} or graver is never milder than {severity}.
        </p>
      ))}
    </>
  );
}
