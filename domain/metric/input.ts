import { z } from "zod";
import { DIRECTIONS, type RuleLimits, ruleLimits } from "@/domain/metric/rule";

const DAY_SECONDS = 86_400;

const ruleFields = {
  direction: z.enum(DIRECTIONS),
  warning: z.number().nullable().default(null),
  critical: z.number().nullable().default(null),
  clearWarning: z.number().nullable().default(null),
  clearCritical: z.number().nullable().default(null),
  breaches: z.number().int().min(1).max(1000).default(1),
  clears: z.number().int().min(1).max(1000).default(1),
  noDataAfter: z.number().int().min(1).max(1000).default(2),
  windowSeconds: z
    .number()
    .int()
    .min(1)
    .max(366 * DAY_SECONDS)
    .default(DAY_SECONDS),
  singleShot: z.boolean().default(false),
  minimumCases: z.number().int().min(0).max(1_000_000_000).default(0),
  /** The measure of the same model that counts the cases of a window. */
  casesSeriesId: z.uuid().nullable().default(null),
  labelDelayDays: z.number().int().min(0).max(400).default(0),
  note: z.string().trim().max(1000).nullable().default(null),
};

type RuleRow = Omit<
  z.infer<z.ZodObject<typeof ruleFields>>,
  "note" | "windowSeconds" | "casesSeriesId" | "labelDelayDays"
>;

/** A stored rule as the alert rule reads it. */
export function limitsOf({ breaches, clears, ...rest }: RuleRow): RuleLimits {
  const { direction, warning, critical, clearWarning, clearCritical, noDataAfter, singleShot, minimumCases } = rest;
  const limits = { direction, warning, critical, clearWarning, clearCritical, noDataAfter, singleShot, minimumCases };
  return { ...limits, consecutive: breaches, clearAfter: clears };
}

function checkLimits(rule: RuleRow & { casesSeriesId: string | null }, ctx: z.RefinementCtx): void {
  if (rule.minimumCases > 0 && rule.casesSeriesId === null)
    ctx.addIssue({ code: "custom", path: ["casesSeriesId"], message: "Choose the measure that counts the cases." });
  if (rule.warning === null && rule.critical === null)
    ctx.addIssue({ code: "custom", path: ["critical"], message: "Give a warning limit or a critical limit." });
  for (const { path, message } of ruleLimits.safeParse(limitsOf(rule)).error?.issues ?? [])
    ctx.addIssue({ code: "custom", path: [...path], message });
}

export const ruleCreate = z.object({ seriesId: z.uuid(), ...ruleFields }).superRefine(checkLimits);
export type RuleCreate = z.infer<typeof ruleCreate>;

export const ruleEdit = z
  .object({ ruleId: z.uuid(), version: z.number().int(), active: z.boolean().default(true), ...ruleFields })
  .superRefine(checkLimits);
export type RuleEdit = z.infer<typeof ruleEdit>;

/** What a rule would have said since the series began, before it is saved. */
export const rulePreview = ruleCreate;

export const ruleClear = z.object({ ruleId: z.uuid(), reason: z.string().trim().min(1).max(500) });
export type RuleClear = z.infer<typeof ruleClear>;

/** How the rules of one model were changed. */
export const ruleHistory = z.object({ modelId: z.uuid() });
export type RuleHistory = z.infer<typeof ruleHistory>;

/** Points of one series between two instants; a hard cap keeps the newest. */
export const pointFilter = z.object({
  seriesId: z.uuid(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type PointFilter = z.infer<typeof pointFilter>;

export const pointRef = z.object({ seriesId: z.uuid(), pointAt: z.coerce.date() });
export type PointRef = z.infer<typeof pointRef>;
