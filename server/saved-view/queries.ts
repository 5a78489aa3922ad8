import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { memberPreference, membership } from "@/db/schema/organisation";
import { savedView } from "@/db/schema/saved-view";
import { MOST_VIEWS } from "@/domain/saved-view/input";
import { AppError } from "@/domain/shared/error";
import type { RegisterNoun } from "@/domain/table/column";
import { isUuidText } from "@/domain/table/value";
import { paramsOf, readerOf, viewFromParams } from "@/domain/table/view-params";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";
import { registers } from "../table/registers";
import { declarationFor } from "../table/setting";

/** Under which a member's own choice stands among their preferences. */
export const preferenceOf = (noun: RegisterNoun): string => `view.${noun}`;

/** @throws AppError FORBIDDEN for a register the reader may not read */
export function refuseUnread({ actor }: OrgContext, noun: RegisterNoun): void {
  if (actor.kind === "user" && !may(actor, registers[noun].permission))
    throw new AppError("FORBIDDEN", "Your role does not allow this");
}

/** Who may write a view: its owner, and whoever may share views the shared ones. */
export const mayEdit = (
  { actor, asOf }: OrgContext,
  { ownerId, shared }: { ownerId: string; shared: boolean },
): boolean => !asOf && actor.kind === "user" && (actor.memberId === ownerId || (shared && may(actor, "view:share")));

const VIEWS_READ = MOST_VIEWS * 10;

/**
 * The views of a register its reader may open: their own and the shared ones, by name; and which opens by itself. A view is
 * given as its address, read again by the columns of today: what no longer exists in it is left out.
 */
export async function listViews(ctx: OrgContext, { noun }: { noun: RegisterNoun }) {
  refuseUnread(ctx, noun);
  const { actor, orgId } = ctx;
  const memberId = actor.kind === "user" ? actor.memberId : null;
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: savedView.id,
        version: savedView.version,
        name: savedView.name,
        ownerId: savedView.ownerId,
        ownerName: membership.name,
        shared: savedView.shared,
        usual: savedView.usual,
        state: savedView.state,
        chosen: memberPreference.value,
      })
      .from(savedView)
      .innerJoin(membership, and(eq(membership.orgId, savedView.orgId), eq(membership.id, savedView.ownerId)))
      .leftJoin(
        memberPreference,
        and(
          eq(memberPreference.orgId, savedView.orgId),
          sql`${memberPreference.memberId} = ${memberId}::uuid`,
          eq(memberPreference.key, preferenceOf(noun)),
        ),
      )
      .where(and(eq(savedView.orgId, orgId), eq(savedView.noun, noun)))
      .orderBy(asc(sql`lower(${savedView.name})`), asc(savedView.id))
      .limit(VIEWS_READ);
    const chosen = rows.find(({ id, chosen: choice }) => id === choice)?.id ?? null;
    const usual = rows.find((row) => row.usual)?.id ?? null;
    const declaration = declarationFor(ctx, registers[noun]);
    return {
      views: rows.map(({ state, chosen: _chosen, ...row }) => ({
        ...row,
        mine: row.ownerId === memberId,
        mayEdit: mayEdit(ctx, row),
        params: paramsOf(viewFromParams(readerOf(paramsOf(state)), declaration)).toString(),
      })),
      /** The reader's own choice, the organisation's, and which of them opens. */
      chosen,
      usual,
      opens: chosen ?? usual,
    };
  });
}

/** The address of the view that opens without one in the address; null when it is the register's own. */
export async function openingView(
  ctx: OrgContext,
  { noun }: { noun: RegisterNoun },
): Promise<{ id: string; params: string } | null> {
  const { views, opens } = await listViews(ctx, { noun });
  const found = views.find(({ id }) => id === opens);
  return found ? { id: found.id, params: found.params } : null;
}

/** Locks a view. @throws AppError NOT_FOUND, also for somebody else's that is not shared */
export async function lockedView(tx: Tx, ctx: OrgContext, id: string) {
  const [found] = isUuidText(id)
    ? await tx
        .select()
        .from(savedView)
        .where(and(eq(savedView.orgId, ctx.orgId), eq(savedView.id, id)))
        .for("update")
    : [];
  if (!found) throw new AppError("NOT_FOUND", "No such view");
  return found;
}
