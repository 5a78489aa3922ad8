import { and, eq } from "drizzle-orm";
import { appetite } from "@/db/schema/matrix";
import { riskAcceptance, riskIndicator } from "@/db/schema/risk-part";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { proposeAcceptance } from "@/server/risk/accept/commands";
import { getAppetite } from "@/server/risk/appetite/queries";
import { createRisk } from "@/server/risk/commands";
import { escalateRisks } from "@/server/risk/escalate/commands";
import { listSignals } from "@/server/risk/indicator/cause/queries";
import { applySignals } from "@/server/risk/indicator/commands";
import { linkIndicator } from "@/server/risk/indicator/link/commands";
import type { Example } from "./example";
import { asJob } from "./state";
import { MARKER, type World } from "./world";

const WHY = `${MARKER} says why, in a sentence.`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A risk that is assessed and lies above tolerance. */
async function assessedRisk({ member, ids }: World): Promise<string> {
  const { id } = await createRisk(member("pmo").ctx, {
    ...{ title: `${MARKER} risk`, initiativeId: ids.initiative, category: "financial", probability: 0.2, tags: [] },
    residual: { likelihood: 2, impacts: { financial: 3 } },
  });
  return id;
}

async function raisedRisk(world: World): Promise<string> {
  const riskId = await assessedRisk(world);
  await escalateRisks(asJob(world), [riskId]);
  return riskId;
}

/** Another person's proposal that waits for its decision. */
async function proposed(world: World): Promise<{ riskId: string; acceptanceId: string }> {
  const riskId = await assessedRisk(world);
  const { id } = await proposeAcceptance(world.member("pmo").ctx, { riskId, expiresOn: inDays(90), rationale: WHY });
  return { riskId, acceptanceId: id };
}

/** A risk that reads the one rule of the world, whose alert is open. */
async function linked(world: World): Promise<{ riskId: string; indicatorId: string }> {
  const riskId = await assessedRisk(world);
  const link = { riskId, ruleId: world.ids.rule, raiseWarning: 0, raiseCritical: 1, note: MARKER };
  const { id } = await linkIndicator(world.member("mlops").ctx, link);
  return { riskId, indicatorId: id };
}

async function signalled(world: World): Promise<{ riskId: string; assessmentId: string }> {
  const { riskId } = await linked(world);
  await applySignals(asJob(world), [riskId]);
  const [made] = await listSignals(world.member("pmo").ctx, { riskId });
  return { riskId, assessmentId: made?.id ?? "" };
}

/** What every organisation starts with says nothing of the world: a note does. */
async function notedAppetite({ member, orgId }: World): Promise<void> {
  await change(member("admin").ctx, { name: "walk.note" }, (tx) =>
    tx
      .update(appetite)
      .set({ note: MARKER })
      .where(and(eq(appetite.orgId, orgId), eq(appetite.category, "financial"))),
  );
}

const versionOf = async ({ member }: World, id: string, of: typeof riskIndicator | typeof riskAcceptance) => {
  const [row] = await read(member("admin").ctx, (tx) =>
    tx.select({ version: of.version }).from(of).where(eq(of.id, id)),
  );
  return row?.version ?? 0;
};

const ones = { green: 1, yellow: 1, amber: 1, red: 1 };

/** Procedures of escalation, acceptance, indicators, appetite. */
export const riskRuleExamples: Record<string, Example> = {
  "escalation.get": { as: "viewer", input: async (world) => ({ riskId: await raisedRisk(world) }) },
  "escalation.raised": {
    as: "viewer",
    input: async (world) => {
      await raisedRisk(world);
      return {};
    },
  },
  "acceptance.get": { as: "viewer", input: async (world) => ({ riskId: (await proposed(world)).riskId }) },
  "acceptance.proposals": {
    as: "executive",
    input: async (world) => {
      await proposed(world);
      return {};
    },
  },
  "acceptance.propose": {
    as: "pmo",
    input: async (world) => ({ riskId: await assessedRisk(world), expiresOn: inDays(90), rationale: WHY }),
  },
  "acceptance.decide": {
    as: "executive",
    input: async (world) => ({
      ...{ acceptanceId: (await proposed(world)).acceptanceId, version: 1, decision: "accepted", reason: WHY },
    }),
  },
  "acceptance.withdraw": {
    as: "pmo",
    input: async (world) => {
      const { acceptanceId } = await proposed(world);
      return { acceptanceId, version: await versionOf(world, acceptanceId, riskAcceptance), reason: WHY };
    },
  },
  "risk.courses": { as: "viewer", input: async (world) => ({ ids: [(await linked(world)).riskId] }) },
  "indicator.get": { as: "viewer", input: async (world) => ({ riskId: (await linked(world)).riskId }) },
  "indicator.rules": { as: "viewer", input: async (world) => ({ riskId: await assessedRisk(world) }) },
  "indicator.signals": { as: "viewer", input: async (world) => ({ riskId: (await signalled(world)).riskId }) },
  "indicator.cause": {
    as: "viewer",
    input: async (world) => ({ assessmentId: (await signalled(world)).assessmentId }),
  },
  "indicator.link": {
    as: "mlops",
    input: async (world) => ({ riskId: await assessedRisk(world), ruleId: world.ids.rule }),
  },
  "indicator.edit": {
    as: "mlops",
    input: async (world) => {
      const { indicatorId } = await linked(world);
      return {
        indicatorId,
        version: await versionOf(world, indicatorId, riskIndicator),
        raiseWarning: 1,
        raiseCritical: 2,
      };
    },
  },
  "indicator.unlink": { as: "mlops", input: async (world) => ({ indicatorId: (await linked(world)).indicatorId }) },
  "indicator.setBack": {
    as: "pmo",
    input: async (world) => ({ riskId: (await signalled(world)).riskId, reason: WHY }),
  },
  "appetite.get": {
    as: "viewer",
    input: async (world) => {
      await notedAppetite(world);
      return {};
    },
  },
  "appetite.changes": {
    as: "viewer",
    input: async (world) => {
      await notedAppetite(world);
      return {};
    },
  },
  "appetite.save": {
    as: "executive",
    input: () => ({
      category: "vendor",
      version: null,
      name: "Vendors",
      stance: "cautious",
      tolerance: "yellow",
      note: WHY,
    }),
  },
  "appetite.order": {
    as: "executive",
    input: async (world) => ({
      order: (await getAppetite(world.member("admin").ctx)).categories.map(({ category }) => category).reverse(),
    }),
  },
  "appetite.remove": { as: "executive", input: () => ({ category: "equity", version: 1 }) },
  "appetite.saveExposure": { as: "executive", input: () => ({ version: 1, limit: 500_000_000, chance: 0.1 }) },
  "appetite.saveAuthorities": {
    as: "admin",
    input: () => ({
      ...{ versions: ones },
      roles: { green: "owner", yellow: "sponsor", amber: "executive", red: "executive" },
    }),
  },
  "appetite.saveRule": {
    as: "executive",
    input: () => ({ key: "action_overdue", version: 1, enabled: true, params: { days: 30, workingDays: 2 } }),
  },
};
