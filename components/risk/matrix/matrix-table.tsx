import { clsx } from "clsx";
import { formatMoney } from "@/components/ui/format";
import { type MatrixDefinition, type Step, scoreOf, stepName } from "@/domain/risk/matrix";
import { SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";
import { printNumber, withUnit } from "@/domain/shared/number";

const WASH: Record<Severity, string> = {
  green: "bg-transparent",
  yellow: "bg-wash",
  amber: "bg-watch-wash",
  red: "bg-bad-wash",
};

const share = (value: number) => withUnit(printNumber(value * 100, { digits: [0, 1] }), "%");

function bandText({ from, to }: Step, say: (value: number) => string, most?: number): string | null {
  if (from === undefined && to === undefined) return null;
  if (!from) return `under ${say(to ?? 0)}`;
  return to === undefined || to === most ? `over ${say(from)}` : `${say(from)} to ${say(to)}`;
}

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
      <table aria-label="Matrix" className="w-full table-fixed border-separate border-spacing-0 text-label">
        <tbody>
          {likelihoods
            .map((step, likelihood) => ({ step, likelihood }))
            .toReversed()
            .map(({ step, likelihood }) => (
              <tr key={step.name}>
                <th scope="row" className="wrap-anywhere pr-2 text-right align-middle font-normal">
                  {step.name}
                  <span className="block text-ink-3">{bandText(step, share, 1)}</span>
                </th>
                {impacts.map(({ name }, impact) => {
                  const level = levels[grid[likelihood]?.[impact] ?? 0];
                  return (
                    <td
                      key={name}
                      className={clsx("h-[46px] border border-rule px-1.5", level && WASH[level.severity])}
                    >
                      <span className="block truncate">{level?.name}</span>
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
                <span className="block text-ink-3">{bandText(step, (value) => formatMoney(value, currency))}</span>
              </th>
            ))}
          </tr>
        </tbody>
      </table>
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
