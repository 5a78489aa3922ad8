import { asc, eq } from "drizzle-orm";
import { assumption } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import { Names } from "@/domain/import/named";
import { ASSUMPTION_IMPORT, type AssumptionValues, type AssumptionWorld } from "@/domain/raid/import/assumption";
import { shownPlace, standsOn } from "@/domain/risk/import/place";
import type { ServerNoun } from "../../../import/noun/imported";
import { placeWorld } from "../../import/place";
import { PLACE, Shape, writeRecords } from "../../import/record";

const LABEL = 120; // characters of a title that registers show beside its code
const SHAPE = new Shape(
  `statement text, validate_by date, risk_id uuid, raised_on date, note text, ${PLACE}, code text`,
);
const A = assumption;
const FIELDS = {
  ...{ id: A.id, version: A.version, code: A.code, statement: A.statement, validateBy: A.validateBy },
  ...{ riskId: A.riskId, raisedOn: A.raisedOn, note: A.note, ownerId: A.ownerId },
  ...{ programId: A.programId, modelId: A.modelId, countsOnId: A.countsOnId },
};

export const assumptionImport: ServerNoun<AssumptionValues, AssumptionWorld> = {
  noun: ASSUMPTION_IMPORT,
  takes: { created: "risk:edit", changed: "risk:edit" },
  permissions: ["risk:edit"],
  tables: ["assumption"],
  load: async (tx, ctx) => {
    const { id, code, title } = risk;
    const risks = await tx.select({ id, code, title }).from(risk).where(eq(risk.orgId, ctx.orgId));
    const texts = (one: { code: string; title: string }) => [
      ...[one.code, `${one.code} ${one.title}`, `${one.code} ${one.title.slice(0, LABEL)}`],
    ];
    return {
      ...(await placeWorld(tx, ctx)),
      risks: new Names(risks.map((one) => ({ id: one.id, texts: texts(one) }))),
    };
  },
  existing: async (tx, { orgId }, world) => {
    const rows = await tx.select(FIELDS).from(assumption).where(eq(A.orgId, orgId)).orderBy(asc(A.number));
    return rows.map(({ countsOnId, ...row }) => ({ ...row, ...shownPlace({ ...row, countsOnId }, world) }));
  },
  write: (tx, ctx, { plan }, onProgress) => {
    const fields = (values: AssumptionValues) => ({ ...values, ...standsOn(values) });
    return writeRecords(tx, ctx, plan, { table: "assumption", shape: SHAPE, fields }, onProgress);
  },
};
