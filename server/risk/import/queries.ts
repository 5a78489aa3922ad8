import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { risk, riskAssessment } from "@/db/schema/risk";
import { shownPlace } from "@/domain/risk/import/place";
import { type Rated, type Rating, UNRATED } from "@/domain/risk/import/rating";
import type { ExistingRisk, RiskWorld } from "@/domain/risk/import/values";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { categoriesIn } from "../queries";
import { placeWorld } from "./place";

export type RiskImportWorld = RiskWorld & { matrixVersionId: string };

/** What names in a file can mean, and the matrix by which it is rated. */
export async function riskWorld(tx: Tx, ctx: OrgContext): Promise<RiskImportWorld> {
  const { versionId, definition } = await currentMatrix(tx, ctx);
  return {
    ...(await placeWorld(tx, ctx)),
    matrix: definition,
    matrixVersionId: versionId,
    categories: await categoriesIn(tx, ctx.orgId),
  };
}

const RATINGS: Rating[] = ["inherent", "residual"];

/** The newest assessment of each kind, by risk. */
async function ratingsIn(tx: Tx, { orgId }: OrgContext): Promise<Map<string, Rated>> {
  const { riskId, kind, likelihood, impacts } = riskAssessment;
  const rows = await tx
    .selectDistinctOn([riskId, kind], { riskId, kind, likelihood, impacts })
    .from(riskAssessment)
    .where(and(eq(riskAssessment.orgId, orgId), inArray(kind, RATINGS)))
    .orderBy(riskId, kind, desc(riskAssessment.number));
  return new Map(
    rows.map((row) => [
      `${row.riskId} ${row.kind}`,
      { likelihood: row.likelihood, impacts: row.impacts, gravest: null },
    ]),
  );
}

const R = risk;
const FIELDS = {
  ...{ id: R.id, version: R.version, code: R.code, title: R.title, cause: R.cause, event: R.event },
  ...{ consequence: R.consequence, kind: R.kind, category: R.category, proximityOn: R.proximityOn },
  ...{ raisedOn: R.raisedOn, reviewOn: R.reviewOn, strategy: R.strategy, contingencyPlan: R.contingencyPlan },
  ...{ contingencyTrigger: R.contingencyTrigger, contingency: R.contingency, probability: R.probability },
  ...{ lossLow: R.lossLow, lossLikely: R.lossLikely, lossHigh: R.lossHigh, distribution: R.distribution },
  ...{ correlationGroup: R.correlationGroup, status: R.status, ownerId: R.ownerId },
  ...{ programId: R.programId, modelId: R.modelId, countsOnId: R.countsOnId },
};

/** Every risk the importer may see, closed ones too, in the order of creation. */
export async function existingRisks(tx: Tx, ctx: OrgContext, world: RiskWorld): Promise<ExistingRisk[]> {
  const rows = await tx.select(FIELDS).from(risk).where(eq(risk.orgId, ctx.orgId)).orderBy(asc(risk.number));
  const ratings = await ratingsIn(tx, ctx);
  return rows.map(({ programId, modelId, countsOnId, ...row }) => ({
    ...row,
    ...shownPlace({ programId, modelId, countsOnId }, world),
    inherent: ratings.get(`${row.id} inherent`) ?? UNRATED,
    residual: ratings.get(`${row.id} residual`) ?? UNRATED,
    rated: [],
  }));
}
