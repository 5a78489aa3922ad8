import { sql } from "drizzle-orm";
import { alert, rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { riskIndicator } from "@/db/schema/risk-part";
import type { RiskCoursesInput } from "@/domain/risk/exposure-input";
import type { OrgContext } from "../../context";
import { withCourses } from "../../model/course/queries";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";

/** The line in a row: a quarter of a year in at most thirty points. */
const ROW = { days: 90, everyDays: 3 };

type Held = {
  riskId: string;
  seriesId: string;
  modelName: string;
  label: string;
  unit: string | null;
  direction: "high" | "low";
  warning: number | null;
  critical: number | null;
  level: "warning" | "critical" | "no_data" | null;
  /** Steps the measure has raised the likelihood by. */
  raisedSteps: number;
};

/** Of each of some risks the measure that moves it, the one in the gravest breach first, with its recent course. */
export function listRiskCourses(ctx: OrgContext, { ids }: RiskCoursesInput) {
  if (ids.length === 0) return Promise.resolve([]);
  return read(ctx, async (tx) => {
    const found = await tx.execute<Held>(sql`
      select distinct on (i.risk_id) i.risk_id as "riskId", s.id as "seriesId", m.name as "modelName", s.label, s.unit,
        r.direction, r.warning, r.critical, a.level, i.raised_steps as "raisedSteps"
      from ${riskIndicator} i join ${rule} r on r.org_id = i.org_id and r.id = i.rule_id
        join ${series} s on s.org_id = r.org_id and s.id = r.series_id join ${model} m on m.org_id = s.org_id and m.id = s.model_id
        left join ${alert} a on a.org_id = r.org_id and a.rule_id = r.id and a.closed_at is null
      where i.org_id = ${ctx.orgId} and i.active and i.risk_id = any (${uuids(ids)})
      order by i.risk_id, case a.level when 'critical' then 1 when 'warning' then 2 when 'no_data' then 3 else 4 end, s.label, i.id`);
    return withCourses(tx, ctx, found, ROW.days, ROW.everyDays);
  });
}
