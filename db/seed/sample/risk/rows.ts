import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type risk, riskAssessment } from "@/db/schema/risk";
import { rate } from "@/domain/risk/matrix";
import type { AssessmentKind } from "@/domain/risk/response";
import { findStarter } from "@/domain/risk/starter/library";
import { type Starter, tagsOf } from "@/domain/risk/starter/starter";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import type { TaxonomyRef } from "@/domain/risk/taxonomy/framework";
import { dayFrom } from "../timeline";
import type { Cell, SampleRisk } from "./shape";

const THOUSAND = 100_000; // minor units

export const codeOf = (n: number): string => `R-${String(n).padStart(2, "0")}`;
export const riskByCode = (n: number) => sql`(select id from risk where code = ${codeOf(n)})`;
export const modelNamed = (name: string) => sql`(select id from model where name = ${name})`;

type Placed = { on?: string; model?: string; program?: string };
export const placeOf = ({ on, model, program }: Placed) => ({
  ...(on ? { initiativeId: sql`(select id from initiative where code = ${on})` } : {}),
  ...(model ? { modelId: sql`${modelNamed(model)}` } : {}),
  ...(program ? { programId: sql`(select id from program where name = ${program})` } : {}),
});

function starterOf({ starter, n }: SampleRisk): Starter | undefined {
  if (!starter) return undefined;
  const found = findStarter(starter);
  if (!found) throw new RangeError(`${codeOf(n)}: there is no starter ${starter}`);
  return found;
}

export const categoryOf = (one: SampleRisk): string => {
  const category = one.category ?? starterOf(one)?.category;
  if (!category) throw new RangeError(`${codeOf(one.n)} has no category`);
  return category;
};

export const tagRefs = (one: SampleRisk): readonly TaxonomyRef[] => {
  const starter = starterOf(one);
  return one.tags ?? (starter ? tagsOf(starter) : []);
};

function amountsOf(loss: SampleRisk["loss"]): Partial<typeof risk.$inferInsert> {
  if (typeof loss === "number") return { lossLikely: loss * THOUSAND };
  const [lossLow = 0, lossLikely = 0, lossHigh = 0] = loss.map((each) => each * THOUSAND);
  return { lossLow, lossLikely, lossHigh, distribution: "pert" };
}

/** The row as it was when somebody raised it. What a starter says stands where the story says nothing. */
export function rowOf(one: SampleRisk, now: Date) {
  const starter = starterOf(one);
  const { plan, nearIn, reviewIn } = one;
  return {
    code: codeOf(one.n),
    title: one.title ?? starter?.title ?? "",
    cause: one.cause ?? starter?.cause ?? null,
    event: one.event ?? starter?.event ?? null,
    consequence: one.consequence ?? starter?.consequence ?? null,
    kind: one.kind ?? starter?.kind ?? "threat",
    category: categoryOf(one),
    strategy: one.strategy ?? starter?.strategy ?? null,
    starterRef: one.starter ?? null,
    raisedOn: dayFrom(now, -one.ago),
    proximityOn: nearIn === undefined ? null : dayFrom(now, nearIn),
    reviewOn: reviewIn === undefined ? null : dayFrom(now, reviewIn),
    ...(plan
      ? {
          contingencyPlan: plan.contingency,
          contingencyTrigger: plan.trigger,
          contingency: plan.amount * THOUSAND,
        }
      : {}),
    probability: one.p,
    currency: "USD",
    correlationGroup: one.group ?? null,
    ...amountsOf(one.loss),
    ...placeOf(one),
  };
}

/** Dimensions beside its category are never graver than the cell. */
function impactsOf(one: SampleRisk, [, impact]: Cell): Record<string, number> {
  const beside = Object.entries(one.also ?? {}).map(([category, step]) => [category, Math.min(step, impact) - 1]);
  return { ...Object.fromEntries(beside), [categoryOf(one)]: impact - 1 };
}

type Rating = { kind: AssessmentKind; cell: Cell; day: string; p?: number; why?: string; dueOn?: string };

export async function assess(tx: Tx, orgId: string, one: SampleRisk, ratings: readonly Rating[]): Promise<void> {
  await tx.insert(riskAssessment).values(
    ratings.map(({ kind, cell, day, p, why, dueOn }) => {
      const impacts = impactsOf(one, cell);
      const { likelihood, impact, level, severity, score } = rate(STARTING_MATRIX, cell[0] - 1, impacts);
      return {
        ...{ orgId, kind, impacts, likelihood, impact, level, severity, score, assessedOn: day },
        ...{ riskId: sql`${riskByCode(one.n)}`, matrixVersionId: sql`(select matrix_version_id from risk_setting)` },
        ...{ probability: p ?? null, rationale: why ?? "", dueOn: dueOn ?? null },
      };
    }),
  );
}
