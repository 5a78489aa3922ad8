import { z } from "zod";
import {
  ASSESSMENT_KINDS,
  CONTROL_KINDS,
  DISTRIBUTIONS,
  RISK_KINDS,
  type RiskKind,
  STRATEGIES,
  type Strategy,
  strategyFits,
} from "./response";

/** Longest texts, in characters. */
export const RISK_LIMITS = { title: 300, text: 4_000, short: 120, reason: 2_000, quick: 1_000 } as const;

const reason = z.string().trim().min(3, "Say why, in a sentence others can follow.").max(RISK_LIMITS.reason);
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max.toLocaleString("en-US")} characters.`)
    .transform((given) => (given === "" ? null : given))
    .nullable();
const day = z.iso.date("Use a date such as 2026-11-20.");
/** Whole minor units; a threat's is a loss and an opportunity's a gain, both positive. */
const money = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const version = z.number().int().positive();

export type Placed = {
  programId?: string | null | undefined;
  initiativeId?: string | null | undefined;
  modelId?: string | null | undefined;
};
/** A risk stands on one program, initiative or model, or on the whole portfolio. */
export const standsOnce = ({ programId, initiativeId, modelId }: Placed): boolean =>
  [programId, initiativeId, modelId].filter(Boolean).length <= 1;

type Sized = {
  lossLow?: number | null | undefined;
  lossLikely?: number | null | undefined;
  lossHigh?: number | null | undefined;
};
/** Low, likely and high ascend as far as they are stated. */
export function sizesInOrder({ lossLow, lossLikely, lossHigh }: Sized): boolean {
  const stated = [lossLow, lossLikely, lossHigh].filter((each) => typeof each === "number");
  return stated.every((each, index) => index === 0 || (stated[index - 1] ?? 0) <= each);
}

const fits = ({ kind, strategy }: { kind?: RiskKind | undefined; strategy?: Strategy | null | undefined }): boolean =>
  kind === undefined || strategy === undefined || strategyFits(kind, strategy);

export const FAULTS = {
  place: "A risk stands on one program, initiative or model, or on the portfolio.",
  sizes: "Low, likely and high must ascend.",
  strategy: "This response does not fit: a threat is avoided, an opportunity exploited.",
} as const;

const fields = z.object({
  title: z.string().trim().min(1, "Give a title.").max(RISK_LIMITS.title),
  cause: text(RISK_LIMITS.text),
  event: text(RISK_LIMITS.text),
  consequence: text(RISK_LIMITS.text),
  kind: z.enum(RISK_KINDS),
  category: z.string().trim().min(1).max(60).nullable(),
  programId: z.uuid().nullable(),
  initiativeId: z.uuid().nullable(),
  modelId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  proximityOn: day.nullable(),
  raisedOn: day,
  reviewOn: day.nullable(),
  strategy: z.enum(STRATEGIES).nullable(),
  contingencyPlan: text(RISK_LIMITS.text),
  contingencyTrigger: text(RISK_LIMITS.text),
  contingency: money.nullable(),
  /** A fraction. */
  probability: z.number().min(0).max(1).nullable(),
  lossLow: money.nullable(),
  lossLikely: money.nullable(),
  lossHigh: money.nullable(),
  distribution: z.enum(DISTRIBUTIONS),
  correlationGroup: text(RISK_LIMITS.short),
});

const tag = z.object({
  framework: z.string().trim().min(1).max(60),
  edition: z.string().trim().min(1).max(60),
  ref: z.string().trim().min(1).max(120),
});
export type RiskTagRef = z.infer<typeof tag>;

const impacts = z
  .record(z.string().min(1).max(60), z.number().int().min(0).max(5))
  .refine((given) => Object.keys(given).length > 0, "State at least one impact.");

/** A cell of the matrix in use, counted from 0. */
export const cellInput = z.object({ likelihood: z.number().int().min(0).max(5), impacts });

const placed = { message: FAULTS.place, path: ["initiativeId"] };
const sized = { message: FAULTS.sizes, path: ["lossHigh"] };
const fitting = { message: FAULTS.strategy, path: ["strategy"] };

export const riskCreation = fields
  .partial()
  .required({ title: true })
  .extend({
    /** As another system counts it; without one the next is given. */
    code: z.string().trim().min(1).max(60).optional(),
    tags: z.array(tag).max(50).default([]),
    /** First assessments; the residual is the inherent one when only that is given. */
    inherent: cellInput.optional(),
    residual: cellInput.optional(),
    /** The starter it is copied from. */
    starterRef: z.string().max(120).nullable().optional(),
  })
  .refine(standsOnce, placed)
  .refine(sizesInOrder, sized)
  .refine(fits, fitting);
export type RiskCreation = z.infer<typeof riskCreation>;

const NOTHING = "Nothing is changed.";
/** False for an edit that names no field. */
export const saysSomething = (patch: object): boolean => Object.values(patch).some((value) => value !== undefined);

/** Only the fields present are written. `version` is the one the editor saw. */
export const riskEdit = z.object({
  id: z.uuid(),
  version,
  patch: fields.partial().refine(saysSomething, NOTHING),
});
export type RiskEdit = z.infer<typeof riskEdit>;
export type RiskPatch = RiskEdit["patch"];

export const riskQuickAdd = z.object({
  text: z.string().trim().min(1, "Write what might happen.").max(RISK_LIMITS.quick),
  /** Where it was written: what the line does not say comes from there. */
  on: z.object({ programId: z.uuid(), initiativeId: z.uuid(), modelId: z.uuid() }).partial().default({}),
});
export type RiskQuickAdd = z.infer<typeof riskQuickAdd>;

export const riskAssessmentInput = z
  .object({
    riskId: z.uuid(),
    kind: z.enum(ASSESSMENT_KINDS),
    likelihood: z.number().int().min(0).max(5),
    impacts,
    /** A fraction; also becomes the probability of the risk when the residual is assessed. */
    probability: z.number().min(0).max(1).nullable().optional(),
    rationale: z.string().trim().max(RISK_LIMITS.text).default(""),
    /** When a target is to be reached. */
    dueOn: day.nullable().default(null),
    /** The residual assessment the assessor saw, or null when there was none; another one since is a conflict. */
    seen: z.uuid().nullable().optional(),
  })
  .refine(({ kind, dueOn }) => kind === "target" || dueOn === null, {
    message: "Only a target has a date.",
    path: ["dueOn"],
  });
export type RiskAssessmentInput = z.infer<typeof riskAssessmentInput>;

const controlFields = {
  name: z.string().trim().min(1, "Name the control.").max(RISK_LIMITS.title),
  kind: z.enum(CONTROL_KINDS),
  /** A fraction. */
  effectiveness: z.number().min(0).max(1),
  testedOn: day.nullable(),
  ownerId: z.uuid().nullable(),
};
/** What is left out of a new one is not stated; what is left out of an edit stays. */
export const newControl = z.object({
  ...controlFields,
  riskId: z.uuid(),
  testedOn: controlFields.testedOn.default(null),
  ownerId: controlFields.ownerId.default(null),
});
export const controlEdit = z.object({
  id: z.uuid(),
  version,
  patch: z.object(controlFields).partial().refine(saysSomething, NOTHING),
});

const actionFields = {
  title: z.string().trim().min(1, "Say what is to be done.").max(RISK_LIMITS.title),
  ownerId: z.uuid().nullable(),
  dueOn: day.nullable(),
  doneOn: day.nullable(),
};
export const newAction = z.object({
  riskId: z.uuid(),
  title: actionFields.title,
  ownerId: actionFields.ownerId.default(null),
  dueOn: actionFields.dueOn.default(null),
  doneOn: actionFields.doneOn.default(null),
});
export const actionEdit = z.object({
  id: z.uuid(),
  version,
  patch: z.object(actionFields).partial().refine(saysSomething, NOTHING),
});
export const partRemoval = z.object({ id: z.uuid() });

export const riskTagging = z.object({ riskId: z.uuid(), add: z.array(tag).max(50), remove: z.array(tag).max(50) });
export type RiskTagging = z.infer<typeof riskTagging>;

export const riskClosing = z.object({ id: z.uuid(), version, reason });
export const riskReopening = z.object({ id: z.uuid(), reason });
/** The risk came true: an issue takes it on, and keeps the link. */
export const riskMaterialising = riskClosing.extend({
  issueTitle: z.string().trim().min(1).max(RISK_LIMITS.title).optional(),
  resolutionDueOn: day.nullable().default(null),
});
export type RiskClosing = z.infer<typeof riskClosing>;
export type RiskMaterialising = z.infer<typeof riskMaterialising>;
