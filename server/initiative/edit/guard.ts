import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { SEES_RESTRICTED } from "@/domain/access/permission";
import type { InitiativeCreation } from "@/domain/initiative/edit";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";

type Named = {
  sponsorId?: string | null | undefined;
  ownerId?: string | null | undefined;
  leadId?: string | null | undefined;
  programId?: string | null | undefined;
  people: readonly string[];
};

const CODE_PREFIX = "AI-";
const CODE_DIGITS = 2;

/** The next free codes, AI-01, AI-02, … Other creations wait until this transaction ends. */
export async function nextCodes(tx: Tx, count: number): Promise<string[]> {
  const [row] = await tx.execute<{ last: number }>(sql`select private.last_initiative_number(${CODE_PREFIX}) as last`);
  const last = Number(row?.last ?? 0);
  return Array.from({ length: count }, (_, n) => `${CODE_PREFIX}${String(last + n + 1).padStart(CODE_DIGITS, "0")}`);
}

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);

/** @throws AppError CONFLICT when another initiative, visible or not, holds the code. */
export async function codeTaken<T>(code: string, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const taken = causes(error).some(
      (cause) => (cause as { constraint_name?: string }).constraint_name === "initiative_code",
    );
    if (taken) throw new AppError("CONFLICT", `The code ${code} is already used. Choose another, or leave it blank.`);
    throw error;
  }
}

/** @throws AppError BAD_REQUEST for a person or program that is not of this organisation. */
export async function refuseStrangers(tx: Tx, ctx: OrgContext, named: Named): Promise<void> {
  const members = [
    ...new Set([named.sponsorId, named.ownerId, named.leadId, ...named.people].filter((id) => typeof id === "string")),
  ];
  const known = members.length
    ? await tx
        .select({ id: membership.id })
        .from(membership)
        .where(and(eq(membership.orgId, ctx.orgId), inArray(membership.id, members)))
    : [];
  if (known.length < members.length)
    throw new AppError("BAD_REQUEST", "One of the people named is no member of this organisation.");
  if (!named.programId) return;
  const [found] = await tx
    .select({ id: program.id })
    .from(program)
    .where(and(eq(program.orgId, ctx.orgId), eq(program.id, named.programId)));
  if (!found) throw new AppError("BAD_REQUEST", "This program does not exist. Choose another.");
}

/** An owner who names nobody owns what they create; whoever creates a restricted initiative keeps seeing it. */
export function namedByRole(ctx: OrgContext, input: InitiativeCreation): InitiativeCreation {
  const { actor } = ctx;
  if (actor.kind !== "user") return input;
  const nobody = !input.sponsorId && !input.ownerId && !input.leadId;
  const ownerId = actor.role === "owner" && nobody ? actor.memberId : input.ownerId;
  const named = [input.sponsorId, ownerId, input.leadId, ...input.people];
  const blind = input.restricted && !SEES_RESTRICTED.includes(actor.role) && !named.includes(actor.memberId);
  return {
    ...input,
    ...(ownerId === undefined ? {} : { ownerId }),
    people: blind ? [...input.people, actor.memberId] : input.people,
  };
}

type Visible = { restricted: boolean; sponsorId: string | null; ownerId: string | null; leadId: string | null };

/** @throws AppError PRECONDITION_FAILED for an edit after which its author would no longer see the initiative. */
export function refuseBlindness({ actor }: OrgContext, next: Visible, people: readonly string[]): void {
  if (!next.restricted || actor.kind !== "user" || SEES_RESTRICTED.includes(actor.role)) return;
  if ([next.sponsorId, next.ownerId, next.leadId, ...people].includes(actor.memberId)) return;
  throw new AppError("PRECONDITION_FAILED", "You would no longer see this initiative. Name yourself on it first.");
}
