import { type SQL, sql } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { appetite } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import type { RiskLevel } from "@/domain/risk/columns";
import type { RiskKind, RiskStatus, Strategy } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import type { Cell } from "@/domain/table/cell";
import type { OrgContext } from "../../context";
import { isBeyond, levelCase, nextAction } from "./scope";

/** What a row of the register carries beside its cells. Money is minor units. */
export type RiskExtra = {
  code: string;
  title: string;
  cause: string | null;
  event: string | null;
  consequence: string | null;
  kind: RiskKind;
  status: RiskStatus;
  level: RiskLevel;
  category: string | null;
  categoryName: string | null;
  tolerance: Severity | null;
  beyond: boolean;
  ownerId: string | null;
  ownerName: string | null;
  initiativeId: string | null;
  initiativeCode: string | null;
  initiativeTitle: string | null;
  modelId: string | null;
  modelName: string | null;
  inherentScore: number | null;
  inherentSeverity: Severity | null;
  residualScore: number | null;
  residualSeverity: Severity | null;
  residualLikelihood: number | null;
  residualImpact: number | null;
  targetScore: number | null;
  targetOn: string | null;
  probability: number | null;
  expectedValue: number | null;
  currency: string;
  strategy: Strategy | null;
  proximityOn: string | null;
  raisedOn: string;
  reviewOn: string | null;
  nextAction: { title: string; dueOn: string | null } | null;
};

const LONGEST = 300;
const short = (text: SQL): SQL => sql`left(${text}, ${sql.raw(String(LONGEST))})`;

const EXTRA: Record<keyof RiskExtra, SQL> = {
  code: sql`${risk.code}`,
  title: sql`${risk.title}`,
  cause: short(sql`${risk.cause}`),
  event: short(sql`${risk.event}`),
  consequence: short(sql`${risk.consequence}`),
  kind: sql`${risk.kind}`,
  status: sql`${risk.status}`,
  level: levelCase,
  category: sql`${risk.category}`,
  categoryName: sql`${appetite.name}`,
  tolerance: sql`${appetite.tolerance}`,
  beyond: isBeyond,
  ownerId: sql`${risk.ownerId}`,
  ownerName: sql`owner.name`,
  initiativeId: sql`${initiative.id}`,
  initiativeCode: sql`${initiative.code}`,
  initiativeTitle: sql`left(${initiative.title}, 120)`,
  modelId: sql`${risk.modelId}`,
  modelName: sql`${model.name}`,
  inherentScore: sql`${risk.inherentScore}`,
  inherentSeverity: sql`${risk.inherentSeverity}`,
  residualScore: sql`${risk.residualScore}`,
  residualSeverity: sql`${risk.residualSeverity}`,
  residualLikelihood: sql`${risk.residualLikelihood}`,
  residualImpact: sql`${risk.residualImpact}`,
  targetScore: sql`${risk.targetScore}`,
  targetOn: sql`${risk.targetOn}`,
  probability: sql`${risk.probability}`,
  expectedValue: sql`${risk.expectedValue}::float8`,
  currency: sql`${risk.currency}`,
  strategy: sql`${risk.strategy}`,
  proximityOn: sql`${risk.proximityOn}`,
  raisedOn: sql`${risk.raisedOn}`,
  reviewOn: sql`${risk.reviewOn}`,
  nextAction,
};

export const extraSelect: Readonly<Record<string, SQL>> = EXTRA;
export const extraNeeds = ["owner", "initiative", "model", "appetite"];
const NAMES = Object.keys(EXTRA);

export const dress = (
  _ctx: OrgContext,
  given: Readonly<Record<string, unknown>>,
): { extra: RiskExtra; cells: Record<string, Cell> } => ({
  extra: Object.fromEntries(NAMES.map((name) => [name, given[name] ?? null])) as RiskExtra,
  cells: {},
});
