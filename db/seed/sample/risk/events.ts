import { eq, inArray, sql } from "drizzle-orm";
import { appetite, riskSetting } from "@/db/schema/matrix";
import { assumption, issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import type { Severity } from "@/domain/risk/severity";
import { change } from "@/server/record/change";
import type { Cast, Event } from "../story";
import { dayFrom, officeHour, seeded } from "../timeline";
import { ENDED } from "./ended";
import { LARGEST } from "./largest";
import { ASSUMPTIONS, ISSUES, type SampleAssumption, type SampleIssue } from "./log";
import { looked } from "./look";
import { accepted, done, moved, raised, type Stage, tested, watched } from "./parts";
import { codeOf, placeOf, riskByCode } from "./rows";
import type { SampleRisk } from "./shape";
import { SMALLER } from "./smaller";
import { SMALLER_LATER } from "./smaller-later";
import { OPPORTUNITIES, WATCHED } from "./watched";

export const SAMPLE_RISKS: readonly SampleRisk[] = [
  ...LARGEST,
  ...WATCHED,
  ...OPPORTUNITIES,
  ...SMALLER,
  ...SMALLER_LATER,
  ...ENDED,
];

/** At most a chance of one in ten to lose more than five million in a year. */
const EXPOSURE = { limit: 500_000_000, chance: 0.1 };
const DECIDED_AGO = 352;
const TOLERATED: Record<Severity, readonly string[]> = {
  green: [],
  yellow: ["patient_safety", "compliance", "equity"],
  amber: ["financial", "schedule", "operations", "reputation"],
  red: [],
};

/** What the executives decided about risk before the first one was raised. */
function decided({ cast, now, random }: Stage): Event {
  const ctx = cast.contextOf("brandt");
  const play = (at: Date) =>
    change(ctx, { name: "appetite.exposure", reason: "Decided by the board for the year.", at }, async (tx) => {
      const { limit, chance } = EXPOSURE;
      await tx
        .update(riskSetting)
        .set({ exposureLimit: limit, exposureChance: chance })
        .where(eq(riskSetting.orgId, ctx.orgId));
      for (const tolerance of ["yellow", "amber"] as const)
        await tx
          .update(appetite)
          .set({ tolerance })
          .where(inArray(appetite.category, [...TOLERATED[tolerance]]));
    });
  return { at: officeHour(now, DECIDED_AGO, random), play };
}

function ended({ cast, now, random }: Stage, one: SampleRisk): Event[] {
  const ctx = cast.contextOf(one.owner);
  const mine = eq(risk.code, codeOf(one.n));
  const { closed, cameTrue } = one;
  if (closed) {
    const set = { status: "closed" as const, closedOn: dayFrom(now, -closed.ago), closedReason: closed.why };
    const play = (at: Date) =>
      change(ctx, { name: "risk.close", reason: closed.why, at }, (tx) => tx.update(risk).set(set).where(mine));
    return [{ at: officeHour(now, closed.ago, random), play }];
  }
  if (!cameTrue) return [];
  const { ago, why, issue: title, severity, dueIn } = cameTrue;
  const day = dayFrom(now, -ago);
  const play = (at: Date) =>
    change(ctx, { name: "risk.materialise", reason: why, at }, async (tx) => {
      await tx.update(risk).set({ status: "materialised", closedOn: day, closedReason: why }).where(mine);
      await tx.insert(issue).values({
        ...{ orgId: ctx.orgId, title, description: why, severity, raisedOn: day, resolutionDueOn: dayFrom(now, dueIn) },
        ...{ ownerId: cast.memberId(one.owner), riskId: sql`${riskByCode(one.n)}`, ...placeOf(rowPlace(one)) },
      });
    });
  return [{ at: officeHour(now, ago, random), play }];
}

const rowPlace = ({ on, model, program }: SampleRisk) => ({
  ...(on ? { on } : {}),
  ...(model ? { model } : {}),
  ...(program ? { program } : {}),
});

const eventsOf = (stage: Stage, one: SampleRisk): Event[] => [
  raised(stage, one),
  ...(one.moves ?? []).map((move) => moved(stage, one, move)),
  ...tested(stage, one),
  ...done(stage, one),
  ...(one.indicators ?? []).map((indicator) => watched(stage, one, indicator)),
  ...(one.acceptance ? accepted(stage, one, one.acceptance) : []),
  ...ended(stage, one),
];

function assumed({ cast, now, random }: Stage, one: SampleAssumption): Event[] {
  const ctx = cast.contextOf(one.owner);
  const { statement, ago, validateIn, settled, risk: follows } = one;
  const row = {
    ...{ orgId: ctx.orgId, statement, ownerId: cast.memberId(one.owner), ...placeOf(one) },
    ...{ raisedOn: dayFrom(now, -ago), validateBy: dayFrom(now, validateIn) },
    ...(follows ? { riskId: sql`${riskByCode(follows)}` } : {}),
  };
  const raise: Event = {
    at: officeHour(now, ago, random),
    play: (at) => change(ctx, { name: "assumption.create", at }, (tx) => tx.insert(assumption).values(row)),
  };
  if (!settled) return [raise];
  const { status, why } = settled;
  const set = { status, statusOn: dayFrom(now, -settled.ago), note: why };
  const settle: Event = {
    at: officeHour(now, settled.ago, random),
    play: (at) =>
      change(ctx, { name: "assumption.settle", reason: why, at }, (tx) =>
        tx.update(assumption).set(set).where(eq(assumption.statement, statement)),
      ),
  };
  return [raise, settle];
}

function stood({ cast, now, random }: Stage, one: SampleIssue): Event[] {
  const ctx = cast.contextOf(one.owner);
  const { title, description, severity, status, ago, dueIn, resolved } = one;
  const row = {
    ...{ orgId: ctx.orgId, title, description, severity, status, ownerId: cast.memberId(one.owner), ...placeOf(one) },
    ...{ raisedOn: dayFrom(now, -ago), resolutionDueOn: dayFrom(now, dueIn) },
  };
  const raise: Event = {
    at: officeHour(now, ago, random),
    play: (at) => change(ctx, { name: "issue.create", at }, (tx) => tx.insert(issue).values(row)),
  };
  if (!resolved) return [raise];
  const set = { status: "resolved" as const, resolvedOn: dayFrom(now, -resolved.ago), resolution: resolved.how };
  const solve: Event = {
    at: officeHour(now, resolved.ago, random),
    play: (at) =>
      change(ctx, { name: "issue.resolve", reason: resolved.how, at }, (tx) =>
        tx.update(issue).set(set).where(eq(issue.title, title)),
      ),
  };
  return [raise, solve];
}

/** The register, the log beside it and what was decided about both, over the year of the story. */
export function riskEvents(cast: Cast, now: Date): Event[] {
  const stage: Stage = { cast, now, random: seeded(31_058) };
  const risks = SAMPLE_RISKS.flatMap((one) => eventsOf(stage, one));
  return [
    decided(stage),
    ...risks,
    ...ASSUMPTIONS.flatMap((one) => assumed(stage, one)),
    ...ISSUES.flatMap((one) => stood(stage, one)),
    ...looked(stage, SAMPLE_RISKS),
  ];
}
