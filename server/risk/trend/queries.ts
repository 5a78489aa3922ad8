import { sql } from "drizzle-orm";
import { risk } from "@/db/schema/risk";
import type { TrendInput } from "@/domain/risk/exposure-input";
import type { TrendPoint } from "@/domain/risk/trend";
import { dayOf, endOfDay, monthEnds } from "@/domain/shared/day";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { settingFor } from "../../table/setting";
import { foundOf, fromWhere } from "../../table/source";
import { riskRegister } from "../register/columns";

const MONTHS = 12;

type Step = { place: number; open: number; red: number; expected: number };

/**
 * What the risks that stand in the scope today came to at some instants, the oldest first. Every version counts where it begins
 * and is taken off where it ends, so all instants cost one pass over the versions.
 */
export function trendAt(ctx: OrgContext, input: TrendInput, instants: readonly Date[]): Promise<TrendPoint[]> {
  return read(ctx, async (tx) => {
    const setting = await settingFor(tx, ctx, riskRegister, { filter: input.filter });
    const scope = { q: input.q, filter: input.filter, archived: "no" as const };
    const at = sql`array[${sql.join(
      instants.map((instant) => sql`${instant.toISOString()}::timestamptz`),
      sql`, `,
    )}]`;
    const versions = sql`join history.risk w on w.org_id = ${risk.orgId} and w.id = ${risk.id}
      cross join lateral (values (w.recorded_from, 1), (w.recorded_to, -1)) as e (at, sign)`;
    // A version holds from its first instant on: it counts at every one that is not before it.
    const steps = await tx.execute<Step>(sql`${foundOf(setting, input.q)}
      select width_bucket(e.at - interval '1 microsecond', ${at}) as place, sum(e.sign)::int as open,
        (coalesce(sum(e.sign) filter (where w.residual_severity = 'red'), 0))::int as red,
        (coalesce(sum(e.sign * w.expected_value), 0))::float8 as expected
      ${fromWhere(setting, scope, [], versions)} and w.status = 'open' and e.at is not null group by 1`);
    return instants.map((instant, place) => {
      const held = steps.filter((step) => step.place <= place);
      const total = (of: (step: Step) => number) => held.reduce((sum, step) => sum + of(step), 0);
      return { at: instant, open: total((s) => s.open), red: total((s) => s.red), expected: total((s) => s.expected) };
    });
  });
}

/** At the ends of the last twelve months, and at the instant looked at. */
export function listTrend(ctx: OrgContext & { timeZone: string }, input: TrendInput): Promise<TrendPoint[]> {
  const until = ctx.asOf ?? ctx.now;
  const ends = monthEnds(dayOf(until, ctx.timeZone), MONTHS).map((day) => endOfDay(day, ctx.timeZone));
  return trendAt(ctx, input, [...ends, until]);
}
