import { StageStrip } from "@/components/chart/stage-strip";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { StatusGlyph } from "@/components/ui/status";
import { INITIATIVE_STAGE_LABELS } from "@/domain/initiative/choice";
import { INITIATIVE_WORDS, STANDINGS, type Standing } from "@/domain/pack/standing";
import type { Overview } from "@/server/trpc/root";

/** Drawn per shape up to this many at a stage; beyond it in proportion. */
const DRAWN = 24;
const BEST_FIRST: readonly Standing[] = ["good", "watch", "bad", "stale"];

/** One shape for each initiative, or each share of them when there are many. */
function shapes(totals: Overview["totals"]): Standing[] {
  const all = STANDINGS.reduce((sum, standing) => sum + totals[standing], 0);
  const scale = all > DRAWN ? DRAWN / all : 1;
  return BEST_FIRST.flatMap((standing) => Array.from({ length: Math.ceil(totals[standing] * scale) }, () => standing));
}

const countOf = (totals: Overview["totals"]): number => STANDINGS.reduce((sum, standing) => sum + totals[standing], 0);

export function StagesSection({ org, data }: { org: string; data: Overview }) {
  return (
    <Section
      id="stages"
      name={`Where the ${data.total} active initiatives stand`}
      link={{ label: "All initiatives", href: `/${org}/initiatives` }}
      sentence={data.queue}
    >
      <StageStrip
        stages={data.stages.map(({ stage, totals, medianDays, count }) => ({
          key: stage ?? "none",
          label: stage ? INITIATIVE_STAGE_LABELS[stage] : "Not stated",
          href: `/${org}/initiatives?stage=${stage ?? "none"}`,
          statuses: shapes(totals),
          count,
          ...(medianDays === null ? {} : { figure: `${medianDays}\u202fd`, figureMeaning: "median" }),
        }))}
        figureHead="median days at the stage"
        legend={["good", "watch", "bad", "stale"]}
      />
      <Tiers org={org} data={data} />
    </Section>
  );
}

function Tiers({ org, data }: { org: string; data: Overview }) {
  const rows = data.tiers.filter(({ totals }) => countOf(totals) > 0);
  return (
    <table className="mt-6 w-full text-table">
      <caption className="sr-only">Initiatives by tier and standing</caption>
      <thead>
        <tr className="border-rule border-b text-ink-2 text-label">
          <th scope="col" className="py-1.5 text-left font-normal">
            Tier
          </th>
          {BEST_FIRST.map((standing) => (
            <th key={standing} scope="col" className="py-1.5 text-right font-normal">
              <span className="inline-flex items-baseline gap-1.5">
                <StatusGlyph status={standing} size={8} />
                <span className="sr-only wide:not-sr-only">{INITIATIVE_WORDS[standing]}</span>
              </span>
            </th>
          ))}
          <th scope="col" className="py-1.5 text-right font-normal">
            All
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ tier, totals }) => (
          <tr key={tier ?? 0} className="border-rule-2 border-b last:border-b-0">
            <th scope="row" className="py-2 text-left font-medium">
              <OrgLink
                href={`/${org}/initiatives?tier=${tier ?? "none"}`}
                className="underline-offset-2 hover:underline"
              >
                {tier ? `Tier ${tier}` : "Unrated"}
              </OrgLink>
            </th>
            {BEST_FIRST.map((standing) => (
              <td key={standing} className="tabular py-2 text-right">
                {totals[standing] === 0 ? <span className="text-ink-3">–</span> : totals[standing]}
              </td>
            ))}
            <td className="tabular py-2 text-right font-medium">{countOf(totals)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
