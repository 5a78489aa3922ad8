import { and, eq, isNull, sql } from "drizzle-orm";
import { risk } from "@/db/schema/risk";
import { responseAction, riskAcceptance, riskControl, riskIndicator, riskTag } from "@/db/schema/risk-part";
import { change } from "@/server/record/change";
import type { Cast, Event } from "../story";
import { dayFrom, officeHour } from "../timeline";
import { assess, codeOf, modelNamed, riskByCode, rowOf, tagRefs } from "./rows";
import type { SampleAcceptance, SampleIndicator, SampleMove, SampleRisk } from "./shape";

export type Stage = { cast: Cast; now: Date; random: () => number };

/** The risk with its first ratings, its controls, actions and tags, as its owner raised it. */
export function raised({ cast, now, random }: Stage, one: SampleRisk): Event {
  const ctx = cast.contextOf(one.owner);
  const { orgId } = ctx;
  const [riskId, day] = [sql`${riskByCode(one.n)}`, dayFrom(now, -one.ago)];
  const play = (at: Date) =>
    change(ctx, { name: "risk.create", at }, async (tx) => {
      await tx.insert(risk).values({ ...rowOf(one, now), orgId, ownerId: cast.memberId(one.owner) });
      const { inherent, residual, target, p, controls = [], actions = [] } = one;
      await assess(tx, orgId, one, [
        { kind: "inherent", cell: inherent, day },
        { kind: "residual", cell: residual, day, p, why: "As it stands with the controls there are." },
        ...(target
          ? [{ kind: "target" as const, cell: [target[0], target[1]] as const, day, dueOn: dayFrom(now, target[2]) }]
          : []),
      ]);
      if (controls.length > 0)
        await tx.insert(riskControl).values(
          controls.map(({ testedAgo, ...control }) => ({
            ...{ orgId, riskId, ownerId: cast.memberId(one.owner), ...control },
            testedOn: testedAgo === undefined ? null : dayFrom(now, -Math.max(testedAgo, one.ago)),
          })),
        );
      if (actions.length > 0)
        await tx.insert(responseAction).values(
          actions.map(({ title, owner, dueIn }) => ({
            ...{ orgId, riskId, title, ownerId: cast.memberId(owner), dueOn: dayFrom(now, dueIn) },
          })),
        );
      const tags = tagRefs(one);
      if (tags.length > 0) await tx.insert(riskTag).values(tags.map((ref) => ({ orgId, riskId, ...ref })));
    });
  return { at: officeHour(now, one.ago, random), play };
}

/** A residual somebody assessed anew, with the probability that goes with it. */
export function moved({ cast, now, random }: Stage, one: SampleRisk, move: SampleMove): Event {
  const ctx = cast.contextOf(move.by ?? one.owner);
  const { cell, p, why, ago } = move;
  const play = (at: Date) =>
    change(ctx, { name: "risk.assess", reason: why, at }, async (tx) => {
      await assess(tx, ctx.orgId, one, [{ kind: "residual", cell, day: dayFrom(now, -ago), p, why }]);
      await tx
        .update(risk)
        .set({ probability: p })
        .where(eq(risk.code, codeOf(one.n)));
    });
  return { at: officeHour(now, ago, random), play };
}

/** Tests of controls since it was raised, all of one day together. */
export function tested({ cast, now, random }: Stage, one: SampleRisk): Event[] {
  const ctx = cast.contextOf(one.owner);
  return (one.controls ?? []).flatMap(({ name, testedAgo = one.ago }) => {
    if (testedAgo >= one.ago) return [];
    const play = (at: Date) =>
      change(ctx, { name: "risk.edit_control", at }, (tx) =>
        tx
          .update(riskControl)
          .set({ testedOn: dayFrom(now, -testedAgo) })
          .where(and(eq(riskControl.riskId, riskByCode(one.n)), eq(riskControl.name, name))),
      );
    return [{ at: officeHour(now, testedAgo, random), play }];
  });
}

export function done({ cast, now, random }: Stage, one: SampleRisk): Event[] {
  return (one.actions ?? []).flatMap(({ title, owner, doneAgo }) => {
    if (doneAgo === undefined) return [];
    const ctx = cast.contextOf(owner);
    const play = (at: Date) =>
      change(ctx, { name: "risk.edit_action", at }, (tx) =>
        tx
          .update(responseAction)
          .set({ doneOn: dayFrom(now, -doneAgo) })
          .where(and(eq(responseAction.riskId, riskByCode(one.n)), eq(responseAction.title, title))),
      );
    return [{ at: officeHour(now, doneAgo, random), play }];
  });
}

/** Ties it to a rule of its model. */
export function watched({ cast, now, random }: Stage, one: SampleRisk, indicator: SampleIndicator): Event {
  const ctx = cast.contextOf("marsh");
  const { ago, metric, warning, critical, note } = indicator;
  const ruleId = sql`(select r.id from rule r join series s on s.org_id = r.org_id and s.id = r.series_id
    where s.model_id = ${modelNamed(one.model ?? "")} and s.metric = ${metric})`;
  const row = { raiseWarning: warning, raiseCritical: critical, note, ruleId, riskId: sql`${riskByCode(one.n)}` };
  const play = (at: Date) =>
    change(ctx, { name: "risk.link-indicator", at }, (tx) =>
      tx.insert(riskIndicator).values({ orgId: ctx.orgId, ...row }),
    );
  return { at: officeHour(now, ago, random), play };
}

/** Somebody proposes to bear it as it is, another decides. */
export function accepted({ cast, now, random }: Stage, one: SampleRisk, given: SampleAcceptance): Event[] {
  const { proposedAgo, by, rationale, decidedAgo, decidedBy, reason, endsIn } = given;
  const [proposer, decider] = [cast.contextOf(by), cast.contextOf(decidedBy)];
  const riskId = sql`${riskByCode(one.n)}`;
  const newest = sql`(select id from risk_assessment where risk_id = ${riskId} and kind = 'residual' order by number desc limit 1)`;
  const propose = (at: Date) =>
    change(proposer, { name: "risk.propose-acceptance", reason: rationale, at }, (tx) =>
      tx.insert(riskAcceptance).values({
        ...{ orgId: proposer.orgId, riskId, assessmentId: newest, rationale },
        ...{ proposedBy: cast.memberId(by) ?? "", proposedOn: dayFrom(now, -proposedAgo) },
        expiresOn: dayFrom(now, endsIn),
      }),
    );
  const decide = (at: Date) =>
    change(decider, { name: "risk.accept", reason, at }, (tx) =>
      tx
        .update(riskAcceptance)
        .set({
          ...{ decision: "accepted", decidedBy: cast.memberId(decidedBy), decisionReason: reason },
          decidedOn: dayFrom(now, -decidedAgo),
        })
        .where(and(eq(riskAcceptance.riskId, riskId), isNull(riskAcceptance.decision))),
    );
  return [
    { at: officeHour(now, proposedAgo, random), play: propose },
    { at: officeHour(now, decidedAgo, random), play: decide },
  ];
}
