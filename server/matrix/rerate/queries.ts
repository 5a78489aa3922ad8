import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { rerated } from "@/domain/risk/rerate";
import type { AssessmentKind } from "@/domain/risk/response";
import { SEVERITIES, type Severity } from "@/domain/risk/severity";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { versionIn } from "../queries";

/** Assessments shown one by one; the counts speak of all. */
const MOST_SHOWN = 500;

export type Held = {
  riskId: string;
  code: string;
  title: string;
  kind: AssessmentKind;
  likelihood: number;
  impacts: Record<string, number>;
  level: number;
  severity: Severity;
  score: number;
  probability: number | null;
  dueOn: string | null;
  definition: MatrixDefinition;
};

/** The newest assessments of open risks that another version made; of some risks, or of all. */
export const heldIn = (tx: Tx, ctx: OrgContext, versionId: string, riskIds?: readonly string[]): PromiseLike<Held[]> =>
  tx.execute<Held>(sql`
    select a.risk_id as "riskId", r.code, left(r.title, 200) as title, a.kind, a.likelihood, a.impacts, a.level, a.severity, a.score,
      coalesce(a.probability, case when a.kind = 'residual' then r.probability end) as probability, a.due_on as "dueOn", v.definition
    from risk r cross join (values ('inherent'), ('residual'), ('target')) k (kind)
      join lateral (select a.* from risk_assessment a where a.org_id = r.org_id and a.risk_id = r.id and a.kind = k.kind
        order by a.number desc limit 1) a on true
      join matrix_version v on v.org_id = a.org_id and v.id = a.matrix_version_id
    where r.org_id = ${ctx.orgId} and r.status = 'open' and a.matrix_version_id <> ${versionId}
      ${riskIds ? sql`and r.id in ${[...riskIds]}` : sql``} order by r.number, array_position(array['residual', 'inherent', 'target'], a.kind)`);

export type Reclassed = { from: Severity; to: Severity; count: number };

/** What each open assessment by another version would become: counts of residuals by class, and assessments one by one. */
export function previewRerating(ctx: OrgContext, { versionId }: { versionId: string }) {
  return read(ctx, async (tx) => {
    const target = await versionIn(tx, ctx, versionId);
    const held = await heldIn(tx, ctx, versionId);
    const rows = held.map(({ definition, ...before }) => {
      const { level, severity, score, cell, how } = rerated(definition, target.definition, before);
      const name = (of: MatrixDefinition, at: number) => of.levels[at]?.name ?? "";
      return {
        ...before,
        levelName: name(definition, before.level),
        after: { ...cell, level, levelName: name(target.definition, level), severity, score, how },
      };
    });
    const residuals = rows.filter(({ kind }) => kind === "residual");
    const counts = SEVERITIES.flatMap((from) =>
      SEVERITIES.map((to): Reclassed => {
        const count = residuals.filter((row) => row.severity === from && row.after.severity === to).length;
        return { from, to, count };
      }),
    ).filter(({ count }) => count > 0);
    // Those that change their class come first: they are what somebody decides on.
    const shown = [
      ...rows.filter((row) => row.severity !== row.after.severity),
      ...rows.filter((row) => row.severity === row.after.severity),
    ].slice(0, MOST_SHOWN);
    return {
      version: { id: target.id, name: target.name, number: target.number, definition: target.definition },
      counts,
      rows: shown,
      more: rows.length - shown.length,
      risks: new Set(rows.map(({ riskId }) => riskId)).size,
    };
  });
}
export type ReratingPreview = Awaited<ReturnType<typeof previewRerating>>;
