import { eq, sql } from "drizzle-orm";
import { customField } from "@/db/schema/custom-field";
import { initiative, program, tag } from "@/db/schema/initiative";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { type Plan, readPortfolio } from "./portfolio";
import { dayFrom, officeHour, type Step, seeded, stepsOf } from "./timeline";

/** Something that happens at an instant of the past. The whole story is sorted by it and played in order. */
export type Event = { at: Date; play: (at: Date) => Promise<unknown> };
export type Cast = {
  contextOf: (person: string | null) => OrgContext;
  memberId: (person: string | null) => string | null;
};

const TAGS: Record<string, string[]> = {
  "AI-07": ["patient safety", "tier 1"],
  "AI-14": ["board interest"],
  "AI-31": ["board interest"],
  "AI-22": ["agent"],
  "AI-49": ["agent"],
  "AI-09": ["vendor"],
  "AI-29": ["vendor"],
};

async function register(
  cast: Cast,
  plan: Plan,
  step: Step & { kind: "register" },
  at: Date,
  now: Date,
  ids: Map<string, string>,
) {
  const ctx = cast.contextOf("okafor");
  await change(ctx, { name: "initiative.create", at }, async (tx) => {
    const [made] = await tx
      .insert(initiative)
      .values({
        orgId: ctx.orgId,
        code: plan.code,
        title: plan.title,
        problem: plan.problem,
        outcome: plan.outcome.replace(/\.$/, "; the measure is still to be agreed."),
        businessUnit: plan.unit,
        domain: plan.domain,
        type: plan.type,
        tier: plan.tier,
        stage: step.stage,
        deliveryMethod:
          plan.type === "vendor_product"
            ? "Vendor delivery"
            : plan.type === "analytics"
              ? "Analytics sprint"
              : "Iterative",
        sponsorId: cast.memberId(plan.sponsor),
        ownerId: cast.memberId(plan.owner ?? "calder"),
        leadId: plan.stage === "idea" ? null : cast.memberId("marsh"),
        startOn: dayFrom(now, -plan.age),
        targetOn: step.targetIn === null ? null : dayFrom(now, step.targetIn),
        programId: ids.get(plan.program) ?? null,
        restricted: plan.code === "AI-48",
      })
      .returning({ id: initiative.id });
    if (!made) throw new Error(`${plan.code} was not created`);
    ids.set(plan.code, made.id);
    const names = TAGS[plan.code] ?? [];
    if (names.length)
      await tx.insert(tag).values(names.map((name) => ({ orgId: ctx.orgId, initiativeId: made.id, name })));
  });
}

function fieldsOf(cast: Cast, step: Exclude<Step, { kind: "register" }>, now: Date) {
  if (step.kind === "stage") return { stage: step.stage };
  if (step.kind === "target") return { targetOn: dayFrom(now, step.targetIn) };
  if (step.kind === "outcome") return { outcome: step.text };
  return { ownerId: cast.memberId(step.owner) };
}

async function apply(cast: Cast, plan: Plan, step: Exclude<Step, { kind: "register" }>, at: Date, now: Date) {
  const ctx = cast.contextOf(step.kind === "outcome" ? (plan.owner ?? "okafor") : "okafor");
  const reason =
    step.kind === "stage" || step.kind === "target"
      ? step.reason
      : step.kind === "owner"
        ? "Left the organisation; no successor is named."
        : undefined;
  const name = step.kind === "stage" ? "initiative.change_stage" : "initiative.edit";
  await change(ctx, { name, at, ...(reason ? { reason } : {}) }, (tx) =>
    tx
      .update(initiative)
      .set(fieldsOf(cast, step, now))
      .where(eq(initiative.code, plan.code)),
  );
}

/** Programs, a custom field and the year of every initiative. */
export function portfolioEvents(cast: Cast, now: Date): Event[] {
  const plans = readPortfolio();
  const ids = new Map<string, string>();
  const random = seeded(20_260);
  const ctx = cast.contextOf("okafor");
  const opening = officeHour(now, 365, random);
  const events: Event[] = [
    {
      at: opening,
      play: (at) =>
        change(ctx, { name: "program.create", at }, async (tx) => {
          const [root] = await tx
            .insert(program)
            .values({ orgId: ctx.orgId, name: "AI program" })
            .returning({ id: program.id });
          const names = [...new Set(plans.map((plan) => plan.program))];
          const made = await tx
            .insert(program)
            .values(names.map((name) => ({ orgId: ctx.orgId, name, parentId: root?.id ?? null })))
            .returning({ id: program.id, name: program.name });
          for (const { id, name } of made) ids.set(name, id);
          await tx.insert(customField).values({
            orgId: ctx.orgId,
            noun: "initiative",
            label: "Funding source",
            kind: "choice",
            choices: ["Capital", "Operating", "Grant"],
          });
        }),
    },
  ];
  plans.forEach((plan, place) => {
    const jitter = seeded(place + 1);
    for (const step of stepsOf(plan, place + 77)) {
      const at = officeHour(now, step.daysAgo, jitter);
      events.push({
        at,
        play: (instant) =>
          step.kind === "register"
            ? register(cast, plan, step, instant, now, ids)
            : apply(cast, plan, step, instant, now),
      });
    }
  });
  return events;
}

/** Plays events in order, each at least a millisecond after the one before: recorded instants must ascend. */
export async function playEvents(events: Event[]): Promise<Date> {
  let last = new Date(0);
  for (const event of events.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const at = new Date(Math.max(event.at.getTime(), last.getTime() + 1));
    await event.play(at);
    last = at;
  }
  return last;
}

/** The id of an initiative by its code, for what the story links to it. */
export const initiativeByCode = (code: string) => sql`(select id from initiative where code = ${code})`;
