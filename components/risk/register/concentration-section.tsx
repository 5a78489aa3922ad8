import type { ExposureData } from "@/components/risk/register/shape";
import { formatMoney, formatNumber } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { CONCENTRATED, CONCENTRATION_LABELS } from "@/domain/risk/concentration";
import { counted, listOf, sentence } from "@/domain/shared/sentence";

const PLATFORMS: Readonly<Record<string, string>> = {
  openmetrics: "OpenMetrics",
  mlflow: "MLflow",
  prometheus: "Prometheus",
};
const named = (basis: string, name: string): string => (basis === "platform" ? (PLATFORMS[name] ?? name) : name);

type Part = ExposureData["concentration"][number];

/** What most of the expected loss leans on, in a sentence. */
function leaning(all: readonly Part[]): string {
  const leans = all.flatMap(({ basis, level, parts }) => {
    const [first] = parts;
    return level === "concentrated" && first && parts.length > 1
      ? [
          `${named(basis, first.name)}, which holds ${formatNumber(first.share, { percent: true, digits: 0 })} by ${CONCENTRATION_LABELS[basis].toLowerCase()}`,
        ]
      : [];
  });
  if (leans.length === 0) return "The expected loss leans on no single one of them.";
  return sentence(`the expected loss leans on ${listOf(leans, 2)}`);
}

/** How the expected loss is shared among what it stands on. Kinds to which nothing is attributed are left out. */
export function ConcentrationSection({ exposure, locale }: { exposure: ExposureData; locale: string | undefined }) {
  const money = (minor: number) => formatMoney(minor, exposure.currency, locale ? { locale } : {});
  const shown = exposure.concentration.filter(({ parts }) => parts.length > 0);
  if (shown.length === 0) return null;
  return (
    <Section
      id="concentration"
      name="What it stands on"
      aside={`index above ${CONCENTRATED.toLocaleString("en-US")} leans on few`}
      sentence={leaning(shown)}
    >
      <div className="grid gap-x-8 gap-y-6 wide:grid-cols-2">
        {shown.map(({ basis, parts, more, unattributed, index }) => (
          <div key={basis} className="min-w-0">
            <h3 className="flex justify-between gap-3 border-rule border-b pb-1 font-medium text-label text-ink-2">
              {CONCENTRATION_LABELS[basis]}
              <span className="tabular font-normal">index {formatNumber(index, { digits: 0 })}</span>
            </h3>
            <ul className="text-note">
              {parts.map(({ key, name, amount, risks, share }) => (
                <li key={key} className="border-rule-2 border-b py-1.5 last:border-b-0">
                  <span className="flex items-baseline justify-between gap-3">
                    <span
                      className="min-w-0 truncate font-medium"
                      title={`${named(basis, name)}, ${counted(risks, "risk")}`}
                    >
                      {named(basis, name)}
                    </span>
                    <span className="tabular whitespace-nowrap">
                      {money(amount)}{" "}
                      <span className="text-ink-2">{formatNumber(share, { percent: true, digits: 0 })}</span>
                    </span>
                  </span>
                  <svg width="100%" height="3" aria-hidden="true" className="mt-1 block">
                    <rect width={`${share * 100}%`} height="3" className="fill-ink-2" />
                  </svg>
                </li>
              ))}
            </ul>
            <p className="mt-1 text-ink-2 text-note">
              {[
                more > 0 ? `${more} more` : null,
                unattributed.risks > 0 ? `${money(unattributed.amount)} on none` : null,
              ]
                .filter(Boolean)
                .join("; ")}
            </p>
          </div>
        ))}
      </div>
    </Section>
  );
}
