import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { appetite, matrix, matrixVersion, riskSetting } from "@/db/schema/matrix";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";

export type CurrentMatrix = { versionId: string; definition: MatrixDefinition };

/**
 * The matrix version in use; on a date before there was one, the one the organisation began with.
 * @throws AppError PRECONDITION_FAILED where there never was any
 */
export async function currentMatrix(tx: Tx, { orgId }: Pick<OrgContext, "orgId">): Promise<CurrentMatrix> {
  const [row] = await tx
    .select({ versionId: matrixVersion.id, definition: matrixVersion.definition })
    .from(riskSetting)
    .innerJoin(
      matrixVersion,
      and(eq(matrixVersion.orgId, riskSetting.orgId), eq(matrixVersion.id, riskSetting.matrixVersionId)),
    )
    .where(eq(riskSetting.orgId, orgId));
  const [first] = row
    ? [row]
    : await tx
        .select({ versionId: history.matrixVersion.id, definition: history.matrixVersion.definition })
        .from(history.matrixVersion)
        .where(eq(history.matrixVersion.orgId, orgId))
        .orderBy(history.matrixVersion.recordedFrom)
        .limit(1);
  if (!first) throw new AppError("PRECONDITION_FAILED", "This organisation has no risk matrix.");
  return first;
}

/** @throws AppError BAD_REQUEST for a category this organisation does not have */
export async function refuseUnknownCategories(tx: Tx, { orgId }: OrgContext, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = await tx.select({ key: appetite.category }).from(appetite).where(eq(appetite.orgId, orgId));
  const unknown = keys.find((key) => !rows.some((row) => row.key === key));
  if (unknown !== undefined)
    throw new AppError("BAD_REQUEST", `There is no category “${unknown.slice(0, 60)}”. Choose another.`);
}

/** @throws AppError NOT_FOUND */
export async function versionIn(tx: Tx, { orgId }: Pick<OrgContext, "orgId">, id: string) {
  const [row] = await tx
    .select({
      id: matrixVersion.id,
      matrixId: matrixVersion.matrixId,
      number: matrixVersion.number,
      name: matrix.name,
      definition: matrixVersion.definition,
    })
    .from(matrixVersion)
    .innerJoin(matrix, and(eq(matrix.orgId, matrixVersion.orgId), eq(matrix.id, matrixVersion.matrixId)))
    .where(and(eq(matrixVersion.orgId, orgId), eq(matrixVersion.id, id)));
  if (!row) throw new AppError("NOT_FOUND", "No such matrix version");
  return row;
}

type Made = { by: string; at: string | Date };

/** Every matrix with its versions, the newest first; who made each, which one is in use, how many open risks it rates. */
export function listMatrices(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const [rows, [setting], made, rates] = await Promise.all([
      tx
        .select({
          ...{ id: matrixVersion.id, matrixId: matrix.id, matrixVersion: matrix.version, name: matrix.name },
          ...{ number: matrixVersion.number, note: matrixVersion.note, definition: matrixVersion.definition },
        })
        .from(matrixVersion)
        .innerJoin(matrix, and(eq(matrix.orgId, matrixVersion.orgId), eq(matrix.id, matrixVersion.matrixId)))
        .where(eq(matrixVersion.orgId, ctx.orgId))
        .orderBy(matrix.name, desc(matrixVersion.number)),
      tx
        .select({ matrixVersionId: riskSetting.matrixVersionId, version: riskSetting.version })
        .from(riskSetting)
        .where(eq(riskSetting.orgId, ctx.orgId)),
      tx.execute<Made & { id: string }>(sql`select h.id, coalesce(c.actor_name, 'Somebody') as by, h.recorded_from as at
        from history.matrix_version h left join public.change c on c.org_id = h.org_id and c.id = h.change_id
        where h.org_id = ${ctx.orgId} and h.recorded_to is null`),
      tx.execute<{ id: string; count: number }>(sql`select residual_version_id as id, count(*)::int as count from risk
        where org_id = ${ctx.orgId} and status = 'open' and residual_version_id is not null group by 1`),
    ]);
    const versions = rows.map((row) => {
      const by = made.find(({ id }) => id === row.id);
      return {
        ...row,
        by: by?.by ?? "Somebody",
        at: by ? new Date(by.at) : null,
        inUse: row.id === setting?.matrixVersionId,
        rates: rates.find(({ id }) => id === row.id)?.count ?? 0,
      };
    });
    return { versions, inUse: setting?.matrixVersionId ?? null, settingVersion: setting?.version ?? 1 };
  });
}
export type MatrixList = Awaited<ReturnType<typeof listMatrices>>;
