import { type SQL, sql } from "drizzle-orm";
import { initiative, program } from "@/db/schema/initiative";
import { attentionOf, type InitiativeAttention, lookFrom } from "@/domain/initiative/attention";
import type { InitiativeStage, InitiativeType } from "@/domain/initiative/choice";
import { MODEL_HEALTHS } from "@/domain/metric/health";
import type { Cell } from "@/domain/table/cell";
import type { OrgContext } from "../../context";
import { type InitiativeModel, linkedModels, tagNames } from "./linked";
import { lead, lookedFrom, owner, sponsor, updatedAt, zone } from "./scope";

const EXTRA = {
  code: initiative.code,
  title: initiative.title,
  businessUnit: initiative.businessUnit,
  domain: initiative.domain,
  type: initiative.type,
  tier: initiative.tier,
  stage: initiative.stage,
  deliveryMethod: initiative.deliveryMethod,
  ownerId: initiative.ownerId,
  ownerName: sql`coalesce(${owner.name}, ${initiative.ownerName})`,
  sponsorName: sql`coalesce(${sponsor.name}, ${initiative.sponsorName})`,
  leadName: sql`coalesce(${lead.name}, ${initiative.leadName})`,
  programId: initiative.programId,
  programName: program.name,
  startOn: initiative.startOn,
  targetOn: initiative.targetOn,
  restricted: initiative.restricted,
  archivedAt: initiative.archivedAt,
  tags: tagNames,
  models: linkedModels,
  timeZone: zone,
} as const;

const select: Record<string, SQL> = Object.fromEntries(
  Object.entries(EXTRA).map(([name, value]) => [name, sql`${value}`]),
);

/** What rows are dressed from; needs the joins of people and program. */
export const extraSelect = (ctx: OrgContext): Record<string, SQL> => ({ ...select, updatedAt: updatedAt(ctx) });

/** What a row of the register carries beside its cells. */
export type InitiativeExtra = {
  code: string;
  title: string;
  businessUnit: string | null;
  domain: string | null;
  type: InitiativeType | null;
  tier: number | null;
  stage: InitiativeStage | null;
  deliveryMethod: string | null;
  ownerId: string | null;
  ownerName: string | null;
  sponsorName: string | null;
  leadName: string | null;
  programId: string | null;
  programName: string | null;
  startOn: string | null;
  targetOn: string | null;
  restricted: boolean;
  archivedAt: Date | null;
  updatedAt: Date;
  tags: string[];
  models: InitiativeModel[];
  attention: InitiativeAttention;
};

type Plain = Omit<InitiativeExtra, "archivedAt" | "updatedAt" | "models" | "attention">;
type Raw = Plain & {
  archivedAt: string | null;
  updatedAt: string;
  models: (Omit<InitiativeModel, "since"> & { since: string | null })[];
  timeZone: string;
};

const NAMES = Object.keys(EXTRA).filter((name) => name !== "timeZone");

/** A row as the register shows it, with the reasons why it needs attention. */
export function dress(
  ctx: OrgContext,
  given: Readonly<Record<string, unknown>>,
): { extra: InitiativeExtra; cells: Record<string, Cell> } {
  const raw = given as unknown as Raw;
  const row = {
    ...(Object.fromEntries(NAMES.map((name) => [name, given[name]])) as Plain),
    archivedAt: raw.archivedAt === null ? null : new Date(raw.archivedAt),
    updatedAt: new Date(raw.updatedAt),
    models: raw.models.map((each) => ({ ...each, since: each.since === null ? null : new Date(each.since) })),
  };
  const live = row.models.filter(({ status }) => status === "live");
  const facts = { ...row, hasOwner: row.ownerName !== null, archived: row.archivedAt !== null, models: live };
  const attention = attentionOf(facts, lookFrom(lookedFrom(ctx), raw.timeZone));
  const worst = MODEL_HEALTHS.find((health) => live.some((each) => each.health === health)) ?? null;
  const cells = { attention: [...new Set(attention.reasons.map(({ reason }) => reason))], model: worst };
  return { extra: { ...row, attention }, cells };
}
