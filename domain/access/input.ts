import { z } from "zod";

/** Days a session lasts from sign-in; it is not extended by use. */
export const SESSION_DAYS = 7;

/** Characters a new password needs; the upper bound keeps hashing cheap. */
export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `Use ${PASSWORD_LENGTH.min} characters or more.`)
  .max(PASSWORD_LENGTH.max, `Use ${PASSWORD_LENGTH.max} characters or fewer.`);

export const emailAddress = z
  .string()
  .trim()
  .max(254, "This email address is too long.")
  .pipe(z.email("Write an email address, such as name@example.org."));

export const personName = z
  .string()
  .trim()
  .min(1, "Write a name.")
  .max(120, "Use 120 characters or fewer.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters a name may not hold
  .regex(/^[^\u0000-\u001f\u007f]*$/, "A name stands on one line.");

export const signIn = z.object({
  email: z.string().trim().min(1, "Write your email address.").max(254, "This email address is too long."),
  password: z.string().min(1, "Write your password.").max(PASSWORD_LENGTH.max, "This password is too long."),
});
export type SignIn = z.infer<typeof signIn>;

export const passwordChange = z
  .object({
    current: z.string().min(1, "Write your current password.").max(PASSWORD_LENGTH.max, "This password is too long."),
    next: newPassword,
  })
  .refine(({ current, next }) => current !== next, {
    path: ["next"],
    message: "Choose a password you do not use now.",
  });
export type PasswordChange = z.infer<typeof passwordChange>;

/** Minutes a link for a new password works. */
export const RESET_MINUTES = 60;

export const resetRequest = z.object({ email: emailAddress });
export type ResetRequest = z.infer<typeof resetRequest>;

/** The secret part of a mailed link. Anything else cannot be one and is refused as an unknown one. */
export const resetToken = z.object({ token: z.string().min(1).max(200) });

export const passwordReset = resetToken.extend({ password: newPassword });
export type PasswordReset = z.infer<typeof passwordReset>;
