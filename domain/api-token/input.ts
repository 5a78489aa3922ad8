import { z } from "zod";
import { PERMISSIONS, type Permission } from "../access/permission";

/** What every access token begins with, so that scanners for leaked secrets know one. */
export const API_TOKEN_PREFIX = "ptn_";

/** Days a token may live at most. */
export const API_TOKEN_DAYS = { least: 1, most: 366, usual: 90 } as const;

/** Of no use to a program, and too much for one: what decides who may come in. */
const NEVER: readonly Permission[] = ["api-token:own", "api-token:manage", "member:manage", "organisation:manage"];

/** What a token may be allowed. */
export const SCOPES: readonly Permission[] = PERMISSIONS.filter((permission) => !NEVER.includes(permission));

export const apiTokenNew = z.object({
  name: z.string().trim().min(1, "Write what the token is for.").max(80, "Use 80 characters or fewer."),
  scopes: z
    .array(z.enum(PERMISSIONS as [Permission, ...Permission[]]))
    .min(1, "Choose what the token may do.")
    .max(PERMISSIONS.length)
    .refine((scopes) => scopes.every((scope) => SCOPES.includes(scope)), "A token cannot be allowed to let people in.")
    .transform((scopes) => [...new Set(scopes)].sort()),
  days: z.int().min(API_TOKEN_DAYS.least).max(API_TOKEN_DAYS.most, "A token lives a year at most."),
});
export type ApiTokenNew = z.infer<typeof apiTokenNew>;

export const apiTokenRef = z.object({ tokenId: z.uuid() });
export type ApiTokenRef = z.infer<typeof apiTokenRef>;
