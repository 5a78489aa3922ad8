import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { program } from "@/db/schema/initiative";
import { appetite } from "@/db/schema/matrix";
import { membership, organisation } from "@/db/schema/organisation";
import { risk, riskAssessment } from "@/db/schema/risk";
import { scoreScale } from "@/domain/risk/score-scale";
import type { OrgContext } from "../context";
import { currentMatrix } from "../matrix/queries";
import { read } from "../record/read";

const owner = alias(membership, "owner");

/** The categories of the organisation, which are also its dimensions of impact, in its order. */
export const categoriesIn = (tx: Tx, orgId: string) =>
  tx
    .select({ key: appetite.category, name: appetite.name, tolerance: appetite.tolerance })
    .from(appetite)
    .where(eq(appetite.orgId, orgId))
    .orderBy(appetite.position, appetite.name);

export type RiskPlace = {
  initiativeId?: string | undefined;
  modelId?: string | undefined;
  programId?: string | undefined;
};
const MOST_ON_PAGE = 50;

/** A model's risks count on its initiative too. */
const standsOn = ({ initiativeId, modelId, programId }: RiskPlace): SQL => {
  if (initiativeId) return sql`${risk.countsOnId} = ${initiativeId}`;
  if (modelId) return sql`${risk.modelId} = ${modelId}`;
  return sql`${risk.programId} = ${programId ?? null}`;
};

/** The risks of an initiative, a model or a program, open ones first and the largest first, with their totals and the scale of scores. */
export function listRisksOn(ctx: OrgContext, place: RiskPlace) {
  return read(ctx, async (tx) => {
    const here = and(eq(risk.orgId, ctx.orgId), standsOn(place));
    const isOpen = sql`${risk.status} = 'open'`;
    const matrix = await currentMatrix(tx, ctx);
    // The residual before the one that stands, by the matrix in use: scores of two matrices do not compare.
    const scoreBefore = sql<number | null>`(select a.score from ${riskAssessment} a where a.org_id = ${risk.orgId}
      and a.risk_id = ${risk.id} and a.kind = 'residual' and a.matrix_version_id = ${matrix.versionId} order by a.number desc offset 1 limit 1)`;
    const [rows, [totals]] = await Promise.all([
      tx
        .select({
          id: risk.id,
          version: risk.version,
          code: risk.code,
          title: risk.title,
          cause: risk.cause,
          event: risk.event,
          consequence: risk.consequence,
          kind: risk.kind,
          status: risk.status,
          modelId: risk.modelId,
          ownerName: owner.name,
          strategy: risk.strategy,
          proximityOn: risk.proximityOn,
          inherentScore: risk.inherentScore,
          residualScore: risk.residualScore,
          residualSeverity: risk.residualSeverity,
          targetScore: risk.targetScore,
          scoreBefore,
          tolerance: appetite.tolerance,
          probability: risk.probability,
          expectedValue: risk.expectedValue,
          currency: risk.currency,
        })
        .from(risk)
        .leftJoin(owner, and(eq(owner.orgId, risk.orgId), eq(owner.id, risk.ownerId)))
        .leftJoin(appetite, and(eq(appetite.orgId, risk.orgId), eq(appetite.category, risk.category)))
        .where(here)
        .orderBy(
          sql`${risk.status} <> 'open', ${risk.residualScore} desc nulls last, ${risk.expectedValue} desc nulls last`,
          risk.id,
        )
        .limit(MOST_ON_PAGE),
      tx
        .select({
          all: sql<number>`count(*)::int`,
          open: sql<number>`count(*) filter (where ${isOpen})::int`,
          red: sql<number>`count(*) filter (where ${isOpen} and ${risk.residualSeverity} = 'red')::int`,
          amber: sql<number>`count(*) filter (where ${isOpen} and ${risk.residualSeverity} = 'amber')::int`,
          expected: sql<number | null>`(sum(${risk.expectedValue}) filter (where ${isOpen}))::float8`,
        })
        .from(risk)
        .where(here),
    ]);
    const scale = scoreScale(matrix.definition);
    return { rows, scale, totals: totals ?? { all: 0, open: 0, red: 0, amber: 0, expected: null } };
  });
}

/** What a form of risks offers: categories, the matrix in use, the currency. */
export const riskChoices = (ctx: OrgContext) =>
  read(ctx, async (tx) => {
    const [place] = await tx
      .select({ currency: organisation.currency, timeZone: organisation.timeZone })
      .from(organisation)
      .where(eq(organisation.orgId, ctx.orgId));
    const [matrix, categories, programs] = await Promise.all([
      currentMatrix(tx, ctx),
      categoriesIn(tx, ctx.orgId),
      tx
        .select({ id: program.id, name: program.name })
        .from(program)
        .where(eq(program.orgId, ctx.orgId))
        .orderBy(program.name),
    ]);
    return { matrix, categories, programs, currency: place?.currency ?? "USD" };
  });
