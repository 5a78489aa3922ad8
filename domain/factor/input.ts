import { z } from "zod";
import { PASSWORD_LENGTH } from "../access/input";

/** Seconds one code of an authenticator holds, and how many digits it has (RFC 6238's usual choice). */
export const TOTP = { seconds: 30, digits: 6 } as const;

export const RECOVERY_CODES = 10;

const currentPassword = z
  .string()
  .min(1, "Write your current password.")
  .max(PASSWORD_LENGTH.max, "This password is too long.");

/** Six digits of an authenticator, or a recovery code; spaces and dashes may stand anywhere. */
export const factorCode = z
  .string()
  .trim()
  .min(1, "Write the code.")
  .max(40, "This is no code.")
  .transform((text) => text.replaceAll(/[\s-]/g, "").toUpperCase());

export const factorBegin = z.object({ password: currentPassword });
export type FactorBegin = z.infer<typeof factorBegin>;

export const factorShown = z.object({ code: factorCode });
export type FactorShown = z.infer<typeof factorShown>;

export const factorRemoval = z.object({ password: currentPassword, code: factorCode });
export type FactorRemoval = z.infer<typeof factorRemoval>;

export const signInCode = z.object({ challenge: z.string().min(1).max(200), code: factorCode });
export type SignInCode = z.infer<typeof signInCode>;

export const factorRequirement = z.object({ required: z.boolean(), version: z.int().positive() });
export type FactorRequirement = z.infer<typeof factorRequirement>;

export const factorReset = z.object({
  memberId: z.uuid(),
  reason: z.string().trim().min(1, "Say why, for the record.").max(500, "Use 500 characters or fewer."),
});
export type FactorReset = z.infer<typeof factorReset>;
