/** What is noted about coming in, and how it is said. */
export const ACCESS_KINDS = {
  "sign-in": "Signed in",
  "sign-in.failed": "Sign-in failed: wrong password",
  "sign-in.refused": "Sign-in through a provider refused",
  "sign-out": "Signed out",
  "session.ended": "Ended sessions",
  "password.changed": "Changed the password",
  "reset.asked": "Asked for a new password",
  "reset.used": "Chose a new password by link",
  "factor.added": "Added a second factor",
  "factor.failed": "Second factor failed",
  "factor.removed": "Removed the second factor",
  "factor.recovered": "Used a recovery code",
  "factor.codes": "Made new recovery codes",
  "token.used": "Used an access token",
} as const;
export type AccessKind = keyof typeof ACCESS_KINDS;

export const isAccessKind = (kind: string): kind is AccessKind => Object.hasOwn(ACCESS_KINDS, kind);
