import { Sparkline } from "@/components/chart/sparkline";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { decimalsFor } from "@/domain/metric/decimals";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { pointZone } from "@/domain/metric/point-date";
import { healthStatus, liveModelsSentence } from "@/domain/overview/live";
import { formatDay, formatMeasure, NOT_AVAILABLE } from "@/domain/shared/figure";
import type { ModelList } from "@/server/trpc/root";

type Model = ModelList["rows"][number];

function limitsOf({ direction, warning, critical }: Model) {
  const side = direction === "low" ? ("below" as const) : ("above" as const);
  const limit = critical ?? warning;
  return direction && limit !== null
    ? [{ value: limit, side, severity: critical === null ? ("warning" as const) : ("critical" as const) }]
    : [];
}

function courseOf(model: Model, timeZone: string): string {
  const { measure, now, nowAt } = model;
  if (!measure || now === null || !nowAt) return "No measure yet";
  const limit = model.critical ?? model.warning;
  const held = limit === null ? "" : `, limit ${formatMeasure(limit, model.unit, decimalsFor(limit))}`;
  return `${measure}, 90 days: ${formatMeasure(now, model.unit, decimalsFor(now))} on ${formatDay(nowAt, pointZone(nowAt, timeZone))}${held}`;
}

/** The worst live models, each with the course of its main measure against its limit. */
export function LiveModels({ org, models, timeZone }: { org: string; models: ModelList; timeZone: string }) {
  return (
    <Section
      id="models"
      name="Live models"
      link={{
        label: models.total > models.rows.length ? `All ${models.total} models` : "All models",
        href: `/${org}/models`,
      }}
      sentence={liveModelsSentence(models.rows, timeZone)}
    >
      {models.rows.length === 0 ? null : (
        <table className="w-full text-table">
          <thead>
            <tr className="border-rule border-b text-ink-2 text-label">
              <th scope="col" className="py-1.5 text-left font-normal">
                Model
              </th>
              <th scope="col" className="py-1.5 text-left font-normal">
                Main measure, 90 days, limit
              </th>
              <th scope="col" className="py-1.5 text-right font-normal">
                Now
              </th>
              <th scope="col" className="hidden py-1.5 pl-3 text-right font-normal wide:table-cell">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {models.rows.map((model) => (
              <tr key={model.id} className="border-rule-2 border-b last:border-b-0">
                <th scope="row" className="max-w-[150px] py-2.5 pr-3 text-left font-normal">
                  <OrgLink
                    href={`/${org}/models/${model.id}`}
                    className="block text-body underline-offset-2 hover:underline"
                  >
                    {model.name}
                  </OrgLink>
                  <span className="text-ink-2 text-label">
                    {model.tier ? `tier ${model.tier}` : "unrated"}
                    {model.versionLabel ? ` · ${model.versionLabel}` : ""}
                  </span>
                </th>
                <td className="py-2.5">
                  {model.points.length > 1 ? (
                    <>
                      <Course model={model} timeZone={timeZone} width={84} className="wide:hidden" />
                      <Course model={model} timeZone={timeZone} width={118} className="hidden wide:block" />
                    </>
                  ) : (
                    <span className="text-ink-2 text-note">no measure yet</span>
                  )}
                </td>
                <td className="tabular py-2.5 pl-2 text-right text-body">
                  {model.now === null || !Number.isFinite(model.now) ? (
                    <span title={NOT_AVAILABLE}>—</span>
                  ) : (
                    formatMeasure(model.now, model.unit, decimalsFor(model.now))
                  )}
                  <span className="block text-note wide:hidden">
                    <State model={model} />
                  </span>
                </td>
                <td className="hidden py-2.5 pl-3 text-right wide:table-cell">
                  <State model={model} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

const State = ({ model: { health } }: { model: Model }) => (
  <Status status={healthStatus(health)}>{MODEL_HEALTH_TEXT[health]}</Status>
);

/** Drawn at its real size, narrow and wide: lines are never scaled. */
function Course({ model, timeZone, ...shape }: { model: Model; timeZone: string; width: number; className: string }) {
  const points = model.points.map(([at, value]) => ({ at, value }));
  return <Sparkline points={points} limits={limitsOf(model)} label={courseOf(model, timeZone)} {...shape} />;
}
