type Refusal = { code: "BAD_REQUEST" | "CONFLICT"; message: string };

const bad = (what: string): Refusal => ({ code: "BAD_REQUEST", message: `${what} Nothing was saved.` });
const meanwhile = (what: string): Refusal => ({ code: "CONFLICT", message: `${what} Nothing was saved; look again.` });

/** PostgreSQL's codes for a value that it cannot take, and for what somebody else did at the same moment. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  "22001": bad("A text is longer than can be stored."),
  "22003": bad("A number is larger than can be stored."),
  "22007": bad("A date or time cannot be read."),
  "22008": bad("A date lies outside of what can be stored."),
  "22015": bad("A span of time is longer than can be stored."),
  "22021": bad("A text holds a character that cannot be stored, such as a null character."),
  "22P02": bad("A value cannot be read as what it should be."),
  "22P05": bad("A text holds a character that cannot be stored, such as a null character."),
  "2201B": bad("A search pattern cannot be read."),
  "54000": bad("A value is longer than can be stored."),
  "23503": meanwhile("What this belongs to was removed at the same moment."),
  "23505": meanwhile("Somebody saved the same at the same moment."),
  "40001": meanwhile("Somebody changed this at the same moment."),
  "40P01": meanwhile("Somebody changed this at the same moment."),
};

/** What PostgreSQL would not take, in words that are fit for whoever sent it; null when the failure is another. Looks through causes. */
export function refusalOf(error: unknown): Refusal | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as Error & { code?: unknown };
    if (typeof code === "string" && Object.hasOwn(REFUSALS, code)) return REFUSALS[code] ?? null;
  }
  return null;
}
