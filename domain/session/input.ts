import { z } from "zod";

export const sessionRef = z.object({ sessionId: z.uuid() });
export type SessionRef = z.infer<typeof sessionRef>;

/** How somebody came in, as the list of sessions says it. */
export const METHOD_LABELS: Record<string, string> = {
  password: "password",
  factor: "password and second factor",
  provider: "identity provider",
};
