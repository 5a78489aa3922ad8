import { eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { appetite, riskSetting } from "@/db/schema/matrix";
import { organisation } from "@/db/schema/organisation";
import { risk } from "@/db/schema/risk";
import { STRATEGY_LABELS } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import type { ExposedRisk } from "@/domain/risk/simulate";
import { dayOf } from "@/domain/shared/day";
import { formatDate } from "@/domain/shared/figure";
import { sentence } from "@/domain/shared/sentence";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { read } from "../../record/read";
import { ASKED, type AskedRow, askedJoins, askIn, LARGEST_FIRST, TOP } from "../../risk/ask/queries";
import { beyondAppetite, isRaised } from "../../risk/exposure/queries";
import type { PackData } from "../data";
import {
  type RiskFindings,
  type RiskMark,
  type RiskSide,
  type RiskTotals,
  risksSection,
  type TopRisk,
} from "../risk-section";

type Period = { since: Date | null; asOf: Date; timeZone: string };

/** Risks played one by one; the others count with what is expected of them. */
const MOST_PLAYED = 500;
const MOST_MARKS = 300;
const WORST_OF_CELL = 5;
const NAMED_CODES = 4;

/** Open risks of the organisation but those of restricted initiatives: a pack is read by people not known one by one. */
const open = (orgId: string, joins: SQL = sql``): SQL => sql`from ${risk}
  left join ${initiative} on ${initiative.orgId} = ${risk.orgId} and ${initiative.id} = ${risk.countsOnId}
  left join ${appetite} on ${appetite.orgId} = ${risk.orgId} and ${appetite.category} = ${risk.category} ${joins}
  where ${risk.orgId} = ${orgId} and ${risk.status} = 'open' and not coalesce(${initiative.restricted}, false)`;

async function totalsIn(tx: Tx, orgId: string): Promise<RiskTotals> {
  const [row] =
    await tx.execute<RiskTotals>(sql`select count(*)::int as open, (count(*) filter (where ${beyondAppetite}))::int as beyond,
    (count(*) filter (where ${risk.expectedValue} is null))::int as unstated, coalesce(sum(${risk.expectedValue}), 0)::float8 as expected,
    (count(*) filter (where ${isRaised}))::int as raised ${open(orgId)}`);
  return row ?? { open: 0, beyond: 0, unstated: 0, expected: 0, raised: 0 };
}

type Exposed = Omit<ExposedRisk, "low" | "likely" | "high"> & {
  low: number | null;
  likely: number | null;
  high: number | null;
  expected: number;
};

async function sideIn(tx: Tx, orgId: string): Promise<RiskSide> {
  const [totals, rows] = await Promise.all([
    totalsIn(tx, orgId),
    tx.execute<Exposed>(sql`select ${risk.id} as id, ${risk.kind} as kind, ${risk.probability} as probability, ${risk.lossLow}::float8 as low,
      ${risk.lossLikely}::float8 as likely, ${risk.lossHigh}::float8 as high, ${risk.distribution} as distribution,
      ${risk.correlationGroup} as "correlationGroup", ${risk.expectedValue}::float8 as expected
      ${open(orgId)} and ${risk.expectedValue} is not null order by abs(${risk.expectedValue}) desc, ${risk.id} limit ${sql.raw(String(MOST_PLAYED))}`),
  ]);
  return {
    totals,
    risks: rows.map(({ expected: _expected, low, likely, high, ...row }) => ({
      ...row,
      ...{ low: low ?? likely ?? 0, likely: likely ?? 0, high: high ?? likely ?? 0 },
    })),
    left: totals.expected - rows.reduce((sum, { expected }) => sum + expected, 0),
  };
}

type MarkRow = { id: string; code: string; likelihood: number; impact: number; severity: Severity };
type HeldRow = { likelihood: number | null; impact: number | null; score: number | null; versionId: string | null };

const cellsIn = (tx: Tx, orgId: string, versionId: string) =>
  tx.execute<{ likelihood: number; impact: number; count: number }>(sql`select ${risk.residualLikelihood} as likelihood,
    ${risk.residualImpact} as impact, count(*)::int as count ${open(orgId)} and ${risk.residualVersionId} = ${versionId} group by 1, 2 order by 1, 2`);

const marksIn = (tx: Tx, orgId: string, versionId: string, perCell: number) =>
  tx.execute<MarkRow>(sql`select * from (select ${risk.id} as id, ${risk.code} as code, ${risk.residualLikelihood} as likelihood,
      ${risk.residualImpact} as impact, ${risk.residualSeverity} as severity, ${risk.residualScore} as score, ${risk.expectedValue} as expected,
      row_number() over (partition by ${risk.residualLikelihood}, ${risk.residualImpact} order by ${LARGEST_FIRST}) as place
    ${open(orgId)} and ${risk.residualVersionId} = ${versionId}) m where m.place <= ${perCell}
    order by private.severity_rank(m.severity) desc, m.score desc, m.expected desc nulls last, m.id`);

/** Where risks stood at an instant before, by id. */
async function heldIn(tx: Tx, orgId: string): Promise<Map<string, HeldRow>> {
  const rows = await tx.execute<
    HeldRow & { id: string }
  >(sql`select ${risk.id} as id, ${risk.residualLikelihood} as likelihood,
    ${risk.residualImpact} as impact, ${risk.residualScore} as score, ${risk.residualVersionId} as "versionId" ${open(orgId)}`);
  return new Map(rows.map(({ id, ...held }) => [id, held]));
}

const topIn = (tx: Tx, orgId: string, today: string) =>
  tx.execute<AskedRow>(sql`select ${ASKED} ${open(orgId, askedJoins(sql`${today}::date`))}
    order by ${LARGEST_FIRST} limit ${sql.raw(String(TOP))}`);

function responseOf({ strategy, action }: AskedRow): string {
  const said = sentence(strategy ? STRATEGY_LABELS[strategy] : "Not chosen");
  if (!action) return said;
  return `${said} ${sentence(action.dueOn ? `${formatDate(action.dueOn)}: ${action.title}` : action.title)}`;
}

const rowOf = (row: AskedRow, held: HeldRow | undefined, compared: boolean): TopRisk => ({
  ...{ code: row.code, title: row.title, owner: row.owner, score: row.score, severity: row.severity },
  ...{ before: held?.score ?? null, isNew: compared && held === undefined, expected: row.expected },
  response: responseOf(row),
  ask: askIn(row),
});

type Came = RiskFindings["opened"];
const listed = (rows: readonly { code: string }[]): Came => ({
  codes: rows.slice(0, NAMED_CODES).map(({ code }) => code),
  count: rows.length,
});

/** Risks that were open then and are no longer. */
const closedIn = (tx: Tx, orgId: string) =>
  tx.execute<{ id: string; code: string }>(sql`select ${risk.id} as id, ${risk.code} as code from ${risk}
    left join ${initiative} on ${initiative.orgId} = ${risk.orgId} and ${initiative.id} = ${risk.countsOnId}
    where ${risk.orgId} = ${orgId} and ${risk.status} <> 'open' and not coalesce(${initiative.restricted}, false) order by ${risk.number}`);

const openCodes = (tx: Tx, orgId: string) =>
  tx.execute<{ id: string; code: string }>(
    sql`select ${risk.id} as id, ${risk.code} as code ${open(orgId)} order by ${risk.number}`,
  );

/** The page of risks as of the pack's instant, beside the earlier one. Restricted initiatives' risks are counted and left out. */
export async function gatherRisks(ctx: OrgContext, period: Period): Promise<PackData["risks"]> {
  const { orgId } = ctx;
  const { since } = period;
  const then = since && { ...ctx, asOf: since, now: since };
  const before =
    then && (await read(then, async (tx) => ({ side: await sideIn(tx, orgId), held: await heldIn(tx, orgId) })));
  const found = await read(ctx, async (tx): Promise<RiskFindings | null> => {
    const side = await sideIn(tx, orgId);
    if (side.totals.open === 0) return null;
    const { versionId, definition } = await currentMatrix(tx, ctx);
    const [[bounds], tolerances, cells] = await Promise.all([
      tx
        .select({
          currency: organisation.currency,
          limit: riskSetting.exposureLimit,
          chance: riskSetting.exposureChance,
        })
        .from(organisation)
        .leftJoin(riskSetting, eq(riskSetting.orgId, organisation.orgId))
        .where(eq(organisation.orgId, orgId)),
      tx.select({ tolerance: appetite.tolerance }).from(appetite).where(eq(appetite.orgId, orgId)),
      cellsIn(tx, orgId, versionId),
    ]);
    const whole = cells.reduce((sum, { count }) => sum + count, 0) <= MOST_MARKS;
    const [marks, top, opened, closed, [withheld]] = await Promise.all([
      marksIn(tx, orgId, versionId, whole ? MOST_MARKS : WORST_OF_CELL),
      topIn(tx, orgId, dayOf(period.asOf, period.timeZone)),
      before ? openCodes(tx, orgId) : [],
      before ? closedIn(tx, orgId) : [],
      tx.execute<{
        count: number;
      }>(sql`select count(*)::int as count from ${risk} join ${initiative} on ${initiative.orgId} = ${risk.orgId}
        and ${initiative.id} = ${risk.countsOnId} where ${risk.orgId} = ${orgId} and ${risk.status} = 'open' and ${initiative.restricted}`),
    ]);
    const rows = top.map(({ id }) => id);
    const [other] = await tx.execute<{
      score: number | null;
    }>(sql`select max(${risk.residualScore})::int as score ${open(orgId)}
      and ${risk.id} not in (${sql.join(
        rows.map((id) => sql`${id}::uuid`),
        sql`, `,
      )})`);
    const held = before?.held ?? null;
    const compared = held !== null && held.size > 0;
    const { limit = null, chance = null, currency = "USD" } = bounds ?? {};
    return {
      ...{ now: side, before: before?.side ?? null, definition, currency, cells, whole, seed: `exposure ${orgId}` },
      tolerances: tolerances.map(({ tolerance }) => tolerance),
      limit: limit !== null && chance !== null ? { amount: limit, chance } : null,
      withheld: withheld?.count ?? 0,
      marks: marks.map((mark) => markOf(mark, held?.get(mark.id), compared, versionId)),
      rows: top.map((row) => rowOf(row, held?.get(row.id), compared)),
      highestOther: other?.score ?? null,
      opened: listed(compared ? opened.filter(({ id }) => !held.has(id)) : []),
      closed: listed(closed.filter(({ id }) => held?.has(id))),
    };
  });
  return found && risksSection(found, period);
}

function markOf(
  { id, code, likelihood, impact, severity }: MarkRow,
  held: HeldRow | undefined,
  compared: boolean,
  versionId: string,
): RiskMark {
  const same = held?.versionId === versionId && held.likelihood !== null && held.impact !== null;
  const from = same && (held.likelihood !== likelihood || held.impact !== impact) ? held : null;
  return {
    ...{ id, code, likelihood, impact, severity, isNew: compared && held === undefined },
    from: from && { likelihood: from.likelihood ?? 0, impact: from.impact ?? 0 },
  };
}
