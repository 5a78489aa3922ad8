import { z } from "zod";
import { ROLES } from "../access/permission";

export const MEMBER_PAGE = 50;
export const MEMBER_STATES = ["active", "deactivated"] as const;

export const memberFilter = z.object({
  q: z.string().trim().max(100).default(""),
  role: z.enum(ROLES).optional(),
  state: z.enum(MEMBER_STATES).optional(),
  page: z.number().int().min(1).max(10_000).default(1),
});
export type MemberFilter = z.infer<typeof memberFilter>;

export const memberSearch = z.object({ q: z.string().trim().max(100).default("") });
export type MemberSearch = z.infer<typeof memberSearch>;

export const memberRef = z.object({ memberId: z.uuid() });
export type MemberRef = z.infer<typeof memberRef>;

const version = z.number().int().min(1);

export const roleChange = memberRef.extend({ role: z.enum(ROLES), version });
export type RoleChange = z.infer<typeof roleChange>;

export const memberActivation = memberRef.extend({ active: z.boolean(), version });
export type MemberActivation = z.infer<typeof memberActivation>;
