import { INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";
import type { Plan } from "./portfolio";

const DAY_MS = 86_400_000;

/** What happens to one initiative, in order; `daysAgo` may be fractional. */
export type Step =
  | { kind: "register"; daysAgo: number; stage: InitiativeStage; targetIn: number | null }
  | { kind: "stage"; daysAgo: number; stage: InitiativeStage; reason: string }
  | { kind: "target"; daysAgo: number; targetIn: number; reason: string }
  | { kind: "outcome"; daysAgo: number; text: string }
  | { kind: "owner"; daysAgo: number; owner: string | null };

/** Stage moves of the last weeks that the story names: initiative → days ago. */
const LATEST_MOVE: Record<string, number> = {
  "AI-35": 24,
  "AI-24": 16,
  "AI-40": 9,
  "AI-22": 38,
  "AI-02": 60,
  "AI-49": 28,
};
/** Where those stood whose history is older than the record. */
const FIRST_STAGE: Partial<Record<InitiativeStage, InitiativeStage>> = {
  production: "build",
  pilot: "design_data",
  validation: "business_case",
  retired: "production",
};
const MOVE_REASONS: Record<InitiativeStage, string> = {
  idea: "Registered as an idea.",
  business_case: "Worth a business case: the sponsor asked for figures.",
  design_data: "Business case accepted; data access is granted.",
  build: "Design and data agreed with the unit.",
  validation: "Build is complete; handed to independent validation.",
  pilot: "Validation passed with conditions.",
  production: "Pilot met its measures; released to all units.",
  retired: "Replaced; the last users moved away.",
};

/** A small repeatable generator (mulberry32): the same story on every machine. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Days since the latest move of stage. */
const lastMove = (plan: Plan): number => Math.max(LATEST_MOVE[plan.code] ?? Math.max(plan.age * 0.5, 32), plan.quiet);

function stageMoves(plan: Plan, random: () => number): Step[] {
  const first = FIRST_STAGE[plan.stage] ?? "idea";
  const path = INITIATIVE_STAGES.slice(INITIATIVE_STAGES.indexOf(first), INITIATIVE_STAGES.indexOf(plan.stage) + 1);
  const last = lastMove(plan);
  const steps: Step[] = [];
  path.slice(1).forEach((stage, place) => {
    const share = (place + 1) / (path.length - 1);
    const jitter = place + 2 === path.length ? 0 : (random() - 0.5) * 8;
    const daysAgo = plan.age - (plan.age - last) * share + jitter;
    steps.push({ kind: "stage", daysAgo, stage, reason: MOVE_REASONS[stage] });
  });
  return steps;
}

function slips(plan: Plan, random: () => number): { first: number | null; steps: Step[] } {
  if (plan.targetIn === null) return { first: null, steps: [] };
  if (plan.stage === "production" || plan.stage === "retired") return { first: -Math.round(lastMove(plan)), steps: [] }; // met
  const many = plan.age > 100 ? 1 + Math.floor(random() * 3) : Math.floor(random() * 2);
  const steps: Step[] = [];
  let target = plan.targetIn;
  const reasons = [
    "Vendor delivery moved.",
    "Validator not free before then.",
    "Interface work took longer.",
    "Winter freeze of the record system.",
  ];
  for (let n = 0; n < many; n += 1) {
    const daysAgo = plan.quiet + 1 + random() * Math.min(plan.age - plan.quiet - 2, 40 + n * 60);
    steps.unshift({
      kind: "target",
      daysAgo,
      targetIn: target,
      reason: reasons[Math.floor(random() * reasons.length)] ?? "",
    });
    target -= 7 + Math.floor(random() * 28);
  }
  steps.sort((a, b) => b.daysAgo - a.daysAgo);
  const targets = steps.map((step) => (step.kind === "target" ? step.targetIn : 0)).sort((a, b) => a - b);
  steps.forEach((step, place) => {
    if (step.kind === "target") step.targetIn = targets[place] ?? step.targetIn;
  });
  return { first: target, steps };
}

/** Everything that happened to one initiative, oldest first, the last of it `quiet` days ago. */
export function stepsOf(plan: Plan, seed: number): Step[] {
  const random = seeded(seed);
  const { first, steps: targetSteps } = slips(plan, random);
  const start = FIRST_STAGE[plan.stage] ?? "idea";
  const steps: Step[] = [
    { kind: "register", daysAgo: plan.age, stage: start, targetIn: first },
    ...stageMoves(plan, random),
    ...targetSteps,
    { kind: "outcome", daysAgo: plan.quiet + 0.2, text: plan.outcome },
  ];
  if (plan.owner === null) steps.push({ kind: "owner", daysAgo: plan.quiet + 0.4, owner: null });
  return steps.sort((a, b) => b.daysAgo - a.daysAgo);
}

/** An instant in office hours of the United States, `daysAgo` days before `now`. */
export function officeHour(now: Date, daysAgo: number, random: () => number): Date {
  const day = new Date(now.getTime() - daysAgo * DAY_MS);
  day.setUTCHours(14 + Math.floor(random() * 8), Math.floor(random() * 60), Math.floor(random() * 60), 0);
  return day.getTime() > now.getTime() - 60_000
    ? new Date(now.getTime() - 60_000 - Math.floor(random() * 600_000))
    : day;
}

export const dayFrom = (now: Date, days: number): string =>
  new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
