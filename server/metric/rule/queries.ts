import { and, desc, eq, lte } from "drizzle-orm";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import { series } from "@/db/schema/metric";
import type { RuleHistory } from "@/domain/metric/input";
import { fieldsOf, sameValue, valueIn } from "@/domain/shared/edit";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";

const MOST = 100;
const of = history.rule;

/** What a person sets; the rest of a version says which rule it is and when it held. */
const SET = {
  direction: of.direction,
  warning: of.warning,
  critical: of.critical,
  clearWarning: of.clearWarning,
  clearCritical: of.clearCritical,
  breaches: of.breaches,
  clears: of.clears,
  noDataAfter: of.noDataAfter,
  windowSeconds: of.windowSeconds,
  singleShot: of.singleShot,
  minimumCases: of.minimumCases,
  casesSeriesId: of.casesSeriesId,
  labelDelayDays: of.labelDelayDays,
  active: of.active,
  note: of.note,
};

export type RuleChange = {
  key: string;
  measure: string;
  at: Date;
  by: string;
  reason: string | null;
  /** Null for the version a rule began with. */
  fields: { field: string; from: unknown; to: unknown }[] | null;
};

/** How the rules of a model came to be what they are, latest first: who set what, from which value, and why. */
export function listRuleChanges(ctx: OrgContext, { modelId }: RuleHistory): Promise<RuleChange[]> {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ruleId: of.id,
        version: of.version,
        measure: series.label,
        set: SET,
        at: of.recordedFrom,
        by: change.actorName,
        reason: change.reason,
      })
      .from(of)
      .innerJoin(change, and(eq(change.orgId, of.orgId), eq(change.id, of.changeId)))
      .innerJoin(series, and(eq(series.orgId, of.orgId), eq(series.id, of.seriesId)))
      .where(
        and(eq(of.orgId, ctx.orgId), eq(of.modelId, modelId), ctx.asOf ? lte(of.recordedFrom, ctx.asOf) : undefined),
      )
      .orderBy(desc(of.recordedFrom), desc(of.id))
      .limit(MOST);
    return rows.flatMap(({ ruleId, version, set, ...row }, index) => {
      const before = rows.slice(index + 1).find((each) => each.ruleId === ruleId)?.set;
      if (!before && version > 1) return []; // what it replaced lies further back than is read
      const fields = fieldsOf(set).flatMap((field) => {
        const [from, to] = [before ? valueIn(before, field) : null, valueIn(set, field)];
        return before && !sameValue(from, to) ? [{ field, from, to }] : [];
      });
      return [{ ...row, key: `${ruleId} ${version}`, fields: before ? fields : null }];
    });
  });
}
