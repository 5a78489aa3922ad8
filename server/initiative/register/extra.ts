import { type SQL, sql } from "drizzle-orm";
import { attentionOf, type InitiativeAttention, type Look, lookFrom } from "@/domain/initiative/attention";
import type { InitiativeStage } from "@/domain/initiative/choice";
import { MODEL_HEALTHS } from "@/domain/metric/health";
import type { FlaggedRisks, RiskLimits } from "@/domain/risk/attention";
import type { Cell } from "@/domain/table/cell";
import type { OrgContext } from "../../context";
import { attentionRisks, riskLimits } from "../../risk/attention/queries";
import { type InitiativeModel, linkedModels } from "./linked";
import { lookedFrom, SHOWN, zone } from "./scope";

const { code, title, businessUnit, tier, stage, ownerId, ownerName, targetOn, restricted, archivedAt } = SHOWN;
const DRAWN = { code, title, businessUnit, tier, stage, ownerId, ownerName, targetOn, restricted, archivedAt };

/** What rows are dressed from; needs the joins `owner` and `changed`. */
const EXTRA_SELECT: Record<string, SQL> = {
  ...Object.fromEntries(Object.entries(DRAWN).map(([name, value]) => [name, sql`${value}`])),
  models: linkedModels,
  timeZone: zone,
  updatedAt: sql`changed.recorded_from`,
};
export const extraSelect = (ctx: OrgContext): Record<string, SQL> => ({
  ...EXTRA_SELECT,
  risks: attentionRisks(ctx),
  riskLimits,
});

/** What a row of the register carries beside its cells: what its drawings and its reasons are made of, no more. */
export type InitiativeExtra = {
  code: string;
  title: string;
  businessUnit: string | null;
  tier: number | null;
  stage: InitiativeStage | null;
  ownerName: string | null;
  targetOn: string | null;
  restricted: boolean;
  archivedAt: Date | null;
  updatedAt: Date;
  models: InitiativeModel[];
  attention: InitiativeAttention;
};

type JsonModel = Omit<InitiativeModel, "since"> & { since: string | null };
type Raw = Omit<InitiativeExtra, "archivedAt" | "updatedAt" | "models" | "attention"> & {
  archivedAt: string | null;
  updatedAt: string;
  models: JsonModel[];
  ownerId: string | null;
  timeZone: string;
  risks: FlaggedRisks[];
  riskLimits: RiskLimits;
};

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** One look a request: the day in a time zone is dear to work out for each row. */
const looks = new WeakMap<OrgContext, Look>();

function lookOf(ctx: OrgContext, timeZone: string): Look {
  const known = looks.get(ctx);
  if (known?.timeZone === timeZone) return known;
  const look = lookFrom(lookedFrom(ctx), timeZone);
  looks.set(ctx, look);
  return look;
}

/** A row as the register shows it, with the reasons why it needs attention. */
export function dress(
  ctx: OrgContext,
  given: Readonly<Record<string, unknown>>,
): { extra: InitiativeExtra; cells: Record<string, Cell> } {
  const raw = given as unknown as Raw;
  const models = raw.models.map((each) => ({ ...each, since: instant(each.since) }));
  const row = {
    code: raw.code,
    title: raw.title,
    businessUnit: raw.businessUnit,
    tier: raw.tier,
    stage: raw.stage,
    ownerName: raw.ownerName,
    targetOn: raw.targetOn,
    restricted: raw.restricted,
    archivedAt: instant(raw.archivedAt),
    updatedAt: new Date(raw.updatedAt),
    models,
  };
  const live = models.filter(({ status }) => status === "live");
  const facts = {
    stage: row.stage,
    targetOn: row.targetOn,
    updatedAt: row.updatedAt,
    hasOwner: row.ownerName !== null,
    archived: row.archivedAt !== null,
    models: live,
    risks: raw.risks,
    riskLimits: raw.riskLimits,
  };
  const attention = attentionOf(facts, lookOf(ctx, raw.timeZone));
  const worst = MODEL_HEALTHS.find((health) => live.some((each) => each.health === health)) ?? null;
  const cells = {
    code: row.code,
    title: row.title,
    unit: row.businessUnit,
    stage: row.stage,
    tier: row.tier === null ? null : String(row.tier),
    attention: [...new Set(attention.reasons.map(({ reason }) => reason))],
    model: worst,
    owner: row.ownerName === null ? null : { id: raw.ownerId, label: row.ownerName },
    target: row.targetOn,
    updated: row.updatedAt.toISOString(),
  };
  return { extra: { ...row, attention }, cells };
}
