import { riskControl } from "@/db/schema/risk-part";
import { riskCreation } from "@/domain/risk/input";
import { suggestedCell } from "@/domain/risk/starter/cell";
import { draftOf } from "@/domain/risk/starter/draft";
import { findStarter } from "@/domain/risk/starter/library";
import type { StarterAcceptance } from "@/domain/risk/starter-input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { change } from "../../record/change";
import { writeRisk } from "../commands";
import { categoriesIn } from "../queries";

/**
 * Copies a starter, with its controls, tags and source: from then on it is a risk like any other. Its inherent cell is where the
 * starter would stand on the matrix in use; what its controls do is not judged yet, so they take nothing away.
 * @throws AppError NOT_FOUND for a starter the library does not have; FORBIDDEN for an owner elsewhere
 */
export const acceptStarter = (ctx: OrgContext, { starterId, ...given }: StarterAcceptance) =>
  change(ctx, { name: "risk.create" }, async (tx) => {
    const starter = findStarter(starterId);
    if (!starter) throw new AppError("NOT_FOUND", "The library has no such starter");
    const { definition } = await currentMatrix(tx, ctx);
    const categories = await categoriesIn(tx, ctx.orgId);
    const category = categories.find(({ key }) => key === starter.category) ?? categories[0];
    const cell = suggestedCell(starter, definition);
    const draft = draftOf(starter, new Set(categories.map(({ key }) => key)));
    const made = await writeRisk(
      tx,
      ctx,
      riskCreation.parse({
        ...given,
        ...draft,
        ...(category ? { inherent: { likelihood: cell.likelihood, impacts: { [category.key]: cell.impact } } } : {}),
      }),
    );
    if (starter.controls.length > 0)
      await tx
        .insert(riskControl)
        .values(starter.controls.map((each) => ({ ...each, orgId: ctx.orgId, riskId: made.id, effectiveness: 0 })));
    return made;
  });
