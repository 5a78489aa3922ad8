import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { matrixVersion, riskSetting } from "@/db/schema/matrix";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";

export type CurrentMatrix = { versionId: string; definition: MatrixDefinition };

/** The matrix version in use. @throws AppError PRECONDITION_FAILED: every organisation starts with one */
export async function currentMatrix(tx: Tx, { orgId }: Pick<OrgContext, "orgId">): Promise<CurrentMatrix> {
  const [row] = await tx
    .select({ versionId: matrixVersion.id, definition: matrixVersion.definition })
    .from(riskSetting)
    .innerJoin(matrixVersion, eq(matrixVersion.id, riskSetting.matrixVersionId))
    .where(eq(riskSetting.orgId, orgId));
  if (!row) throw new AppError("PRECONDITION_FAILED", "This organisation had no risk matrix then.");
  return row;
}
