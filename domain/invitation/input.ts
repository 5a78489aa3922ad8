import { z } from "zod";
import { emailAddress, newPassword, personName } from "../access/input";
import { ROLES } from "../access/permission";

/** Days an invitation's link works. */
export const INVITATION_DAYS = 7;

export const invite = z.object({ email: emailAddress, name: personName, role: z.enum(ROLES) });
export type Invite = z.infer<typeof invite>;

export const invitationRef = z.object({ invitationId: z.uuid() });
export type InvitationRef = z.infer<typeof invitationRef>;

/** 32 random bytes as base64url. Anything else cannot be a token and is refused as an unknown one. */
export const invitationToken = z.object({ token: z.string().min(1).max(200) });
export type InvitationToken = z.infer<typeof invitationToken>;

/** Name and password make a new account; without them the invitation is accepted by whoever is signed in. */
export const acceptance = invitationToken.extend({
  account: z.object({ name: personName, password: newPassword }).optional(),
});
export type Acceptance = z.infer<typeof acceptance>;
