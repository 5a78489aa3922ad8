import { type SQL, sql } from "drizzle-orm";
import { program } from "@/db/schema/initiative";
import { attentionOf, type InitiativeAttention, lookFrom } from "@/domain/initiative/attention";
import type { InitiativeStage, InitiativeType } from "@/domain/initiative/choice";
import { MODEL_HEALTHS } from "@/domain/metric/health";
import type { Cell } from "@/domain/table/cell";
import type { OrgContext } from "../../context";
import { type InitiativeModel, linkedModels, tagNames } from "./linked";
import { lookedFrom, SHOWN, updatedAt, zone } from "./scope";

const EXTRA = { ...SHOWN, programName: program.name, tags: tagNames, models: linkedModels, timeZone: zone };

const select: Record<string, SQL> = Object.fromEntries(
  Object.entries(EXTRA).flatMap(([name, value]) =>
    name === "id" || name === "version" ? [] : [[name, sql`${value}`]],
  ),
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

const NAMES = Object.keys(select).filter((name) => name !== "timeZone");

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
