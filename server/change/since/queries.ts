import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { type Changes, QUIET } from "@/domain/pack/sentence";
import type { OrgContext } from "../../context";
import { fieldCount, rank } from "../queries";

/** Counts of one stretch between two of the instants. */
type Stretch = Changes & { bucket: number };

/** Instants ascending; what was recorded at the very instant lies before it. */
const edges = (instants: readonly Date[]): SQL =>
  sql`array(select x::timestamptz + interval '1 microsecond' from unnest(string_to_array(${instants
    .map((at) => at.toISOString())
    .join(",")}, ',')) x order by 1)`;

/** How many of the instants lie before a version, as `bucket`: what it counts for. */
const editsIn = (orgId: string, instants: readonly Date[], from: string, to: string): SQL => sql`
  select bucket,
    count(*) filter (where not made and to_rank > from_rank)::int as forward,
    count(*) filter (where not made and to_rank < from_rank)::int as back,
    count(*) filter (where made)::int as added,
    count(*) filter (where not made and archived)::int as archived,
    coalesce(sum(fields) filter (where not made), 0)::int as fields,
    count(*) filter (where not made and latest = 1)::int as initiatives,
    0 as "alertsOpened", 0 as "alertsClosed"
  from (
    select e.*, row_number() over (partition by e.id, e.made order by e.bucket desc) as latest from (
      select v.id, width_bucket(v.recorded_from, (select ${edges(instants)})) as bucket, b.id is null as made,
        ${rank(sql`v.stage`)} as to_rank, ${rank(sql`b.stage`)} as from_rank,
        b.archived_at is null and v.archived_at is not null as archived, ${fieldCount} as fields
      from ${history.initiative} v left join ${history.initiative} b
        on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
      where v.org_id = ${orgId} and v.recorded_from > ${from}::timestamptz and v.recorded_from <= ${to}::timestamptz
    ) e
  ) f group by bucket`;

const alertsIn = (orgId: string, instants: readonly Date[], from: string, to: string): SQL => sql`
  select width_bucket(v.recorded_from, (select ${edges(instants)})) as bucket,
    0 as forward, 0 as back, 0 as added, 0 as archived, 0 as fields, 0 as initiatives,
    count(*) filter (where b.id is null)::int as "alertsOpened",
    count(*) filter (where v.closed_at is not null and b.id is not null and b.closed_at is null)::int as "alertsClosed"
  from ${history.alert} v left join ${history.alert} b
    on b.org_id = v.org_id and b.id = v.id and b.recorded_to = v.recorded_from
  where v.org_id = ${orgId} and v.recorded_from > ${from}::timestamptz and v.recorded_from <= ${to}::timestamptz
  group by 1`;

/**
 * What was recorded since each of several instants, in two statements however many there are: each version is counted
 * once, in the stretch it falls into, and an instant has the sum of the stretches after it.
 */
export async function countChangesSince(
  tx: Tx,
  { orgId, asOf, now }: Pick<OrgContext, "orgId" | "asOf" | "now">,
  instants: readonly Date[],
): Promise<Changes[]> {
  if (instants.length === 0) return [];
  const sorted = [...instants].sort((a, b) => a.getTime() - b.getTime());
  const [from, to] = [sorted[0]?.toISOString() ?? "", (asOf ?? now).toISOString()];
  const stretches = (
    await Promise.all([
      tx.execute<Stretch>(editsIn(orgId, sorted, from, to)),
      tx.execute<Stretch>(alertsIn(orgId, sorted, from, to)),
    ])
  ).flat();
  return instants.map((instant) => {
    const place = sorted.indexOf(instant) + 1;
    const after = stretches.filter(({ bucket }) => bucket >= place);
    return after.reduce<Changes>(
      (sum, one) => ({
        ...{ forward: sum.forward + one.forward, back: sum.back + one.back, added: sum.added + one.added },
        ...{ archived: sum.archived + one.archived, fields: sum.fields + one.fields },
        ...{ initiatives: sum.initiatives + one.initiatives },
        alertsOpened: sum.alertsOpened + one.alertsOpened,
        alertsClosed: sum.alertsClosed + one.alertsClosed,
      }),
      QUIET,
    );
  });
}
