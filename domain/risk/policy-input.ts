import { z } from "zod";
import { appetiteEntry } from "./appetite";
import { AUTHORITY_ROLES, inconsistentAuthorities } from "./authority";
import { ESCALATION_KEYS, escalationRule } from "./escalation-rule";
import type { SEVERITIES } from "./severity";

const version = z.number().int().positive();

/** `version`: the one the editor saw; null for a category that is new. */
export const appetiteSave = appetiteEntry.extend({ version: version.nullable() });
export type AppetiteSave = z.infer<typeof appetiteSave>;

/** Every category, in the order they are to stand. */
export const categoriesOrder = z.object({ order: z.array(z.string().min(1).max(40)).min(1).max(200) });
export type CategoriesOrder = z.infer<typeof categoriesOrder>;

export const categoryRemove = z.object({ category: z.string().min(1).max(40), version });
export type CategoryRemove = z.infer<typeof categoryRemove>;

/** `limit`: minor units of the organisation's currency; `chance`: a fraction. Both or neither. */
export const exposureSave = z
  .object({
    version,
    limit: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
    chance: z.number().gt(0).lt(1).nullable(),
  })
  .refine(({ limit, chance }) => (limit === null) === (chance === null), {
    path: ["chance"],
    message: "State how much may be lost and with which chance, or neither.",
  });
export type ExposureSave = z.infer<typeof exposureSave>;

const role = z.enum(AUTHORITY_ROLES);
const each = <T extends z.ZodType>(value: T) =>
  z.object({ green: value, yellow: value, amber: value, red: value } satisfies Record<(typeof SEVERITIES)[number], T>);

/** All four together: they mean something only in their order. */
export const authoritiesSave = z
  .object({ versions: each(version), roles: each(role) })
  .superRefine(({ roles }, check) => {
    for (const severity of inconsistentAuthorities(roles))
      check.addIssue({
        code: "custom",
        path: ["roles", severity],
        message: "A graver class is never owned by a lower level than a milder one.",
      });
  });
export type AuthoritiesSave = z.infer<typeof authoritiesSave>;

export const ruleSave = z
  .object({ key: z.enum(ESCALATION_KEYS), version, enabled: z.boolean(), params: z.record(z.string(), z.unknown()) })
  .superRefine(({ key, enabled, params }, check) => {
    for (const { path, message } of escalationRule.safeParse({ key, enabled, params }).error?.issues ?? [])
      check.addIssue({ code: "custom", path: [...path], message });
  });
export type RuleSave = z.infer<typeof ruleSave>;
