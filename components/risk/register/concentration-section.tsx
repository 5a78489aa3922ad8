import type { ExposureData } from "@/components/risk/register/shape";
import { formatMoney, formatNumber } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { CONCENTRATED, CONCENTRATION_LABELS } from "@/domain/risk/concentration";
import { counted, joinClauses, sentence } from "@/domain/shared/sentence";

const PLATFORMS: Readonly<Record<string, string>> = {
  openmetrics: "OpenMetrics",
  mlflow: "MLflow",
  prometheus: "Prometheus",
};
const named = (basis: string, name: string): string => (basis === "platform" ? (PLATFORMS[name] ?? name) : name);

const BASES: Readonly<Record<Part["basis"], string>> = {
  ...{ model: "models", base: "base models", platform: "platforms" },
  ...{ source: "data sources", unit: "business units" },
};

type Part = ExposureData["concentration"][number];

/** Who holds how much of what is attributed, where one basis leans on few: never said of losses that stand on none. */
function leaning(all: readonly Part[], money: (minor: number) => string): string {
  const leans = all.flatMap(({ basis, level, parts }) => {
    const [first] = parts;
    if (level !== "concentrated" || !first || parts.length < 2) return [];
    const attributed = money(first.amount / first.share);
    const share = formatNumber(first.share, { percent: true, digits: 0 });
    return [`${named(basis, first.name)} holds ${share} of the ${attributed} that stands on ${BASES[basis]}`];
  });
  if (leans.length === 0) return "The expected loss leans on no single one of them.";
  return sentence(joinClauses(leans.slice(0, 2)));
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
      aside={`index 0 to 10,000; above ${CONCENTRATED.toLocaleString("en-US")} few hold most`}
      sentence={leaning(shown, money)}
    >
      <div className="-mb-6 gap-x-8 wide:columns-2">
        {shown.map(({ basis, parts, more, unattributed, index }) => (
          <div key={basis} className="mb-6 min-w-0 break-inside-avoid">
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
                unattributed.risks > 0 ? `${money(unattributed.amount)} stands on none` : null,
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
