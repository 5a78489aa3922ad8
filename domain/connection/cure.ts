/** What a person can do about a poll that failed, by what went wrong. */
const CURES: Record<string, string> = {
  auth: "Edit the connection and give the sign-in again; polling waits for it.",
  config: "Edit the connection: as it is set, it cannot work.",
  contract: "Check the address and how its values are read; the platform answers, but not with what it should.",
  transient: "It is tried again by itself; when it lasts, ask whoever runs the platform.",
  rate_limited: "It waits as long as it was asked to; a longer interval avoids it.",
};

export const cureOf = (errorKind: string | null): string | null => (errorKind ? (CURES[errorKind] ?? null) : null);
