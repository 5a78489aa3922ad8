import { and, desc, eq, isNotNull } from "drizzle-orm";
import { history } from "@/db/history";
import { savedView } from "@/db/schema/saved-view";
import type { ViewRestore } from "@/domain/saved-view/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mayEdit } from "../queries";

/**
 * Brings a deleted view back as it was, under its id: who had chosen it opens it by default again, and so does everybody
 * where it was the organisation's default and no other is by now.
 * @throws AppError NOT_FOUND, FORBIDDEN, CONFLICT when it is there or its owner has another of its name
 */
export function restoreView(ctx: OrgContext, { id }: ViewRestore): Promise<{ id: string; usual: boolean }> {
  const { orgId } = ctx;
  return change(ctx, { name: "view.restore" }, async (tx) => {
    const was = history.savedView;
    const [row] = await tx
      .select()
      .from(was)
      .where(and(eq(was.orgId, orgId), eq(was.id, id), isNotNull(was.recordedTo)))
      .orderBy(desc(was.recordedTo))
      .limit(1);
    if (!row) throw new AppError("NOT_FOUND", "No such view");
    if (!mayEdit(ctx, row)) throw new AppError("FORBIDDEN", "Only its owner may bring this view back.");
    const { noun, name, ownerId, shared, state } = row;
    const beside = await tx
      .select({ id: savedView.id, name: savedView.name, ownerId: savedView.ownerId, usual: savedView.usual })
      .from(savedView)
      .where(and(eq(savedView.orgId, orgId), eq(savedView.noun, noun)));
    if (beside.some((each) => each.id === id)) throw new AppError("CONFLICT", "This view is there.");
    if (beside.some((each) => each.name === name && each.ownerId === ownerId))
      throw new AppError("CONFLICT", `A view is called “${name}” already. Rename it first.`);
    const usual = row.usual && !beside.some((each) => each.usual);
    await tx.insert(savedView).values({ orgId, id, noun, name, ownerId, shared, usual, state });
    return { id, usual };
  });
}
