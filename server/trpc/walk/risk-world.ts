import { assumption, issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import { responseAction, riskControl, riskTag } from "@/db/schema/risk-part";
import type { OrgContext } from "@/server/context";
import { currentMatrix } from "@/server/matrix/queries";
import { change } from "@/server/record/change";
import { writeAssessment } from "@/server/risk/assess/commands";

type Ids = Record<"risk" | "control" | "action" | "assumption" | "issue" | "initiative", string>;

/** A risk of the world's initiative with an assessment, a control and an action; an assumption and an issue beside it. */
export async function riskRows(ctx: OrgContext, ids: Ids, marker: string): Promise<{ matrixVersion: string }> {
  const { orgId } = ctx;
  return change(ctx, { name: "walk.risk" }, async (tx) => {
    const on = { orgId, initiativeId: ids.initiative, raisedOn: "2026-11-01" };
    await tx.insert(risk).values({
      ...{ ...on, id: ids.risk, title: `${marker} risk`, category: "financial", currency: "USD" },
      ...{ probability: 0.4, lossLikely: 25_000_000, starterRef: "silent-drift" },
    });
    const cell = { likelihood: 3, impacts: { financial: 3 }, today: "2026-11-01" };
    await writeAssessment(tx, ctx, { riskId: ids.risk, kind: "residual", ...cell });
    const part = { orgId, riskId: ids.risk };
    await tx.insert(riskTag).values({ ...part, framework: "owasp-llm", edition: "2026", ref: "LLM01" });
    await tx.insert(riskControl).values({
      ...{ ...part, id: ids.control, name: `${marker} control`, kind: "preventive", effectiveness: 0.5 },
    });
    await tx.insert(responseAction).values({ ...part, id: ids.action, title: `${marker} action`, dueOn: "2026-11-10" });
    await tx.insert(assumption).values({ ...on, id: ids.assumption, statement: `${marker} assumption` });
    await tx.insert(issue).values({ ...on, id: ids.issue, title: `${marker} issue`, severity: "amber" });
    return { matrixVersion: (await currentMatrix(tx, ctx)).versionId };
  });
}
