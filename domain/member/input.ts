import { z } from "zod";
import { ROLES } from "../access/permission";

export const memberSearch = z.object({ q: z.string().trim().max(100).default("") });
export type MemberSearch = z.infer<typeof memberSearch>;

export const memberRef = z.object({ memberId: z.uuid() });
export type MemberRef = z.infer<typeof memberRef>;

const version = z.number().int().min(1);

export const roleChange = memberRef.extend({ role: z.enum(ROLES), version });
export type RoleChange = z.infer<typeof roleChange>;

export const memberActivation = memberRef.extend({ active: z.boolean(), version });
export type MemberActivation = z.infer<typeof memberActivation>;
