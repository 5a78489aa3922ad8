import { formatMoney } from "@/components/ui/format";
import { KeyFigure, KeyFigures } from "@/components/ui/key-figure";
import { StatusGlyph } from "@/components/ui/status";
import { INITIATIVE_WORDS, REASON_LABELS, STANDINGS } from "@/domain/pack/standing";
import { RISK_REASONS } from "@/domain/risk/reason";
import { formatSpokenDay } from "@/domain/shared/figure";
import { plural } from "@/domain/shared/sentence";
import type { Overview } from "@/server/trpc/root";

/** The four figures the headline rests on; each opens to its terms and the records behind them. */
export function OverviewFigures({ org, data }: { org: string; data: Overview }) {
  const { totals, models, reasons, changes, total } = data;
  const register = (query: string) => `/${org}/initiatives?${query}`;
  const inside = models.live - models.outside - models.noData - models.unmeasured;
  const since = formatSpokenDay(data.since, data.lookedFrom, data.timeZone);
  const source = "Counted from the records of the date shown.";
  return (
    <KeyFigures>
      <KeyFigure
        label="Initiatives on track"
        value={String(totals.good)}
        detail={`of ${total}`}
        bar={{ value: totals.good, max: total }}
        note={`${totals.bad} off track · ${totals.stale} no fresh data · ${totals.watch} watch`}
        explanation={{
          title: "Initiatives on track",
          formula: "Active initiatives less those with a reason for attention",
          terms: [
            { label: "Active: neither archived nor retired", value: String(total), href: register("") },
            ...STANDINGS.filter((standing) => standing !== "good").map((standing) => ({
              label: INITIATIVE_WORDS[standing],
              value: `−${totals[standing]}`,
            })),
            { label: "On track", value: String(totals.good) },
          ],
          source,
          link: { label: "Those with a reason", href: register("attention=any") },
        }}
      />
      <KeyFigure
        label="Live models outside limits"
        value={String(models.outside)}
        detail={`of ${models.live}, limit 0`}
        tone={models.outside > 0 ? "bad" : "ink"}
        glyphs={
          <>
            <Glyphs status="bad" count={models.outside} />
            <Glyphs status="stale" count={models.noData} />
            <Glyphs status="good" count={inside} />
            <Glyphs status="none" count={models.unmeasured} />
          </>
        }
        note={
          models.noData > 0
            ? `${models.noData} ${plural(models.noData, "sends", "send")} no data`
            : `${models.unmeasured} not yet measured`
        }
        explanation={{
          title: "Live models outside limits",
          formula: "Live models with an open warning or critical alert",
          terms: [
            { label: "Live", value: String(models.live), href: `/${org}/models` },
            { label: "Inside every limit", value: `−${inside}` },
            { label: "No fresh data", value: `−${models.noData}` },
            { label: "Not yet measured", value: `−${models.unmeasured}` },
            { label: "Outside", value: String(models.outside) },
          ],
          source,
        }}
      />
      {data.risks.open > 0 ? <RisksFigure org={org} data={data} source={source} /> : null}
      <KeyFigure
        label="Target dates past"
        value={String(reasons.target_past)}
        detail={plural(reasons.target_past, "initiative")}
        bar={{ value: reasons.target_past, max: Math.max(total, 1), tone: "bad" }}
        note={`${reasons.no_owner} without an owner · ${reasons.not_updated} not updated for 30 days`}
        explanation={{
          title: "Target dates past",
          formula: "Target date before today, not yet in production or retired",
          terms: [
            { label: "Target date past", value: String(reasons.target_past), href: register("attention=target_past") },
            { label: "No owner", value: String(reasons.no_owner), href: register("attention=no_owner") },
            {
              label: "Not updated for 30 days",
              value: String(reasons.not_updated),
              href: register("attention=not_updated"),
            },
          ],
          source,
        }}
      />
      <KeyFigure
        label={`Moved since ${since}`}
        value={String(changes.forward)}
        detail={changes.back > 0 ? `forward, ${changes.back} back` : "forward"}
        bar={{ value: changes.forward, max: Math.max(total, 1) }}
        note={`${changes.added} added · ${changes.alertsOpened} ${plural(changes.alertsOpened, "alert")} opened · ${changes.alertsClosed} closed`}
        explanation={{
          title: `Recorded since ${since}`,
          formula: "Counted from the versions kept of every record",
          terms: [
            { label: "Stage forward", value: String(changes.forward) },
            { label: "Stage back", value: String(changes.back) },
            { label: "Added", value: String(changes.added) },
            { label: "Archived", value: String(changes.archived) },
            { label: "Fields edited", value: String(changes.fields), note: `in ${changes.initiatives} initiatives` },
            { label: "Alerts opened", value: String(changes.alertsOpened) },
            { label: "Alerts closed", value: String(changes.alertsClosed) },
          ],
          source,
        }}
      />
    </KeyFigures>
  );
}

/** How many open risks are graver than what is borne, and what all of them are expected to cost. */
function RisksFigure({ org, data, source }: { org: string; data: Overview; source: string }) {
  const { open, beyond, red, unstated, expected, raised, currency } = data.risks;
  const reasonTerms = RISK_REASONS.map((reason) => ({
    label: `Initiatives: ${REASON_LABELS[reason]}`,
    value: String(data.reasons[reason]),
    href: `/${org}/initiatives?attention=${reason}`,
  }));
  const register = (query: string) => `/${org}/risks?status=open${query}`;
  return (
    <KeyFigure
      label="Risks beyond appetite"
      value={String(beyond)}
      detail={`of ${open}`}
      tone={beyond > 0 ? "bad" : "ink"}
      bar={{ value: beyond, max: Math.max(open, 1), tone: "bad" }}
      note={`${red} red · expected loss ${formatMoney(expected, currency)}`}
      explanation={{
        title: "Risks beyond appetite",
        formula: "Open threats whose residual is graver than the tolerance of their category",
        terms: [
          { label: "Open", value: String(open), href: register("") },
          { label: "Beyond appetite", value: String(beyond), href: register("&beyond=yes") },
          { label: "Red", value: String(red), href: register("&severity=red") },
          { label: "Raised by a rule", value: String(raised) },
          { label: "Expected loss", value: formatMoney(expected, currency), note: `${unstated} state no amount` },
          ...reasonTerms,
        ],
        source,
        link: { label: "Risks", href: register("") },
      }}
    />
  );
}

const MOST = 24;

function Glyphs({ status, count }: { status: "bad" | "stale" | "good" | "none"; count: number }) {
  return Array.from({ length: Math.min(count, MOST) }, (_, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: shapes are counted, not told apart
    <StatusGlyph key={place} status={status} size={10} />
  ));
}
